"""`python -m xundian_pipeline.dictionary [FOLDER]` writes the dictionary into the project's folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from xundian_pipeline.county import load_county
from xundian_pipeline.dictionary import DATASETS, dictionary_pages, superset_datasets, write_files
from xundian_pipeline.lineage.listing import LISTING, listing
from xundian_pipeline.lineage.night import trace_night
from xundian_pipeline.lineage.published import published_lineage


def main() -> None:
    """Write the pages, the datasets and the listing of the lineage that the interface reads; say which."""
    parser = argparse.ArgumentParser(
        prog="python -m xundian_pipeline.dictionary", description="写出数据字典的各页和报表工具的数据集。"
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="文件夹", help="默认当前文件夹")
    folder = parser.parse_args().folder
    tables = trace_night(county := load_county())
    LISTING.write_text(listing(published_lineage(tables)), "utf-8")
    pages = write_files(dictionary_pages(county, tables), folder / "docs")
    for path in (LISTING, *pages, *write_files(superset_datasets(), folder / DATASETS)):
        print(path)


if __name__ == "__main__":
    main()
