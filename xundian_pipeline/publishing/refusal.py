"""How publishing says that it did not publish."""

from xundian_pipeline.errors import PipelineError


def refusal(reason: str) -> PipelineError:
    """The error of a night that fails a check before it is visible; `reason` is Chinese and holds no value of a row."""
    return PipelineError(f"发布前检查未通过：{reason}。本次没有发布，上一夜的表保持不变；请联系维护人员。")
