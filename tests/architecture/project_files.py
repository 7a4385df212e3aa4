"""The files of the project, and what a Python file imports."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("schemas", "xundian_pipeline", "assets")

_NOT_OURS = {".git", ".venv", "var", "dist", "__pycache__"}


def project_files() -> list[Path]:
    """Return the files that a commit would hold; where there is no git, all that lie in the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        names = os.fsdecode(listed.stdout).split("\0")
        return sorted(path for path in (REPOSITORY / name for name in names if name) if path.is_file())
    return sorted(_walk(REPOSITORY))


def python_modules(*packages: str) -> list[Path]:
    """Return the Python files of the packages."""
    return [path for path in project_files() if path.suffix == ".py" and place(path).parts[0] in packages]


def place(path: Path) -> Path:
    """Return where in the project a file lies."""
    return path.relative_to(REPOSITORY)


def module_name(path: Path) -> str:
    """Return the dotted name of a Python file."""
    parts = place(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a file imports anywhere, also inside functions; relative ones made absolute."""
    name = module_name(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            found |= {source} | {f"{source}.{alias.name}" for alias in node.names}
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or path.name.endswith(("_cache", ".egg-info")):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path
