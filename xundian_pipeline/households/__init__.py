"""One row per household: its members, its income, and what each department knows of it."""

from xundian_pipeline.households.merge import merge_households

__all__ = ["merge_households"]
