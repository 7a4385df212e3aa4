"""The command line, `xundian`. Exit 0: done, 1: not done, 2: wrong usage."""

from xundian_pipeline.cli.main import main

__all__ = ["main"]
