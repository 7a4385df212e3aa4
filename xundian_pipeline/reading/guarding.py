"""One bad source stops no other: whatever goes wrong with it becomes a reason, without a word of its content."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.problems import UnreadableError

_LOG = logging.getLogger(__name__)

_GENERAL_REASON = "读取时发生意外错误，没有读入。请用 Excel 打开核对内容并另存后重新报送；仍不行请联系系统管理员。"

Result = TypeVar("Result")


def guarded(read: Callable[[], Result], source: str) -> Result | UnreadableError:
    """Run `read`; return why it could not be done where something is wrong with this one source.

    A PipelineError goes through: it is about the night, not about the source.
    """
    try:
        return read()
    except UnreadableError as error:
        return error
    except PipelineError:
        raise
    except BaseException as error:
        # A panic inside calamine is no Exception, and must not end the night either.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        _LOG.error("reading %s failed: %s", source, type(error).__name__)
        return UnreadableError(_GENERAL_REASON)
