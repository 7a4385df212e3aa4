"""DATA/archive: what every published night was made from, by content, and the account of the nights that are kept."""

from xundian_pipeline.archive.ledger import KeptNight, Ledger, read_ledger, write_ledger
from xundian_pipeline.archive.manifests import Manifest, SourceFile, read_manifest, write_manifest
from xundian_pipeline.archive.objects import Archive, UnkeptFileError

__all__ = [
    "Archive",
    "KeptNight",
    "Ledger",
    "Manifest",
    "SourceFile",
    "UnkeptFileError",
    "read_ledger",
    "read_manifest",
    "write_ledger",
    "write_manifest",
]
