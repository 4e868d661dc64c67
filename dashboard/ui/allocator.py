"""How does the C library hold this process's memory? In few heaps, and what is free is returned when it is asked to."""

import ctypes
import sys
from typing import Final

# the number that mallopt(3) has for how many heaps there may be
_M_ARENA_MAX: Final = -8
_HEAPS: Final = 2


def hold_in_few_heaps() -> None:
    """Let all threads share two heaps from now on, where the C library is glibc.

    It makes one for each new thread, eight for each processor at most, and a session draws its pages in a thread of
    its own: what is free in the heap of one is of no use to the next. They do not wait for each other here, for most
    of the time only one thread at a time runs Python.
    """
    if (library := _glibc()) is not None:
        library.mallopt(_M_ARENA_MAX, _HEAPS)


def return_free_memory() -> None:
    """Return free pages to the machine, where the C library is glibc."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """Return glibc, or None where the C library is another one."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    # musl has neither
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
