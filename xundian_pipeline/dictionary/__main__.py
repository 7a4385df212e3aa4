"""`python -m xundian_pipeline.dictionary [FOLDER]` writes the dictionary's pages, into docs/ where none is named."""

from __future__ import annotations

import argparse
from pathlib import Path

from xundian_pipeline.county import load_county
from xundian_pipeline.dictionary import dictionary_pages, write_pages
from xundian_pipeline.lineage.listing import LISTING, listing
from xundian_pipeline.lineage.night import trace_night
from xundian_pipeline.lineage.published import published_lineage


def main() -> None:
    """Write the pages, and the listing of the lineage that the interface reads; say which."""
    parser = argparse.ArgumentParser(prog="python -m xundian_pipeline.dictionary", description="写出数据字典的各页。")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"), metavar="文件夹", help="默认 docs")
    folder = parser.parse_args().folder
    tables = trace_night(county := load_county())
    LISTING.write_text(listing(published_lineage(tables)), "utf-8")
    for path in (LISTING, *write_pages(dictionary_pages(county, tables), folder)):
        print(path)


if __name__ == "__main__":
    main()
