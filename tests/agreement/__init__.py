"""Small adversarial counties, and the pipeline held against the independent reckoning on them, table by table.

`python -m tests.agreement --seeds 0-500` hunts over many counties and prints every row that differs; the tests run a
few dozen. All persons are made up.
"""
