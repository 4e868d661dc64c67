"""Do all threads of a process share a few heaps, and is what is free given back to the machine?"""

import platform
import subprocess
import sys
from typing import Final

import pytest

# what the C library says of its heaps after more threads have allocated than it may make heaps for
HEAPS: Final = """
import ctypes, threading
from dashboard.ui import allocator
{first}
def allocate():
    kept.append([bytes(2000) for _ in range(100)])
    together.wait()
kept, together = [], threading.Barrier(13)
threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads:
    thread.start()
together.wait()
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, out)
library.fflush(out)
"""
# 64 MB that lie free between what is kept, and how much less the process has of the machine afterwards
RETURNED: Final = """
import ctypes, psutil
from dashboard.ui.allocator import return_free_memory
library = ctypes.CDLL(None)
library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
pieces = [library.malloc(65536) for _ in range(1000)]
for piece in pieces:
    ctypes.memset(piece, 1, 65536)
for piece in pieces[:-1]:
    library.free(piece)
before = psutil.Process().memory_info().rss
return_free_memory()
print((before - psutil.Process().memory_info().rss) // 1_000_000)
"""

on_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps are told of by glibc alone")


def said(script: str) -> str:
    return subprocess.run((sys.executable, "-c", script), capture_output=True, text=True, check=True, timeout=60).stdout


@on_glibc
def test_threads_share_two_heaps() -> None:
    assert said(HEAPS.format(first="")).count("<heap nr=") > 2
    assert said(HEAPS.format(first="allocator.hold_in_few_heaps()")).count("<heap nr=") <= 2


@on_glibc
def test_free_pages_are_returned_to_the_machine() -> None:
    assert int(said(RETURNED)) > 50
