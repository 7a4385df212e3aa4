"""`python bi/serve.py --data DATA --home FOLDER`: Apache Superset over the published tables, at 127.0.0.1.

The first time it makes its own database, a key and a password in FOLDER, which only its owner may read; whenever the
files of `bi/superset` or the place of the tables have changed, it imports them. What an office adds in the interface
stays.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import secrets
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

BI = Path(__file__).resolve().parent
BUNDLE = BI / "superset"
DATABASE_FILE = "databases/xundian.yaml"
OFFICER = "xundian"
"""The name by which one signs in."""


def main() -> int:
    """Prepare, say where the page is and who signs in, and serve until interrupted.

    1 where no night is published, or somebody else is at the port.
    """
    asked = _arguments()
    published = asked.data.absolute() / "published" / "xundian.duckdb"
    if not published.is_file():
        print(f"{asked.data} 里没有发布的表：请先跑一夜（make nightly），再运行 make bi。", file=sys.stderr)
        return 1
    with socket.socket() as knock:
        if knock.connect_ex(("127.0.0.1", asked.port)) == 0:
            print(
                f"端口 {asked.port} 已被占用：请先停下占用它的程序，或换一个端口（make bi BI_PORT=…）。",
                file=sys.stderr,
            )
            return 1
    os.umask(0o077)
    home = asked.home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    password = _kept(home / "password", lambda: secrets.token_urlsafe(12))
    _kept(home / "secret_key", lambda: secrets.token_urlsafe(48))
    os.environ.update(XUNDIAN_BI_HOME=str(home), SUPERSET_CONFIG_PATH=str(BI / "superset_config.py"))
    texts = _bundle(_address(published))
    _prepare(home / "imported", texts, password)
    print(f"报表工具：http://127.0.0.1:{asked.port}  用户名 {OFFICER}，密码在 {home / 'password'}", flush=True)
    return _serve(asked.port)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python bi/serve.py", description="用 Apache Superset 看发布的表。")
    parser.add_argument("--data", type=Path, required=True, metavar="数据", help="数据文件夹，里面有 published")
    parser.add_argument("--home", type=Path, required=True, metavar="文件夹", help="报表工具自己的文件放在哪里")
    parser.add_argument("--port", type=int, default=8088, metavar="端口")
    return parser.parse_args()


def _kept(path: Path, make: Any) -> str:
    if not path.is_file():
        path.write_text(make(), "utf-8")
    return path.read_text("utf-8")


def _address(published: Path) -> str:
    """The tables' URL: read only, and no other file of the machine can be reached from a query."""
    return f"duckdb:///{published}?access_mode=read_only&enable_external_access=false&lock_configuration=true"


def _bundle(address: str) -> dict[str, str]:
    texts = {path.relative_to(BUNDLE).as_posix(): path.read_text("utf-8") for path in sorted(BUNDLE.rglob("*.yaml"))}
    texts[DATABASE_FILE] = texts[DATABASE_FILE].replace("PUBLISHED_TABLES", address)
    return texts


def _prepare(imported: Path, texts: dict[str, str], password: str) -> None:
    """Bring Superset's own database up to date and import what has changed since the last time."""
    lock = (BI / "requirements.lock").read_text("utf-8")
    state = hashlib.sha256(repr((lock, sorted(texts.items()))).encode()).hexdigest()
    if imported.is_file() and imported.read_text("utf-8") == state:
        return
    print("准备报表工具（第一次约一分钟）……", flush=True)
    logging.disable(logging.WARNING)
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        import flask_migrate
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.extensions import appbuilder
        from superset.utils.core import override_user

        flask_migrate.upgrade(directory=app.config.get("ALEMBIC_DIRECTORY") or _migrations())
        security = appbuilder.sm
        appbuilder.add_permissions(update_perms=True)
        security.sync_role_definitions()
        user = security.find_user(OFFICER) or security.add_user(
            OFFICER, "", "数据员", f"{OFFICER}@example.invalid", security.find_role("Admin"), password
        )
        with override_user(user):
            ImportAssetsCommand(texts).run()
    imported.write_text(state, "utf-8")


def _migrations() -> str:
    import superset.migrations

    return str(Path(superset.migrations.__file__).parent)


def _serve(port: int) -> NoReturn:
    """Become the server: whoever ends this process ends it."""
    options = [
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "8"),
        *("--timeout", "120", "--log-level", "warning", "superset.app:create_app()"),
    ]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options])


if __name__ == "__main__":
    sys.exit(main())
