"""Small counties that change from night to night: the pipeline run night by night, held against the reckoning.

`python -m tests.nights --seeds 0-50` hunts over many of them and prints every row that differs.
All persons are made up.
"""
