"""Edit a workbook in LibreOffice as an officer does: open, write into cells, save. For LibreOffice's own interpreter.

`python3 libreoffice_process.py PORT FROM TO CHANGES`: CHANGES is a JSON file of [sheet, row, column, text], from 0.
"""

import json
import sys
import time
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

_TRIES = 120


def main(port: str, original: str, saved: str, changes: str) -> None:
    """Open, write, save under another name, close."""
    desktop = _desktop(port)
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(original), "_blank", 0, (_property("Hidden", True),)
    )
    try:
        for sheet, row, column, text in json.loads(Path(changes).read_text("utf-8")):
            cell = document.Sheets.getByName(sheet).getCellByPosition(column, row)
            cell.String = text or ""
        document.storeToURL(uno.systemPathToFileUrl(saved), (_property("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        document.close(True)


def _desktop(port: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(_TRIES):
        try:
            context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 (not up yet: LibreOffice has an exception of its own for it)
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def _property(name: str, value: object) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
