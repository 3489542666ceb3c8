"""What a server and its children have used, as Linux counts it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.processes import Process

MEGABYTE = 1_048_576


@dataclass(frozen=True)
class Usage:
    """Processor seconds since the start, and resident memory now."""

    seconds: float
    memory_mb: float


def usage_of(processes: Iterable[Process]) -> Usage:
    """Of these servers together. Raises FileNotFoundError where there is no /proc."""
    groups = {process.pid for process in processes}
    ticks, pages = 0, 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            # After the name of the program, which may hold spaces: proc(5).
            numbers = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # ended while we looked
            continue
        if int(numbers[2]) in groups:
            ticks += int(numbers[11]) + int(numbers[12])
            pages += int(numbers[21])
    return Usage(
        seconds=ticks / os.sysconf("SC_CLK_TCK"),
        memory_mb=pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE,
    )
