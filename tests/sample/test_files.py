"""The files: the same arguments give the same bytes, every shape is dealt, and each file says that it is synthetic."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy
import openpyxl
import pyarrow.parquet
import pytest
import xlrd

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.sample.conftest import DAY
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.sample import MESSES, Mess, write_county
from xundian_pipeline.sample.county_files import MARKER, UNFINISHED
from xundian_pipeline.sample.shapes import LARGE_ROSTER, clean_shapes, draw_shapes, plan_files

SMALL = 60
CSV_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file below `folder`, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def first_words(path: Path) -> str:
    """What a person sees first: the title row, the sheets' names, the metadata of Parquet."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        return " ".join([*book.sheetnames, *(str(sheet.cell(1, 1).value) for sheet in book.worksheets)])
    if path.suffix == ".xls":
        old = xlrd.open_workbook(path)
        return " ".join([*old.sheet_names(), *(str(sheet.cell_value(0, 0)) for sheet in old.sheets())])
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_schema(path).metadata[b"title"].decode("utf-8")
    data = path.read_bytes()
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16").splitlines()[0]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).splitlines()[0]
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{path} is in none of {CSV_ENCODINGS}")


@pytest.mark.parametrize("mess", MESSES)
def test_the_same_arguments_give_the_same_bytes(mess: Mess, county: County, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_county(tmp_path / name, county, SMALL, 11, mess, DAY)
    write_county(tmp_path / "other", county, SMALL, 12, mess, DAY)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert digests(tmp_path / "one") != digests(tmp_path / "other")


def test_the_mess_leaves_the_county_as_it_is(county: County, tmp_path: Path) -> None:
    summaries = [write_county(tmp_path / mess, county, SMALL, 4, mess, DAY) for mess in MESSES]
    assert summaries[0].incidents == summaries[1].incidents == summaries[2].incidents
    assert summaries[0].planted == {}


@pytest.mark.parametrize("mess", MESSES)
def test_every_file_says_that_it_is_synthetic(mess: Mess, county: County, tmp_path: Path) -> None:
    summary = write_county(tmp_path, county, SMALL, 5, mess, DAY)
    for path in tmp_path.rglob("*"):
        whole = path.is_file() and path.relative_to(tmp_path).as_posix() not in summary.broken
        if whole and not path.name.startswith((".", "~$")):
            assert "合成数据" in first_words(path) or path.name == "说明_合成数据.txt", path.name
        if path.is_file() and path.parent != tmp_path:
            assert "合成数据" in path.name
    assert "合成数据" in summary.text()


def test_a_clean_county_is_one_workbook_a_feed(county: County, tmp_path: Path) -> None:
    write_county(tmp_path, county, SMALL, 1, "none", DAY)
    assert {path.name for path in tmp_path.iterdir()} == {MARKER, *(f"{feed}.xlsx" for feed in FEEDS)}
    sheet = openpyxl.load_workbook(tmp_path / "dibao.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == [column.header for column in FEEDS["dibao"].columns]


def test_large_rosters_come_as_text_one_file_a_township() -> None:
    rows = dict.fromkeys(FEEDS, 500) | {"pension": LARGE_ROSTER + 1}
    random = numpy.random.default_rng(1)
    for shapes in (clean_shapes(rows), draw_shapes(random, list(FEEDS.values()), rows, 30_000)):
        assert shapes["pension"] == "townships"
        assert all("xlsx" in shape for feed, shape in shapes.items() if feed != "pension")
    plans = plan_files(random, "pension", "townships", numpy.array([0, 0, 1, 2]), ["甲镇", "乙镇", "丙镇"], False)
    assert [plan.path for plan in plans] == [f"pension/{name}_合成数据.csv" for name in ("甲镇", "乙镇", "丙镇")]
    assert {plan.encoding for plan in plans} == {"gb18030"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_small_messy_county_has_files_of_every_kind(seed: int, county: County, tmp_path: Path) -> None:
    summary = write_county(tmp_path, county, SMALL, seed, "light", DAY)
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in paths if path.stem in FEEDS} >= {".csv", ".xlsx", ".xls"}
    assert {path.suffix for path in paths if path.parent != tmp_path} >= {".csv", ".xlsx", ".parquet"}
    starts = {path.read_bytes()[:3] for path in paths if path.suffix == ".csv"}
    assert {b"\xef\xbb\xbf"} < starts
    assert any(start.startswith(b"\xff\xfe") for start in starts)
    texts = [path.read_bytes() for path in paths if path.suffix == ".csv"]
    assert any(_is_gb18030(text) for text in texts)
    assert any(b"\t" in text and not _is_gb18030(text) for text in texts)
    books = [openpyxl.load_workbook(path) for path in paths if path.suffix == ".xlsx" and path.name[0] != "~"]
    assert any(sheet.sheet_state == "hidden" for book in books for sheet in book.worksheets)
    assert any(sheet.title == "填表说明" for book in books for sheet in book.worksheets)
    assert any(sheet.merged_cells.ranges for book in books for sheet in book.worksheets)
    assert any((tmp_path / feed).is_dir() and (tmp_path / f"{feed}.csv").exists() for feed in FEEDS)
    assert summary.files == len(paths) - 1


def _is_gb18030(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return not text.startswith(b"\xff\xfe")
    return False


def test_a_new_sample_replaces_the_earlier_one(county: County, tmp_path: Path) -> None:
    write_county(tmp_path / "one", county, SMALL, 1, "light", DAY)
    write_county(tmp_path / "one", county, SMALL, 2, "none", DAY)
    write_county(tmp_path / "two", county, SMALL, 2, "none", DAY)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_real_files_are_never_touched(county: County, tmp_path: Path) -> None:
    write_county(tmp_path, county, SMALL, 1, "none", DAY)
    before = digests(tmp_path)
    (tmp_path / "dibao").mkdir()
    (tmp_path / "dibao" / "七星镇.xlsx").write_bytes(b"real")
    with pytest.raises(PipelineError, match="不是以前生成的"):
        write_county(tmp_path, county, SMALL, 2, "none", DAY)
    assert (tmp_path / "dibao" / "七星镇.xlsx").read_bytes() == b"real"
    assert before.items() <= digests(tmp_path).items()


def test_a_sample_that_was_interrupted_leaves_the_earlier_one(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_county(tmp_path, county, SMALL, 1, "none", DAY)
    before = digests(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("xundian_pipeline.sample.writers.write_xlsx", _full_disk)
        with pytest.raises(PipelineError, match="不能写入"):
            write_county(tmp_path, county, SMALL, 2, "none", DAY)
    assert digests(tmp_path) == before
    (tmp_path / UNFINISHED).mkdir()
    (tmp_path / UNFINISHED / "dibao.xlsx").write_bytes(b"half")
    write_county(tmp_path, county, SMALL, 1, "none", DAY)
    assert digests(tmp_path) == before


def _full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_that_is_a_file_is_told_in_chinese(county: County, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PipelineError, match="不能写入"):
        write_county(tmp_path / "file", county, SMALL, 1, "none", DAY)
