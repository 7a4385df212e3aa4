"""The rules: one SQL file per indicator, measure and finding, and the runner that knows none of them."""

from xundian_pipeline.rules.families import FAMILIES, Family

__all__ = ["FAMILIES", "Family"]
