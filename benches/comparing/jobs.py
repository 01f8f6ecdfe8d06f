"""What is measured, in the order of a round.

In come the two sites and the programs, out go costs: `ORDER` names each job and the one of Hugo
that it is compared with, `Bench` does them. Each round begins with nothing kept and ends with the
sites as they were. Never measures the making or clearing of folders.
"""

import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple, Optional

from . import programs, sites
from .contents import who_withdraws
from .runs import Cost, run, sized, walk

# A program that compares times of files may not trust one that was written in the last two seconds.
SETTLED = 2.5


class Job(NamedTuple):
    key: str
    title: str
    against: Optional[str]  # the job of Hugo that does the same for an editor
    of: str  # whose row it is: "matrikel", "hugo" or "floor"


# Jobs that are compared stand next to each other, so that a machine that slows down slows both.
ORDER = [
    Job("first", "Matrikel, first build with social cards", "hugo_fresh", "matrikel"),
    Job("hugo_fresh", "Hugo, fresh output", "hugo_fresh", "hugo"),
    Job("fresh", "Matrikel, fresh output, cards kept", "hugo_fresh", "matrikel"),
    Job("copy", "`cp -r` of Matrikel's output", "hugo_fresh", "floor"),
    Job("floor", "only writing such files", "hugo_fresh", "floor"),
    Job("same", "Matrikel, nothing changed", "hugo_same", "matrikel"),
    Job("hugo_same", "Hugo, nothing changed", "hugo_same", "hugo"),
    Job("entry", "Matrikel, one entry changed", "hugo_entry", "matrikel"),
    Job("hugo_entry", "Hugo, one entry changed", "hugo_entry", "hugo"),
    Job("withdraw", "Matrikel, one withdrawal", "hugo_entry", "matrikel"),
]
FRESH = next(job for job in ORDER if job.key == "fresh")


class Tools(NamedTuple):
    matrikel: Path
    hugo: Optional[Path]
    floor: list


class Bench:
    """Both sites of one size, in a folder of their own."""

    def __init__(
        self, folder: Path, tools: Tools, pages: int, seed: int, shared: bool, cards: bool
    ):
        folder.mkdir()
        self.folder, self.tools, self.pages, self.cards = folder, tools, pages, cards
        self.site, self.hugo_site = folder / "matrikel", folder / "hugo"
        self.out, self.hugo_out, self.copied = (
            folder / "out",
            folder / "hugo-out",
            folder / "copied",
        )
        sites.matrikel(self.site, pages, seed, shared, cards)
        if tools.hugo:
            sites.hugo(self.hugo_site, pages, seed)

    def wanted(self) -> list:
        """The jobs for which there is a program."""
        without = {"first"} if not self.cards else set()
        return [
            job for job in ORDER if job.key not in without and (self.tools.hugo or job.of != "hugo")
        ]

    def round(self):
        """Each job and its cost, once."""
        self.clear()
        edited = [site / "content" / "directory" / "p0.md" for site in (self.site, self.hugo_site)]
        kept = [(path, path.read_bytes()) for path in edited + [self.who()] if path.exists()]
        time.sleep(SETTLED)
        for job in self.wanted():
            yield job, getattr(self, job.key)()
        for path, text in kept:
            path.write_bytes(text)
        self.clear()

    def clear(self):
        made = [
            self.out,
            self.hugo_out,
            self.copied,
            self.site / ".matrikel",
            self.site / "server",
            self.site / "register",
        ]
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)

    def who(self) -> Path:
        return self.site / "content" / "directory" / f"p{who_withdraws(self.pages)}.md"

    def timed(self, command: list) -> Cost:
        own = {"HUGO_CACHEDIR": str(self.folder / "hugo-cache")}
        return run(command, self.folder / "notes", own)

    def matrikel(self, *words) -> Cost:
        where = ["--root", self.site, "--output", self.out, "--lang", "en"]
        return sized(self.timed([self.tools.matrikel, *words, *where]), self.out)

    def hugo(self) -> Cost:
        command = [
            self.tools.hugo,
            "--quiet",
            "--noBuildLock",
            "--source",
            self.hugo_site,
            "--destination",
            self.hugo_out,
        ]
        return sized(self.timed(command), self.hugo_out)

    def first(self) -> Cost:
        return self.matrikel("build")

    def fresh(self) -> Cost:
        shutil.rmtree(self.out, ignore_errors=True)
        return self.matrikel("build")

    def same(self) -> Cost:
        return self.matrikel("build")

    def entry(self) -> Cost:
        edit(self.site)
        return self.matrikel("build")

    def withdraw(self) -> Cost:
        return self.matrikel("withdraw", sites.identity(who_withdraws(self.pages)))

    def hugo_fresh(self) -> Cost:
        return self.hugo()

    def hugo_same(self) -> Cost:
        return self.hugo()

    def hugo_entry(self) -> Cost:
        edit(self.hugo_site)
        return self.hugo()

    def copy(self) -> Cost:
        cost = sized(self.timed(["cp", "-r", self.out, self.copied]), self.copied)
        shutil.rmtree(self.copied)
        return cost

    def floor(self) -> Cost:
        """Writes what was built, in other bytes; the program in C takes a number of threads."""
        files = self.folder / "list"
        with open(files, "w", encoding="utf-8", newline="\n") as lines:
            for name, size in walk(self.out):
                lines.write(f"{'d' if size < 0 else size} {name}\n")
        threads = [] if self.tools.floor[0] == sys.executable else [programs.processors()]
        cost = sized(self.timed([*self.tools.floor, files, self.copied, *threads]), self.copied)
        shutil.rmtree(self.copied)
        return cost

    def stages(self) -> list:
        """What a build says of its own time: a fresh output, cards kept. No job of a round, since
        saying it takes some time, too."""
        self.matrikel("build")
        shutil.rmtree(self.out, ignore_errors=True)
        self.matrikel("build", "--timings")
        return stages_of((self.folder / "notes").read_text(encoding="utf-8"))


def edit(site: Path):
    """Writes one sentence more into an entry."""
    with open(
        site / "content" / "directory" / "p0.md", "a", encoding="utf-8", newline="\n"
    ) as entry:
        entry.write("\nHeute kam ein Satz hinzu.\n")


def stages_of(said: str) -> list:
    """Name and seconds of each stage: the first table of `--timings`, up to an empty line."""
    table = said.partition("s  stages\n")[2].partition("\n\n")[0]
    rows = (line.strip().partition("  ") for line in table.splitlines())
    # A stage inside another one is set in by two spaces more.
    return [(name.rstrip(), float(seconds)) for seconds, _, name in rows]
