"""What a table is: one Pandera model per feed, one module per department, and the published tables likewise."""

import importlib
import sys

if "pyspark" not in sys.modules:
    # Pandera looks for pyspark where it is installed and loads it, which takes a second and warns of the pandas version
    # that nothing here uses together with it. Told that there is none, it does without.
    sys.modules["pyspark"] = None  # type: ignore[assignment]
    for _module in ("pandera.pandas", "pandera.typing.pyspark", "pandera.typing.pyspark_sql"):
        importlib.import_module(_module)
    del sys.modules["pyspark"]
