"""`xundian new-feed`: the skeleton of a feed that is in no contract yet, valid as it is written."""

from xundian_pipeline.new_feed.names import FeedNames, name_feed
from xundian_pipeline.new_feed.skeleton import write_skeleton

__all__ = ["FeedNames", "name_feed", "write_skeleton"]
