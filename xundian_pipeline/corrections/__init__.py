"""Corrections: returned rows as workbooks to correct, and what comes back of them."""
