"""What names persons: a ledger of every household, in a file that only its owner can read."""

from xundian_pipeline.restricted.attaching import attach_persons
from xundian_pipeline.restricted.persons_file import persons_of_the_night, remove_other_nights

__all__ = ["attach_persons", "persons_of_the_night", "remove_other_nights"]
