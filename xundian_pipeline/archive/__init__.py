"""DATA/archive: what every published night was made from, by content, and the account of the nights that are kept."""

from xundian_pipeline.archive.ledger import KeptNight, Ledger, read_ledger, write_ledger
from xundian_pipeline.archive.manifests import Manifest, SourceFile, read_manifest, write_manifest
from xundian_pipeline.archive.objects import Archive, UnkeptFileError
from xundian_pipeline.archive.pruning import erase, prune, pruned_on
from xundian_pipeline.archive.source_tables import ARCHIVED_SOURCES, read_sources, sources_table

__all__ = [
    "ARCHIVED_SOURCES",
    "Archive",
    "KeptNight",
    "Ledger",
    "Manifest",
    "SourceFile",
    "UnkeptFileError",
    "erase",
    "prune",
    "pruned_on",
    "read_ledger",
    "read_manifest",
    "read_sources",
    "sources_table",
    "write_ledger",
    "write_manifest",
]
