"""Publishes two nights on a disk that is full at the second. Arguments: DATA, the inputs' folder, the way it is full.

`tmpfs`: DATA lies on a small disk, which is filled to the last block. `limit`: no file may grow beyond a few blocks.
Exits 0 if the second night was refused for the disk and the first one stands as it was.
"""

import datetime
import resource
import signal
import sys
from pathlib import Path

from tests.publishing.reading_back import parquet_bytes, query
from tests.publishing.small_night import NIGHT, night_context, small_night
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing import publish

LIMIT = 64 * 1024


def fill(data: Path, way: str) -> None:
    """Leave no room."""
    if way == "limit":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))
        return
    with (data / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"\0" * 65536)
        except OSError:
            return


def main(data: Path, inputs: Path, way: str) -> str | None:
    """Return what is wrong, None if all is as it should be."""
    night = small_night()
    first = night.publish(inputs / "first", data)
    kept = parquet_bytes(first.folder)
    names = sorted(path.name for path in (data / "nights").iterdir())
    written = night.write(inputs / "second")
    fill(data, way)
    try:
        publish(written, night_context(assessment_date=NIGHT + datetime.timedelta(days=1)), data)
    except PipelineError as error:
        if "磁盘" not in error.message:
            return f"told otherwise: {error.message}"
    else:
        return "published on a full disk"
    if (data / "published").resolve() != first.folder or parquet_bytes(first.folder) != kept:
        return "the first night is not as it was"
    if query(data, "SELECT assessment_date FROM exit_indicators.nights") != [(NIGHT,)]:
        return "the first night cannot be read"
    if sorted(path.name for path in (data / "nights").iterdir()) != names:
        return "something is left over"
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
