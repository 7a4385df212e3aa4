"""A department's rerun: its feeds and everything downstream, as a run of its own; the department is a partition.

The interface offers the partitions of a job as a list to choose from: nobody has to write configuration. Assets have no
partitions, so the job's one op starts the run of the assets, and is red where that run is.
"""

from collections.abc import Callable

from dagster import (
    AssetKey,
    AssetSelection,
    Definitions,
    Failure,
    JobDefinition,
    MetadataValue,
    OpExecutionContext,
    Output,
    StaticPartitionsDefinition,
    job,
    op,
)
from dagster._core.utils import make_new_run_id

from schemas.departments import DEPARTMENTS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.failures import DEPARTMENT, told_to_officers
from xundian_pipeline.orchestration.progress import Progress
from xundian_pipeline.orchestration.resources import ASSESSMENT_DATE_TAG, ENGINE_TAG, Night
from xundian_pipeline.orchestration.runs import STARTED_FROM, carry_out, create_run, was_stopped
from xundian_pipeline.orchestration.summary import SUMMARY
from xundian_pipeline.store import Store
from xundian_pipeline.store.folders import locked

DEPARTMENT_RERUN = "department_rerun"
LOCK_FILE = "department_rerun.lock"
STARTED_RUN = "started_run"
DEPARTMENT_TAG = "department"

_RUN = "真正的运行"
_DESCRIPTION = (
    "我部门重跑：只重新读入所选部门的名册，再重算它下游的全部资产并发布；别的部门沿用最近一次读入的数据。"
    "\n\n怎么用：点开 Launchpad（运行台），在 Partition（分区）里选中部门，再点 Launch Run；不用写任何配置。"
    "它会另起一次“真正的运行”，在运行列表里标着部门的名称；那一次失败，这里也变红，并写明原因。要停下，停哪一次都可以。"
    "\n\n变红时怎么办：读红色的中文说明，照它说的做，改好后再选同一个部门运行一次。"
    "提示“还没有数据”或考核日不一致时，先运行全县夜间任务 nightly。"
)


def department_partitions() -> StaticPartitionsDefinition:
    """Return the partitions of the job: one per department, by the name that officers know it by."""
    return StaticPartitionsDefinition(list(DEPARTMENTS.values()))


def assets_of(department: str, definitions: Definitions) -> frozenset[AssetKey]:
    """Return a department's feeds, given its identifier, and everything downstream of them."""
    return frozenset(AssetSelection.groups(department).downstream().resolve(definitions.resolve_asset_graph()))


def department_rerun(definitions: Callable[[], Definitions]) -> JobDefinition:
    """Return the job. `definitions` gives those of the code location, once they are there."""

    @op(name="rerun_department", description=_DESCRIPTION)
    def rerun(context: OpExecutionContext, night: Night) -> Output[None]:
        with told_to_officers():
            return _rerun(context, night, definitions())

    @job(name=DEPARTMENT_RERUN, description=_DESCRIPTION, partitions_def=department_partitions())
    def department_rerun_job() -> None:
        rerun()

    return department_rerun_job


def _rerun(context: OpExecutionContext, night: Night, definitions: Definitions) -> Output[None]:
    """Start the run of the chosen department's assets and follow it to its end."""
    department = _chosen(context)
    instance, run_id = context.instance, make_new_run_id()
    assets = assets_of(department, definitions)
    narrowed = definitions.resolve_implicit_global_asset_job_def().get_subset(asset_selection=set(assets))
    tags = {
        STARTED_FROM: DEPARTMENT_RERUN,
        DEPARTMENT_TAG: DEPARTMENTS[department],
        ASSESSMENT_DATE_TAG: night.day.isoformat(),
    }
    engine = night.engine or context.run.tags.get(ENGINE_TAG)
    progress = Progress(lambda _: None)
    # What two departments rerun at a time would both be made with the other's old feeds: one after the other.
    with locked(night.folder / LOCK_FILE):
        Store(night.folder).claim(run_id)
        run = create_run(instance, narrowed, run_id, {**tags, **({ENGINE_TAG: engine} if engine else {})}, assets)
        instance.add_run_tags(context.run_id, {STARTED_RUN: run_id, DEPARTMENT_TAG: DEPARTMENTS[department]})
        try:
            carry_out(instance, narrowed, run, progress, lambda: was_stopped(instance, run_id))
        except KeyboardInterrupt:
            if was_stopped(instance, run_id):
                raise PipelineError("真正的运行被停下了，没有发布；上次发布的表不受影响。") from None
            raise
    link = {_RUN: MetadataValue.dagster_run(run_id), DEPARTMENT: MetadataValue.text(DEPARTMENTS[department])}
    if progress.summary is None:
        raise Failure(progress.failure or "运行没有走到发布这一步：请打开那一次运行查看。", metadata=link)
    if progress.failure is not None:
        raise Failure(f"已经发布，但发布以后有一步没有做成：{progress.failure}", metadata=link)
    lines = MetadataValue.md("\n".join(f"- {line}" for line in progress.summary))
    return Output(None, metadata={**link, SUMMARY: lines})


def _chosen(context: OpExecutionContext) -> str:
    """Return the identifier of the department that was chosen. Raises PipelineError where none was."""
    names = {name: department for department, name in DEPARTMENTS.items()}
    if not context.has_partition_key or context.partition_key not in names:
        raise PipelineError("没有选部门：请在运行台的 Partition（分区）里选中一个部门，再点 Launch Run。")
    return names[context.partition_key]
