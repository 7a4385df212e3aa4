"""Spark, where this machine can run it."""

from __future__ import annotations

import os

import pytest

from xundian_pipeline.engine import OpenEngine
from xundian_pipeline.engine_choice import engine_named
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.settings import SPARK


@pytest.fixture(scope="session")
def spark() -> OpenEngine:
    """What opens Spark. Without it the tests are skipped, unless XUNDIAN_REQUIRE_JAVA=1."""
    try:
        return engine_named(SPARK)
    except PipelineError as error:
        if os.environ.get("XUNDIAN_REQUIRE_JAVA") == "1":
            pytest.fail(error.message)
        pytest.skip(f"规则没有在 Spark 上试。{error.message}")
