"""A night's tables become what readers see: one folder, checked, then made visible by one rename."""

from xundian_pipeline.publishing.night import NightContext, PublishedNight, forget, publish, seal

__all__ = ["NightContext", "PublishedNight", "forget", "publish", "seal"]
