"""The version of the code that made a night."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

DISTRIBUTION = "xundian-pipeline"
_PROJECT = Path(__file__).resolve().parents[2]
_PACKAGES = ("assets", "schemas", "xundian_pipeline")
_SUFFIXES = frozenset({".py", ".sql"})


@cache
def code_version() -> str:
    """The version of the distribution and a checksum of the code that runs, as in 0.1.0+3f2a91c04d7e.

    The checksum goes over every Python and SQL file of the three packages, so that two nights made by different code
    say so also where nobody has raised the version.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((_PROJECT / package).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(path.relative_to(_PROJECT).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    try:
        version = metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{version}+{digest.hexdigest()[:12]}"
