"""What has a past: findings from night to night, the periods of every status, what changed overnight, the trend.

Every night leaves a *record*, what it adds by itself. Read in the order of their dates, the records give the *state*
after each night (ruling 43); `fold` takes one such step. Nothing here knows where records and states are kept.
"""

from xundian_pipeline.history.fold import RECORD, STATE, Past, fold
from xundian_pipeline.history.night_record import record_of_night

__all__ = ["RECORD", "STATE", "Past", "fold", "record_of_night"]
