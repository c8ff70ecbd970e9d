"""How much memory this process needs for a piece of work, by the kernel's own account."""

import gc
import re
from contextlib import contextmanager
from pathlib import Path

PEAK_AGAIN = "5"  # proc(5): forget the highest there was


def _kilobytes(name):
    return int(re.search(rf"^{name}:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.M)[1])


@contextmanager
def not_grown(megabytes):
    """Fail where this process was larger meanwhile by so many megabytes; its children may be."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text(PEAK_AGAIN)
    before = _kilobytes("VmRSS")
    yield
    grown = (_kilobytes("VmHWM") - before) / 1024
    assert grown < megabytes, f"{grown:.0f} MB more"
