"""Who is who: the members of the register, and every departmental record's link to them (rulings 21 to 26)."""

from xundian_pipeline.people.link import link_people

__all__ = ["link_people"]
