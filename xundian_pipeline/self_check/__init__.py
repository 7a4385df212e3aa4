"""自查: a page on which an officer drops a file and reads what the night would return of it. Nothing of it is kept.

The server never looks into a file: it hands it, in memory, to a worker, a process that checks one file and ends.
"""
