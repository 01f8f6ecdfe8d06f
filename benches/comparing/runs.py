"""Runs a program and tells what it took.

In come a command and a folder, out goes a `Cost`: seconds on the clock, seconds of all
processors, peak memory, and the size of what was made. A program that fails ends everything with
its own words. Never counts the time of this script.
"""

import os
import resource
import subprocess
import time
from pathlib import Path
from typing import Iterator, NamedTuple, Tuple


class Failed(Exception):
    """A program did not do what it was asked for."""


class Cost(NamedTuple):
    wall: float
    cpu: float  # user and system
    memory: float  # MiB
    files: int = 0
    bytes: int = 0


def run(command: list, notes: Path, environment: dict) -> Cost:
    """Runs a command whose messages go to the file `notes`: a pipe would have to be emptied."""
    with open(notes, "wb") as messages:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=messages,
            env={**os.environ, **environment},
        )
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            # Whoever stops the script stops what it began, or the folder would be filled behind it.
            child.kill()
            child.wait()
            raise
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        said = notes.read_text(encoding="utf-8", errors="replace").strip()
        raise Failed(f"{Path(command[0]).name} ended with {child.returncode}: {said[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, mebibytes(used.ru_maxrss))


def mebibytes(peak: int) -> float:
    """Linux counts KiB, macOS bytes."""
    return peak / (1 << 20 if os.uname().sysname == "Darwin" else 1 << 10)


def own_memory() -> float:
    """The peak of this script in MiB. The system counts it for each program too, since that begins
    as a copy of the script: no smaller peak can be seen."""
    return mebibytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def walk(folder: Path, below: str = "") -> Iterator[Tuple[str, int]]:
    """Every folder below one (with -1) and every file (with its size), folders before what lies in
    them. One by one: a list of them would count as memory of what is measured."""
    with os.scandir(folder) as found:
        for entry in found:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield name, -1
                yield from walk(folder / entry.name, f"{name}/")
            else:
                yield name, entry.stat(follow_symlinks=False).st_size


def sized(cost: Cost, folder: Path) -> Cost:
    files = total = 0
    for _, size in walk(folder):
        files, total = (files + 1, total + size) if size >= 0 else (files, total)
    return cost._replace(files=files, bytes=total)
