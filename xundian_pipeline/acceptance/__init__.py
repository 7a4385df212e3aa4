"""Rows as read become accepted rows or lines of the quarantine (rulings 7 to 16)."""

from xundian_pipeline.acceptance.accept import accept_feed

__all__ = ["accept_feed"]
