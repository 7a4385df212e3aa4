"""In which encoding a text file is written (feeds.yaml, ruling 46)."""

from __future__ import annotations

import codecs
import io

from xundian_pipeline.reading.problems import UnreadableError

UTF_8 = "UTF-8"
UTF_8_WITH_MARK = "UTF-8 BOM"
UTF_16 = "UTF-16"
GB18030 = "GB18030"

PIECE = 1 << 20
LARGEST_SHARE_OF_CONTROLS = 0.01
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")


def to_utf_8(content: bytes) -> tuple[bytes, str]:
    """Return the text of a file in UTF-8 without a byte order mark, and the name of the encoding it was in.

    GB18030 is also tried behind the byte order mark of UTF-8, which some tools put before anything. Raises
    UnreadableError where the text is in none of the encodings or is no text.
    """
    text, encoding = _decoded(content)
    if b"\0" in text:
        raise UnreadableError(
            "文件里有空字符，可能是没有标记的 UTF-16，或已损坏。请用 Excel 另存为“CSV UTF-8”后重新报送。",
            encoding=encoding,
        )
    start = text[:PIECE]
    if len(start) - len(start.translate(None, _CONTROLS)) > LARGEST_SHARE_OF_CONTROLS * len(start):
        raise UnreadableError("文件里是二进制内容，不是文本。请重新导出为 CSV 或 Excel 后报送。")
    return text, encoding


def _decoded(content: bytes) -> tuple[bytes, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _recoded(content, "utf-16", 0)
        if text is not None:
            return text, UTF_16
    mark = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    if _recoded(content, "utf-8", mark, keep=False) is not None:
        return content[mark:], UTF_8_WITH_MARK if mark else UTF_8
    text = _recoded(content, "gb18030", mark)
    if text is not None:
        return text, GB18030
    raise UnreadableError(
        "文件的编码无法识别（不是 UTF-8、GB18030 或带标记的 UTF-16）。请用 Excel 另存为“CSV UTF-8”或 .xlsx 后重新报送。"
    )


def _recoded(content: bytes, encoding: str, start: int, keep: bool = True) -> bytes | None:
    """Return `content` from `start` on in UTF-8, piece by piece so that memory stays low; None if it does not decode.

    With `keep` false only the decoding is tried and the result is empty.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    recoded = io.BytesIO()
    view = memoryview(content)
    try:
        for offset in range(start, len(content), PIECE):
            piece = decoder.decode(view[offset : offset + PIECE])
            if keep:
                recoded.write(piece.encode("utf-8"))
        rest = decoder.decode(b"", True)
        recoded.write(rest.encode("utf-8") if keep else b"")
    except UnicodeError:
        return None
    return recoded.getvalue()
