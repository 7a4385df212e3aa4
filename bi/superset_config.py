"""Apache Superset as this project runs it: for one office, on this machine, over the published tables alone.

`bi/serve.py` names the folder of its own files in XUNDIAN_BI_HOME; there are its key, its database and its password.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

HOME = Path(os.environ["XUNDIAN_BI_HOME"])

SECRET_KEY = (HOME / "secret_key").read_text("utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
DATA_DIR = str(HOME)

BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}
APP_NAME = "寻甸脱贫退出指标"

DASHBOARD_AUTO_REFRESH_INTERVALS = [[0, "不自动刷新"], [300, "5 分钟"], [3600, "1 小时"]]

# A chart shows the night that is published now; a night has few rows for DuckDB, so that no cache is worth its age.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# The page takes nothing from elsewhere and tells nobody that it is open.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    # One office on one machine: there is no HTTPS at 127.0.0.1.
    "force_https": False,
    "session_cookie_secure": False,
}
RATELIMIT_STORAGE_URI = "memory://"

# Its warnings are of how it was packed (a picture that the wheel leaves out), and of nothing an office could mend.
LOG_LEVEL = logging.ERROR
