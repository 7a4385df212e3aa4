"""The interface: Dagster's webserver and daemon over the instance in DATA/dagster, and the page that checks files.

The three are processes that start and end together.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.instance import prepare_instance
from xundian_pipeline.orchestration.nightly import set_environment
from xundian_pipeline.orchestration.resources import usable_sources
from xundian_pipeline.orchestration.runs import DEFINITIONS
from xundian_pipeline.store import open_data_folder

HOST = "127.0.0.1"

_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_TO_END = 15


def serve(
    sources: Path, data: Path, sources_file: Path | None, port: int, check_port: int, say: Callable[[str], None]
) -> None:
    """Serve the interface at `port`, and the page that checks files at `check_port`, on this machine alone.

    Goes on until it is interrupted. Raises PipelineError where one of the processes ends by itself: the others are
    ended, too.
    """
    sources, data = sources.absolute(), data.absolute()
    migrated = open_data_folder(data)
    if migrated:
        say(migrated)
    usable_sources(sources)
    _demand_free(port, "--port")
    _demand_free(check_port, "--check-port")
    set_environment(sources, data, sources_file)
    os.environ["DAGSTER_HOME"] = str(prepare_instance(data))
    os.environ["PYTHONWARNINGS"] = "ignore"
    location = ["--module-name", DEFINITIONS, "--code-server-log-level", "warning"]
    webserver = ["dagster_webserver", "--host", HOST, "--port", str(port), "--dagster-log-level", "warning"]
    daemon = ["dagster._daemon", "run", "--log-level", "warning"]
    self_check = ["xundian_pipeline.self_check", "--host", HOST, "--port", str(check_port), "--data", str(data)]
    with _interruptible(), _running([[*webserver, *location], [*daemon, *location], self_check]) as processes:
        say(f"自查页面在 http://{HOST}:{check_port}：报送前把文件拖进去，就知道哪些内容会被退回、怎样改。")
        say(f"操作界面在 http://{HOST}:{port}；每天凌晨两点自动运行。按 Ctrl+C 结束。")
        while all(process.poll() is None for process in processes):
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        raise PipelineError("操作界面的进程自己停了：请看上面的输出，再重新启动。")


def _demand_free(port: int, option: str) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            raise PipelineError(f"端口 {port} 不能用，多半已被占用：请换一个，如 {option} {port + 10}。") from None


@contextmanager
def _running(modules: Sequence[Sequence[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run Python modules as processes; end them all, however the block is left."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.extend(
            subprocess.Popen([sys.executable, "-m", *module], start_new_session=True) for module in modules
        )
        yield processes
    finally:
        # Not SIGINT: what is started in the background of a shell ignores it.
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _SECONDS_TO_END
        for process in processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError):  # the servers of the code that an unexpected end leaves behind
                os.killpg(process.pid, signal.SIGTERM)


@contextmanager
def _interruptible() -> Iterator[None]:
    """End like Ctrl+C does when a service manager asks for it, or the terminal is closed."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
