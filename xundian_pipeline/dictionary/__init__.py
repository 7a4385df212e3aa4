"""The data dictionary: every published table, rule, parameter and feed, in Chinese with English names.

It is made from the schemas, the county's rule book and the lineage of the SQL; nothing is written twice. `docs/` holds
it as pages, `bi/superset/datasets` as datasets of a BI tool; tests fail where they are not what would be written now.
"""

from xundian_pipeline.dictionary.datasets import DATASETS, superset_datasets
from xundian_pipeline.dictionary.pages import ALL_PAGES, dictionary_pages
from xundian_pipeline.dictionary.written_files import stale_files, write_files

__all__ = ["ALL_PAGES", "DATASETS", "dictionary_pages", "stale_files", "superset_datasets", "write_files"]
