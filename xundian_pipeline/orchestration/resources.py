"""The resources of a run: the night (its date, its county, its view of the store) and where files come from."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow
from dagster import AssetKey, ConfigurableResource, InitResourceContext
from pydantic import Field, PrivateAttr

from schemas.feed import Feed
from xundian_pipeline.archive import Archive, SourceFile, read_ledger
from xundian_pipeline.corrections.sent_back import SentBackWorkbook, read_corrections, receive_corrections
from xundian_pipeline.county import County, load_county
from xundian_pipeline.engine import Inputs, OpenEngine
from xundian_pipeline.engine_choice import engine_named
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.instance import fail_dead_runs
from xundian_pipeline.orchestration.previews import known_words
from xundian_pipeline.orchestration.records import writing_records
from xundian_pipeline.orchestration.shown_texts import ShownTexts
from xundian_pipeline.publishing.kept_county import demand_same_county
from xundian_pipeline.publishing.night import demand_unsealed
from xundian_pipeline.reading import read_sources_file, receive_feed
from xundian_pipeline.second_process import LARGE, SecondProcess, second_process
from xundian_pipeline.settings import Settings, choose_assessment_date, read_settings
from xundian_pipeline.store import RunView, Store, combine, open_data_folder
from xundian_pipeline.work_ahead import Call, WorkAhead, here

ASSESSMENT_DATE_TAG = "assessment_date"
ENGINE_TAG = "engine"

AcceptFeed = Callable[[str, Call], dict[str, pyarrow.Table]]
"""What accepts the feed of a name, by means of what it is to be called by."""

MakeOfNight = Callable[[Path, County, datetime.date], bytes]
"""What makes a file of a published night: it is given the data folder, the county and the assessment date."""


class Night(ConfigurableResource):
    """一次运行：数据文件夹、考核日，以及本次运行所见的数据版本。考核日不写时取数据文件夹里 config.yaml 的设置。"""

    data: str = Field(description="数据文件夹")
    assessment_date: str = Field(default="", description="本次运行的考核日，如 2017-12-31；空白时按 config.yaml")

    engine: str = Field(default="", description="规则的计算引擎，duckdb 或 spark；空白时按 config.yaml")

    _county: County = PrivateAttr()
    _settings: Settings = PrivateAttr()
    _words: frozenset[str] = PrivateAttr()
    _shown_texts: ShownTexts = PrivateAttr()
    _open_engine: OpenEngine = PrivateAttr()
    _view: RunView = PrivateAttr()
    _chosen: AbstractSet[AssetKey] | None = PrivateAttr(default=None)
    _ahead: WorkAhead[str, dict[str, pyarrow.Table]] | None = PrivateAttr(default=None)
    _second: SecondProcess | None = PrivateAttr(default=None)
    _begun: dict[str, WorkAhead[str, bytes]] = PrivateAttr(default_factory=dict)

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator[Night]:
        """Fix the run's date and its view of the store; a date or a setting that cannot be ends the run here."""
        run = context.run
        if run is None:
            raise RuntimeError("a night is a resource of a run")
        self._chosen = run.asset_selection
        with told_to_officers():
            open_data_folder(self.folder)
            self._county = load_county()
            self._words = known_words(self._county)
            self._shown_texts = ShownTexts(self._words)
            self._settings = read_settings(self.folder)
            chosen = self.assessment_date or run.tags.get(ASSESSMENT_DATE_TAG)
            day = choose_assessment_date(chosen, self._settings, self._county.timezone)
            self._county.parameters.on(day)
            demand_same_county(self.folder, self._county)
            demand_unsealed(read_ledger(self.folder), day)
            self._open_engine = engine_named(self.engine or run.tags.get(ENGINE_TAG) or self._settings.engine)
        store = Store(self.folder)
        self.archive.sweep()
        with ExitStack() as stack:
            instance = context.instance
            if instance is not None and instance.is_persistent:
                stack.enter_context(writing_records(Path(instance.root_directory), run.run_id))
                fail_dead_runs(instance, store, besides=run.run_id)
                instance.add_run_tags(run.run_id, {ASSESSMENT_DATE_TAG: day.isoformat()})
            self._view = stack.enter_context(store.open_run(run.run_id, day))
            stack.callback(self._stop_working_ahead)
            yield self

    def read_ahead(
        self, accept: AcceptFeed, sizes: Callable[[], Mapping[str, int]]
    ) -> WorkAhead[str, dict[str, pyarrow.Table]]:
        """Return what accepts the run's feeds beside it, those first of which most bytes have come (`sizes`).

        Begun when first asked for; in a second process, where there is much to read.
        """
        if self._ahead is None:
            of_feeds = sizes()
            if sum(of_feeds.values()) >= LARGE:
                self._second = second_process()
            largest_first = sorted(of_feeds, key=lambda feed: of_feeds[feed], reverse=True)
            self._ahead = WorkAhead(accept, largest_first, self.call_beside)
        return self._ahead

    @property
    def call_beside(self) -> Call | None:
        """What calls a function in the second process of this run; None where it has none."""
        return None if self._second is None else self._second.run

    def begin(self, step: str, make: MakeOfNight) -> None:
        """Begin in the second process what a later step of this run will make, where the run has both."""
        if self.call_beside is not None and self.is_chosen(step):
            self._begun[step] = WorkAhead(self._making(make), [step], self.call_beside)

    def made(self, step: str, make: MakeOfNight) -> bytes:
        """Return what a step makes: what was begun, or made here and now."""
        begun = self._begun.get(step)
        return self._making(make)(step, here) if begun is None else begun.take(step)

    def _making(self, make: MakeOfNight) -> Callable[[str, Call], bytes]:
        return lambda _step, call: call(make, self.folder, self.county, self.day)

    def is_chosen(self, asset: str) -> bool:
        """Say whether the run is to materialise an asset."""
        return self._chosen is None or AssetKey(asset) in self._chosen

    def _stop_working_ahead(self) -> None:
        for working in (self._ahead, *self._begun.values(), self._second):
            if working is not None:
                working.close()
        self._ahead = self._second = None
        self._begun = {}

    @property
    def folder(self) -> Path:
        """The data folder, DATA."""
        return Path(self.data)

    @property
    def archive(self) -> Archive:
        """Where the content of all that the night reads is kept."""
        return Archive(self.folder)

    @property
    def county(self) -> County:
        """The county of the night."""
        return self._county

    @property
    def day(self) -> datetime.date:
        """The assessment date, D."""
        return self._view.assessment_date

    @property
    def words(self) -> frozenset[str]:
        """The texts that may be shown wherever they stand: they are the project's or the county's, nobody's name."""
        return self._words

    @property
    def shown_texts(self) -> ShownTexts:
        """How names of files and messages may be shown."""
        return self._shown_texts

    @property
    def settings(self) -> Settings:
        """What DATA/config.yaml said when the run started."""
        return self._settings

    @property
    def open_engine(self) -> OpenEngine:
        """What opens the engine on which this run's rules run."""
        return self._open_engine

    @property
    def view(self) -> RunView:
        """What the run sees of the store."""
        return self._view

    def inputs(self, assets: Iterable[str]) -> Inputs:
        """Return the tables of the run's versions of some assets.

        Raises PipelineError where one is missing, of another date, or does not go with the others. Asked for here and
        not as Dagster inputs: the nightly job has 150 of them, and each would be two more events to write and to read.
        """
        return combine(self.view.dataset(asset) for asset in assets)

    def now(self) -> datetime.datetime:
        """The time of day in the county."""
        return datetime.datetime.now(ZoneInfo(self._county.timezone))


