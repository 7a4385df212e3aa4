"""A copy of the project, for feeds to be added to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PARTS = ("schemas", "assets", "xundian_pipeline", "seeds", "pyproject.toml", "workspace.yaml")


@dataclass(frozen=True)
class Checkout:
    """A project's folder, whose code is what its processes import."""

    folder: Path

    def python(self, *arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python with these arguments to its end, in the project's folder or another one."""
        # What is compiled once serves the processes after it.
        own = {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "", "LANG": "C.UTF-8"}
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=folder or self.folder,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            check=False,
        )

    def xundian(self, *arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return self.python("-m", "xundian_pipeline.cli", *arguments, folder=folder)

    def files(self) -> set[str]:
        """Return the paths of its files, those aside that running it leaves."""
        paths = (path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        return {path.as_posix() for path in paths if not {"__pycache__", ".pytest_cache"} & set(path.parts)}


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Checkout:
    """The project without the feeds that were added to it, and without its tests."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in PARTS:
        if (repository / name).is_dir():
            shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(repository / name, folder)
    for path in (folder / "schemas" / "added").glob("*.py"):
        if path.name != "__init__.py":
            path.unlink()
    return Checkout(folder)
