"""A night's tables become what readers see: one folder, checked, then made visible by one rename."""

from xundian_pipeline.publishing.night import NightContext, PublishedNight, publish

__all__ = ["NightContext", "PublishedNight", "publish"]
