"""A synthetic county: the files that its departments would send, without one real person in them."""

from xundian_pipeline.sample.county_files import MESSES, Hardness, Mess, Summary, write_county

__all__ = ["MESSES", "Hardness", "Mess", "Summary", "write_county"]
