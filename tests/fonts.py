"""The Chinese fonts that printing needs."""

from __future__ import annotations

import os

import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper.typesetting import Typesetter


def demand_fonts() -> None:
    """Skip the test where there are no Chinese fonts; fail it where XUNDIAN_REQUIRE_FONTS=1."""
    try:
        Typesetter()
    except PipelineError as missing:
        if os.environ.get("XUNDIAN_REQUIRE_FONTS") == "1":
            pytest.fail(missing.message)
        pytest.skip(missing.message)
