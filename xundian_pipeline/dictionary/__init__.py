"""The data dictionary: every published table, rule, parameter and feed, in Chinese with English names.

It is made from the schemas, the county's rule book and the lineage of the SQL; nothing is written twice. `docs/` holds
it as pages, and a test fails where they are no longer what would be written now.
"""

from xundian_pipeline.dictionary.pages import dictionary_pages, stale_pages, write_pages

__all__ = ["dictionary_pages", "stale_pages", "write_pages"]
