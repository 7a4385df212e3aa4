"""`python -m xundian_pipeline.cli` is `xundian`."""

import sys

from xundian_pipeline.cli import main

sys.exit(main())
