"""The store, and what one run sees of it."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.dataset import META_FILE, Dataset, TableSource, describe, write_tables
from xundian_pipeline.store.folders import PRIVATE_FILE, locked, make_private_folder, sync, write_whole

CURRENT = "current"
_STALE_SECONDS = 2 * 24 * 3600
_WRITING = ".writing-"


class Store:
    """DATA/store: <asset>/<version>/<table>.parquet and meta.json, <asset>/current, and runs/<run_id>.json.

    Several processes use it at once; what changes it holds a lock, for as long as a rename takes.
    """

    def __init__(self, data: Path) -> None:
        self._folder = data / "store"
        self._runs = self._folder / "runs"

    def claim(self, run_id: str) -> None:
        """Show for the rest of this process's life that the run lives. The kernel ends the claim with the process."""
        make_private_folder(self._runs)
        with self._locked():
            descriptor = os.open(self._claim_file(run_id), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
            fcntl.flock(descriptor, fcntl.LOCK_SH)

    def is_alive(self, run_id: str) -> bool | None:
        """Say whether a process stands behind the run; None where none has claimed it."""
        with self._locked():
            return self._is_claimed(run_id)

    def living_runs(self) -> list[str]:
        """Return the runs behind which a process stands."""
        with self._locked():
            return sorted(path.stem for path in self._runs.glob("*.lock") if self._is_claimed(path.stem))

    def _is_claimed(self, run_id: str) -> bool | None:
        try:
            descriptor = os.open(self._claim_file(run_id), os.O_RDWR)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    @contextmanager
    def open_run(self, run_id: str, assessment_date: datetime.date) -> Iterator[RunView]:
        """Fix what the run sees: its date and the versions that are current now. Ends the view when it ends."""
        self.claim(run_id)
        with self._locked():
            self._collect()
            view = RunView(self, run_id, assessment_date, self._current_versions())
            self._write_view(view)
        try:
            yield view
        finally:
            with self._locked():
                self._view_file(run_id).unlink(missing_ok=True)
                self._collect()

    def dataset(self, asset: str, version: str) -> Dataset:
        """Return a stored version; FileNotFoundError if it is gone."""
        return Dataset.read(self._folder / asset / version, asset, version)

    def current(self) -> dict[str, Dataset]:
        """Return the current version of every asset that has one."""
        with self._locked():
            return {asset: self.dataset(asset, version) for asset, version in self._current_versions().items()}

    def commit(
        self, view: RunView, asset: str, tables: Mapping[str, TableSource], inputs: Iterable[Dataset]
    ) -> Dataset:
        """Store a new version made by the run and make it the current one. All of it is there, or nothing."""
        asset_folder = make_private_folder(self._folder / asset)
        version = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        writing = make_private_folder(asset_folder / f"{_WRITING}{view.run_id}-{secrets.token_hex(4)}")
        try:
            content = write_tables(writing, tables)
            write_whole(writing / META_FILE, describe(view.assessment_date, view.run_id, inputs, tables, content))
            with self._locked():
                writing.rename(asset_folder / version)
                sync(asset_folder)
                write_whole(asset_folder / CURRENT, version)
                view.versions[asset] = version
                self._write_view(view)
        except BaseException:
            shutil.rmtree(writing, ignore_errors=True)
            raise
        return self.dataset(asset, version)

    def _locked(self) -> AbstractContextManager[None]:
        make_private_folder(self._folder)
        return locked(self._folder / ".lock")

    def _current_versions(self) -> dict[str, str]:
        pointers = sorted(self._folder.glob(f"*/{CURRENT}"))
        return {pointer.parent.name: pointer.read_text("utf-8").strip() for pointer in pointers}

    def _write_view(self, view: RunView) -> None:
        content = {
            "assessment_date": view.assessment_date.isoformat(),
            "opened_at": view.opened_at,
            "versions": view.versions,
        }
        write_whole(self._view_file(view.run_id), json.dumps(content, indent=1, sort_keys=True))

    def _view_file(self, run_id: str) -> Path:
        return self._runs / f"{run_id}.json"

    def _claim_file(self, run_id: str) -> Path:
        return self._runs / f"{run_id}.lock"

    def _collect(self) -> None:
        """Remove what nothing can need: views of dead runs, versions neither current nor in a view, half-written ones.

        Called with the lock held.
        """
        open_runs = self._open_runs()
        needed = {(asset, version) for asset, version in self._current_versions().items()}
        for versions in open_runs.values():
            needed |= set(versions.items())
        for folder in self._folder.glob("*/*/"):
            asset, name = folder.parent.name, folder.name
            if name.startswith(_WRITING):
                unneeded = not any(name.startswith(f"{_WRITING}{run_id}-") for run_id in open_runs)
            else:
                unneeded = (asset, name) not in needed
            if unneeded:
                shutil.rmtree(folder, ignore_errors=True)
        for leftover in self._folder.glob("*/.*.tmp"):
            leftover.unlink(missing_ok=True)

    def _open_runs(self) -> dict[str, dict[str, str]]:
        """Return the versions that each living run sees; forget the runs whose process is gone or that are too old."""
        views = {}
        for path in self._runs.glob("*.json"):
            run_id = path.stem
            try:
                content = json.loads(path.read_text("utf-8"))
                is_old = time.time() - content["opened_at"] > _STALE_SECONDS
                versions = content["versions"]
            except (ValueError, KeyError):
                is_old, versions = True, {}
            if is_old or not self._is_claimed(run_id):
                path.unlink(missing_ok=True)
            else:
                views[run_id] = versions
        for path in self._runs.glob("*.lock"):
            if self._is_claimed(path.stem) is False and not self._view_file(path.stem).exists():
                path.unlink(missing_ok=True)
        return views


class RunView:
    """What one run sees of the store: its date, the versions current when it started, and those it has made."""

    def __init__(self, store: Store, run_id: str, assessment_date: datetime.date, versions: dict[str, str]) -> None:
        self.run_id = run_id
        self.assessment_date = assessment_date
        self.versions = versions
        self.opened_at = time.time()
        self._store = store

    def dataset(self, asset: str) -> Dataset:
        """Return the run's version of an asset.

        Raises PipelineError where there is none, or where it was made for another date: nights never mix.
        """
        version = self.versions.get(asset)
        try:
            dataset = self._store.dataset(asset, version) if version else None
        except FileNotFoundError:
            dataset = None
        if dataset is None:
            raise PipelineError(f"还没有“{asset}”的数据：请先运行它，或运行它和上游的全部资产。")
        if dataset.assessment_date != self.assessment_date:
            raise PipelineError(
                f"“{asset}”是考核日 {dataset.assessment_date} 的数据，本次运行的考核日是 {self.assessment_date}，"
                f"不能混用：请按 {self.assessment_date} 重跑“{asset}”（或它和上游的全部资产），再重跑本资产。"
            )
        return dataset

    def write(self, asset: str, tables: Mapping[str, TableSource], upstream: Iterable[str]) -> Dataset:
        """Store what the run made of an asset from its versions of the `upstream` assets."""
        return self._store.commit(self, asset, tables, [self.dataset(name) for name in upstream])
