"""What is written from the declarations into the project's folders, and whether it is what would be written now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_files(texts: Mapping[str, str], folder: Path) -> list[Path]:
    """Write texts by their paths within a folder; return the paths."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def stale_files(texts: Mapping[str, str], folder: Path, all_of: str) -> list[str]:
    """Return what is missing in a folder, not as it would be written now, or no longer written, of all that matches
    the pattern `all_of`."""
    there = {path.relative_to(folder).as_posix() for path in folder.glob(all_of)}
    written = {name for name, text in texts.items() if _text(folder / name) == text}
    return sorted((there | set(texts)) - written)


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None