class OfficeDatabase(ConfigurableResource):
    """单位自己的数据库，发布以后再写一份。"""

    url: str = Field(default="", description="数据库地址，可能含有密码；空白时按 config.yaml 的 publish_to")


class Sources(ConfigurableResource):
    """各部门来件：文件夹，以及可选的数据库来源文件。"""

    folder: str = Field(description="来件文件夹")
    databases: str = Field(default="", description="数据库来源文件（YAML）；空白时没有数据库来源")

    _sent_back: list[SentBackWorkbook] | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def path(self) -> Path:
        """The sources folder. Raises PipelineError where it is not there."""
        return usable_sources(Path(self.folder))

    def sizes(self, feeds: Iterable[Feed]) -> dict[str, int]:
        """Return how many bytes of files have come of each of `feeds`."""
        return {feed.id: _bytes_of(self.path, feed) for feed in feeds}

    def sent_back(self, county: County, archive: Archive) -> list[SentBackWorkbook]:
        """Take the correction workbooks into the archive and read them, once for all feeds of the run."""
        with self._lock:
            if self._sent_back is None:
                received = receive_corrections(self.path, archive)
                self._sent_back = read_corrections(received, county.header_synonyms, archive)
            return self._sent_back

    def receive(self, feed: Feed, archive: Archive, *, is_last_try: bool) -> list[SourceFile]:
        """Take all that has come of a feed into the archive.

        A database that does not answer raises DatabaseUnreachable, to be tried again; on the last try it is taken like
        a file that cannot be read.
        """
        databases = read_sources_file(Path(self.databases)) if self.databases else {}
        return receive_feed(self.path, feed, archive, databases.get(feed.id, ()), raise_unreachable=not is_last_try)


def _bytes_of(folder: Path, feed: Feed) -> int:
    files = [*folder.glob(f"{feed.id}.*"), *folder.glob(f"{feed.id}/*")]
    return sum(path.stat().st_size for path in files if path.is_file())


def usable_sources(folder: Path) -> Path:
    """Return the sources folder; PipelineError where it is none or cannot be read."""
    if not folder.is_dir():
        raise PipelineError(f"来件文件夹 {folder} 不存在：请核对路径，或先把各部门的文件放进去。")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise PipelineError(f"来件文件夹 {folder} 没有读取权限：请检查权限。")
    return folder
