"""Row keys: by what a correction finds the row that it corrects, wherever the department's next file has it.

A key is a keyed hash (HMAC-SHA-256, the secret of the record keys) of the row's content: nobody can guess a person's
data from it. Rows of equal content are told apart by their place among one another, in the order of reading: -2, -3 ...
behind the key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Mapping

import pyarrow

from schemas.feed import Feed
from xundian_pipeline.people.record_keys import LENGTH

_BETWEEN, _MISSING = "\x1f", "\x1e"
_KEY = re.compile(rf"[0-9a-f]{{{LENGTH}}}(-[1-9]\d*)?")


def row_keys(contents: pyarrow.Table, feed: Feed, secret: bytes, latest_codes: Mapping[str, str]) -> list[str]:
    """Return the keys of rows, given as `acceptance.contents` writes them.

    For the place among rows of equal content to hold, `contents` are all rows of the feed in the order of reading.
    `latest_codes` maps village codes to the latest (`County.code_on` of the last day): a key does not depend on which
    of a village's codes is in force.
    """
    seen: Counter[str] = Counter()
    keys = []
    for key in content_keys(contents, feed, secret, latest_codes):
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def content_keys(contents: pyarrow.Table, feed: Feed, secret: bytes, latest_codes: Mapping[str, str]) -> list[str]:
    """Return the keys of rows without their place among rows of equal content (`content_of_key`)."""
    columns = [
        [latest_codes.get(text, text) if column.type == "village_code" and text else text for text in texts]
        for column, texts in ((column, contents[column.name].to_pylist()) for column in feed.columns)
    ]
    begun = hmac.new(secret, f"row{_BETWEEN}{feed.id}".encode(), hashlib.sha256)
    keys = []
    for row in zip(*columns, strict=True):
        keyed = begun.copy()
        keyed.update("".join(f"{_BETWEEN}{_MISSING if text is None else text}" for text in row).encode())
        keys.append(keyed.hexdigest()[:LENGTH])
    return keys


def content_of_key(key: str) -> str:
    """Return a row key without the place among rows of equal content: what `content_keys` gives."""
    return key.split("-", 1)[0]


def is_row_key(text: str) -> bool:
    """Say whether a text may be a row key."""
    return _KEY.fullmatch(text) is not None
