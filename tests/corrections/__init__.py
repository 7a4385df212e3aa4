"""Correction workbooks: written, sent back, taken."""
