"""The county's folder as a night read it: kept in the archive, and put together again from there."""

from __future__ import annotations

from pathlib import Path

import yaml

from xundian_pipeline.archive import Archive, Manifest, read_ledger, read_manifest
from xundian_pipeline.county import County, load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import make_private_folder


def keep_county(archive: Archive, county: County) -> dict[str, str]:
    """Keep every file of the county's folder; return their sha256 by their path within it."""
    files = sorted(path for path in county.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(county.folder).as_posix(): archive.keep_file(path) for path in files}


def kept_county(archive: Archive, manifest: Manifest, folder: Path) -> County:
    """Write the county's files of a manifest into `folder` and load the county from there."""
    for name, sha256 in manifest.county.items():
        path = folder / name
        make_private_folder(path.parent)
        path.write_bytes(archive.content(sha256))
    return load_county(folder)


def demand_same_county(data: Path, county: County) -> None:
    """Raise PipelineError where the nights of a data folder are of another county than `county`."""
    ledger = read_ledger(data)
    if not ledger.nights:
        return
    latest = ledger.nights[-1]
    manifest = read_manifest(data, latest.assessment_date, latest.number, latest.manifest)
    kept = yaml.safe_load(Archive(data).content(manifest.county["county.yaml"]))
    if str(kept["code"]) != county.code:
        raise PipelineError(
            f"数据文件夹 {data} 里是{kept['name']}的各夜，这次要跑的是{county.name}："
            "一个县用一个数据文件夹，请核对 --data 和 --county。"
        )
