"""Keeping the server's memory small, where the system's C library lets us.

glibc gives every thread a pool of its own, up to eight a core, and keeps in each what was freed there. The server has dozens of threads that
seldom work at the same time: two pools do as well, and after everything is loaded what loading left over is given back. `benchmarks/server_memory.py`
measures it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

_M_ARENA_MAX = -8
"""From glibc's malloc.h."""
POOLS = 2
EVERY = 20.0
"""Seconds between two times that freed memory is given back; it takes some milliseconds."""


def use_few_pools() -> None:
    """Let memory come from few pools; to be called before there are threads. What MALLOC_ARENA_MAX says holds."""
    if (library := _glibc()) and "MALLOC_ARENA_MAX" not in os.environ:
        library.mallopt(_M_ARENA_MAX, POOLS)


def give_back() -> None:
    """Give freed memory back to the system."""
    if library := _glibc():
        library.malloc_trim(0)


def _glibc() -> Any:
    """Return the C library, None where it is another one than glibc."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") and hasattr(library, "gnu_get_libc_version") else None
