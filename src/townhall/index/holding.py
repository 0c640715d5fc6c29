"""Who reads a generation holds it: it isn't removed while anybody does, in this process or another.

A shared lock of the operating system on the manifest, given back when its holder closes it or dies. Where a file system knows no locks
nothing is held; on Windows an open file can't be removed anyway.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    _SHARED = _ALONE = 0

    def _lock(descriptor: int, how: int) -> None:
        """Do nothing."""
else:
    _SHARED, _ALONE = fcntl.LOCK_SH | fcntl.LOCK_NB, fcntl.LOCK_EX | fcntl.LOCK_NB

    def _lock(descriptor: int, how: int) -> None:
        """Lock an open file, or raise BlockingIOError at once."""
        fcntl.flock(descriptor, how)


def hold(file: Path) -> int:
    """Return a descriptor that holds ``file`` until it is closed.

    Raises:
        BlockingIOError: it is being removed.
        OSError: it can't be opened.
    """
    descriptor = os.open(file, os.O_RDONLY)
    try:
        _lock(descriptor, _SHARED)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        pass  # a file system without locks
    return descriptor


def alone(file: Path) -> IO[bytes] | None:
    """Return ``file``, opened, where nobody holds it: until it is closed nobody can; None where somebody does."""
    opened = file.open("rb")
    try:
        _lock(opened.fileno(), _ALONE)
    except BlockingIOError:
        opened.close()
        return None
    except OSError:
        pass  # a file system without locks
    return opened
