"""LibreOffice as a process that edits workbooks: what an office has on its desks."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl

from tests.corrections.officer import Corrected, correct
from tests.ports import free_port

PYTHON = "/usr/bin/python3"
"""The interpreter for which Debian packages LibreOffice's module."""

Edit = Callable[[Path, Path, Sequence[tuple[str, int, int, str | None]]], None]
"""Writes texts into cells (sheet, row and column from 0) of a workbook and saves it elsewhere."""


def why_missing() -> str | None:
    """What LibreOffice lacks on this machine; None where it is all there."""
    has_module = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    if shutil.which("soffice") and has_module:
        return None
    return "没有 LibreOffice，更正表没有用它打开、修改、存盘试过：apt-get install libreoffice-calc python3-uno"


@contextlib.contextmanager
def libreoffice() -> Iterator[Edit]:
    """LibreOffice, started once, without a window."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation=file://{folder}/profile",
                f"--accept=socket,host=127.0.0.1,port={port};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        def edit(original: Path, saved: Path, changes: Sequence[tuple[str, int, int, str | None]]) -> None:
            told = Path(folder) / "changes.json"
            told.write_text(json.dumps(changes), "utf-8")
            saved.parent.mkdir(parents=True, exist_ok=True)
            script = Path(__file__).with_name("libreoffice_process.py")
            subprocess.run([PYTHON, script, str(port), original, saved, told], check=True, timeout=300)

        try:
            yield edit
        finally:
            office.terminate()
            office.wait(30)


def correct_with(edit: Edit) -> Callable[[Path, Path], Corrected]:
    """Let the officer's corrections be written by LibreOffice."""

    def send_back(path: Path, sent_back: Path) -> Corrected:
        with tempfile.TemporaryDirectory() as folder:
            done = correct(path, Path(folder) / path.name)
        book = openpyxl.load_workbook(path)
        changes = [
            (sheet, row - 1, columns[header] - 1, text)
            for (sheet, row), texts in done.changes.items()
            for columns in [{str(cell.value): cell.column for cell in book[sheet][1]}]
            for header, text in texts.items()
        ]
        edit(path.absolute(), sent_back.absolute(), changes)
        return done

    return send_back
