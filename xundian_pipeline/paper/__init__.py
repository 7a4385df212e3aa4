"""What is printed: the ledgers of the households (一户一本台账), and the lists for public notice (公示、公告).

Python gathers the texts, the .typ files beside it say what the paper looks like.
"""

from xundian_pipeline.paper.ledgers import print_ledgers
from xundian_pipeline.paper.notices import STAGES, print_notices

__all__ = ["STAGES", "print_ledgers", "print_notices"]
