"""Spark on this machine: one session for the whole process, with nothing of it on the console or in the folder."""

from __future__ import annotations

import atexit
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xundian_pipeline.errors import PipelineError

if TYPE_CHECKING:
    from py4j.java_gateway import JavaGateway
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
CORES = 2
MEMORY = "1536m"
"""Of the Java process. Lists and joins that need more are spilled into the private folder."""

SMALL_BYTES = 16 * 1024 * 1024
"""Inputs up to this size (some thousand households) are worked on whole; larger ones are divided among the cores."""

_HOW_TO_INSTALL_JAVA = (
    f"请安装 Java {OLDEST_JAVA}（Debian：apt-get install openjdk-{OLDEST_JAVA}-jre-headless），或改用 --engine duckdb。"
)
_JAVA_VERSION = re.compile(r'version "(\d+)')
_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")
"""Loggers of pyspark that write every error, with the values in it, to the console."""


def demand_spark() -> None:
    """Raise PipelineError, which says what to install, where Spark cannot run on this machine."""
    if importlib.util.find_spec("pyspark") is None:
        raise PipelineError("没有安装 Spark：请运行 pip install '.[spark]'，或改用 --engine duckdb。")
    version = _java_version()
    if version is None:
        raise PipelineError(f"没有找到 Java，Spark 不能运行：{_HOW_TO_INSTALL_JAVA}")
    if version < OLDEST_JAVA:
        raise PipelineError(f"Java {version} 太旧，Spark 不能运行：{_HOW_TO_INSTALL_JAVA}")


@cache
def shared_session() -> SparkSession:
    """Start Spark, once in a process; `new_session` gives what is to be kept apart.

    Raises PipelineError where it cannot run or does not start.
    """
    demand_spark()
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession

    for name in _LOGGERS:
        PySparkLogger.getLogger(name).disabled = True
    folder = Path(tempfile.mkdtemp(prefix="xundian-spark-"))
    configuration = SparkConf(loadDefaults=False).setAll(list(_settings(folder).items()))
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": str(folder)}
    try:
        gateway = launch_gateway(configuration, silent)
        context = SparkContext(conf=configuration, gateway=gateway)
    except Exception:  # noqa: BLE001  (whatever Java or Spark says of it)
        shutil.rmtree(folder, ignore_errors=True)
        raise PipelineError(f"Spark 没有启动。{_HOW_TO_INSTALL_JAVA}") from None
    atexit.register(_end, context, gateway, folder)
    return SparkSession(context)


def new_session(bytes_to_read: int) -> SparkSession:
    """Return a session with tables of its own, set up for inputs of about this size."""
    session = shared_session().newSession()
    if bytes_to_read > SMALL_BYTES:
        session.conf.set("spark.sql.shuffle.partitions", str(CORES))
        session.conf.set("spark.sql.autoBroadcastJoinThreshold", "10MB")
    return session


def _settings(folder: Path) -> dict[str, str]:
    """Everything private and small; the last four are what equal results need.

    A night is a hundred small queries, each run once: compiling them (Spark's code generation, Java's second
    compiler), planning them again on the way and dividing them up takes longer than running them. Java's room for
    compiled code is given its usual size, which the first compiler alone would not get.
    """
    log_settings = folder / "log4j2.properties"
    log_settings.write_text("rootLogger.level = off\n", "ascii")
    return {
        "spark.master": f"local[{CORES}]",
        "spark.app.name": "xundian-pipeline",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": MEMORY,
        "spark.driver.maxResultSize": "0",
        "spark.driver.extraJavaOptions": (
            f"-Djava.io.tmpdir={folder} -Dlog4j2.configurationFile={log_settings.as_uri()} -Duser.timezone=UTC "
            "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC -XX:-UsePerfData"
        ),
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    }


def _java_version() -> int | None:
    """The major version of the Java that Spark would take; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return None
    try:
        told = subprocess.run([java, "-version"], check=True, capture_output=True, timeout=60).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = _JAVA_VERSION.search(told.decode("utf-8", "replace"))
    return int(found[1]) if found else None


def _end(context: SparkContext, gateway: JavaGateway, folder: Path) -> None:
    """End Spark with the process, wait until Java is gone, and take its folder away."""
    process: subprocess.Popen[bytes] = gateway.proc
    with suppress(Exception):  # Java may have ended before
        context.stop()
        # Objects that Python throws away from now on are not told to Java, which may be gone before it hears of them.
        gateway.shutdown()
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)
