"""Tests the comparison itself, on sites of twenty pages.

In come Matrikel's program and a folder, out goes a line for each thing that holds; the first that
does not ends it with status 1. Never needs the network, and never judges how long anything took.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

from . import hugo_theme, jobs, programs, sites, tables
from .contents import NOUNS, WHO_WITHDRAWS, contents, numbers, who_withdraws
from .runs import Failed, run, walk

PAGES, SEED = 20, 7
# The day must not change between two builds that are compared.
DAY = "2026-11-24"


def holds(what: str, right: bool):
    if not right:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}", flush=True)


def digest(folder: Path) -> str:
    """One number for all names and bytes."""
    whole = hashlib.sha256()
    for name, size in sorted(walk(folder)):
        content = (folder / name).read_bytes() if size >= 0 else b""
        whole.update(f"{name}\0{size}\0".encode() + content)
    return whole.hexdigest()


def contents_hold():
    texts = list(contents(100, SEED))
    counts = {kind: sum(text.kind == kind for text in texts) for kind in numbers(100)}
    holds(
        "of 100 pages, 40 are stories, 50 entries, 10 events",
        counts == {"story": 40, "person": 50, "event": 10},
    )
    words = [len(text.body.split()) for text in texts if text.kind == "story"]
    holds("a story has some hundred words", 350 < sum(words) / len(words) < 700)
    shared = {topic for text in texts[:40] for topic in text.topics} & {
        topic for text in texts[90:] for topic in text.topics
    }
    holds("stories and events share topics", len(shared) > 3)
    named = [text for text in texts if (text.given, text.family) == WHO_WITHDRAWS]
    holds(
        "one entry alone has the name that is withdrawn",
        [(text.kind, text.number) for text in named] == [("person", who_withdraws(100))],
    )
    holds("another seed makes other texts", texts[0].body != next(contents(100, SEED + 1)).body)
    holds(
        "the same seed makes the same texts with every version of Python",
        texts[0].title == FIRST_TITLE and len(NOUNS) == 900,
    )


# The first title of seed 7; noted, since other versions of Python cannot be asked here.
FIRST_TITLE = "Geschichte 0, Flussprüfung Hafenraum"


def sites_hold(program: Path, folder: Path):
    for name, shared, cards in [
        ("each", False, True),
        ("shared", True, True),
        ("plain", False, False),
    ]:
        for copy in ("a", "b"):
            sites.matrikel(folder / f"{name}-{copy}", PAGES, SEED, shared, cards)
        alike = digest(folder / f"{name}-a") == digest(folder / f"{name}-b")
        holds(f"two runs make the same bytes ({name})", alike)
        check = [
            program,
            "check",
            "--deny",
            "warnings",
            "--at",
            DAY,
            "--root",
            folder / f"{name}-a",
        ]
        run(check, folder / "notes", {})
        holds(f"Matrikel takes the site without an error or a warning ({name})", True)
        builds_hold(program, folder, name)


def builds_hold(program: Path, folder: Path, name: str):
    for copy in ("a", "b"):
        site = folder / f"{name}-{copy}"
        run(
            [program, "build", "--at", DAY, "--root", site, "--output", site / "public"],
            folder / "notes",
            {},
        )
    first, second = (folder / f"{name}-{copy}/public" for copy in ("a", "b"))
    holds(f"two builds make the same bytes ({name})", digest(first) == digest(second))
    stories = sum(
        name.startswith("portraets/s") and name.endswith(".html") for name, _ in walk(first)
    )
    entries = sum(
        name.startswith("verzeichnis/p") and name.endswith(".html") for name, _ in walk(first)
    )
    holds(f"every story and entry has its page ({name})", (stories, entries) == (8, 10))


def bodies(site: Path, fence: str) -> dict:
    texts = {
        name: (site / "content" / name).read_text(encoding="utf-8")
        for name, size in walk(site / "content")
        if size >= 0 and name.endswith(".md")
    }
    return {name: text.split(f"{fence}\n", 2)[2] for name, text in texts.items()}


def hugo_holds(folder: Path):
    sites.hugo(folder / "hugo", PAGES, SEED)
    own, other = bodies(folder / "each-a", "---"), bodies(folder / "hugo", "+++")
    lists = {f"{section}/_index.md" for section in hugo_theme.SECTIONS}
    holds(
        "Hugo's site has the same pages with the same bodies",
        own == {name: body for name, body in other.items() if name not in lists},
    )


def rounds_hold(program: Path, folder: Path):
    """A round without Hugo, for each way to write the floor."""
    python = [sys.executable, programs.HERE / "floor.py"]
    compiled, _ = programs.floor(folder)
    for number, floor in enumerate([compiled, python]):
        bench = jobs.Bench(
            folder / f"round-{number}", jobs.Tools(program, None, floor), PAGES, SEED, False, True
        )
        before = digest(bench.site)
        costs = {job.key: cost for job, cost in bench.round()}
        holds(
            "a round has a cost for each job",
            set(costs) == {job.key for job in bench.wanted()} and len(costs) == 7,
        )
        size = [(costs[key].files, costs[key].bytes) for key in ("fresh", "copy", "floor")]
        holds(
            "copy and floor write as many files and bytes as the build",
            size[0] == size[1] == size[2] and size[0][0] > 0,
        )
        holds("a withdrawal takes a page away", costs["withdraw"].files < costs["entry"].files)
        holds(
            "every run took some time and memory",
            all(min(cost.wall, cost.memory) > 0 for cost in costs.values()),
        )
        holds(
            "a round leaves the site as it was",
            digest(bench.site) == before and not bench.out.exists(),
        )
    stages = bench.stages()
    holds("the stages of a build are read", stages[-1][0] == "everything" and len(stages) > 5)


def record(pages: int, number: int, job: str, wall: float) -> dict:
    return {
        "pages": pages,
        "round": number,
        "job": job,
        "wall": wall,
        "cpu": wall * 2,
        "memory": 10.0,
        "files": 3,
        "bytes": 2_000_000,
    }


def tables_hold():
    # The second round was slow for both, so that no ratio of medians is the median of ratios.
    walls = [(1.0, 2.0), (6.0, 8.0), (2.0, 1.0)]
    records = [
        record(10, number, job, wall)
        for number, pair in enumerate(walls)
        for job, wall in zip(("fresh", "hugo_fresh"), pair)
    ]
    table = tables.comparison(records, "C")
    lines = table.splitlines()
    holds(
        "a table has a row for each job that ran, and a cell for each column",
        len(lines) == 4 and len({line.count("|") for line in lines}) == 1,
    )
    holds(
        "a ratio is the median of those of each round",
        "cards kept | 2.00 (1.00–6.00) | 4.00 | 10 | 3 | 2.0 | 0.75 | 0.75 |" in table,
    )
    alone = [one for one in records if one["job"] == "fresh"]
    holds(
        "without Hugo, ratios are left empty",
        tables.comparison(alone, "C").splitlines()[2].endswith("| 2.0 |  |  |"),
    )
    grown = [record(pages, 0, "fresh", pages / 10) for pages in (10, 40, 80)]
    holds(
        "what grows in proportion doubles",
        tables.growth(grown).count("| 2.00 | 2.00 | 1.00 |") == 2,
    )
    found = {
        10: [("reading", 0.25), ("  a part", 0.1), ("everything", 1.0)],
        20: [("reading", 1.0), ("everything", 2.0)],
    }
    holds(
        "a stage has its share", "| reading | 0.250 (25 %) | 1.000 (50 %) |" in tables.stages(found)
    )


def failures_hold(folder: Path):
    try:
        run([sys.executable, "-c", "import sys; sys.exit('no luck')"], folder / "notes", {})
    except Failed as failed:
        holds("a program that fails is told with its words", "no luck" in str(failed))
    else:
        holds("a program that fails is noticed", False)
    script = programs.HERE.parent / "compare.py"
    said = subprocess.run(
        [sys.executable, str(script), "--program", str(folder / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    holds(
        "a program that is not there is told in one sentence",
        said.returncode == 1 and said.stderr.count("\n") == 1,
    )
    why = programs.hugo(folder / "none", folder / "venv")[1]
    holds("a Hugo that is not there is told", "no file" in why)


def run_all(program: Path, folder: Path):
    contents_hold()
    tables_hold()
    failures_hold(folder)
    sites_hold(program, folder)
    hugo_holds(folder)
    rounds_hold(program, folder)
    print("everything holds")
