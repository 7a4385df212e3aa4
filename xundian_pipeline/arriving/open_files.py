"""Whether somebody on this machine is still writing a file, asked of the kernel."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
from pathlib import Path

_ASKED_BY_LEASE = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs", "overlay", "zfs"})
"""Where a lease is refused for the one reason that the file is open for writing; a network's file system refuses it for
reasons of its own."""


def is_open_for_writing(path: Path) -> bool:
    """Say whether a process has the file open for writing; False where the kernel does not tell.

    A lease for reading is given only while nobody writes (fcntl(2)); it is given back at once.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if _file_system(os.fstat(descriptor).st_dev) not in _ASKED_BY_LEASE:
            return False
        # Who opens the file for writing just now has a signal sent here: one that ends nothing.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def _file_system(device: int) -> str | None:
    """The kind of the file system on a device, as the kernel calls it (proc(5), mountinfo)."""
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines():
        mount, _, kind = line.partition(" - ")
        if mount.split()[2] == number:
            return kind.split()[0]
    return None
