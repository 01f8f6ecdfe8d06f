"""Prints figures as tables in Markdown.

In come records, one for each run (`pages`, `round`, `job`, `wall`, `cpu`, `memory`, `files`,
`bytes`), out goes text. A figure is the median of its rounds, a ratio the median of the ratios
within each round. Never leaves out a round because it does not fit.
"""

from math import log2
from statistics import median
from typing import Optional

from .jobs import ORDER

HEAD = """\
| | wall s (least–most) | processor s | peak MiB | files | MB | wall ÷ Hugo | processor ÷ Hugo |
|---|--:|--:|--:|--:|--:|--:|--:|
"""
GROWTH_HEAD = (
    "| pages | wall s (least–most) | processor s | peak MiB | files | MB "
    "| wall per doubling | processor per doubling | peak per doubling |\n"
    "|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)


def number(value: Optional[float], digits: int = 2) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def of(records: list, job: str, key: str) -> list:
    return [record[key] for record in records if record["job"] == job]


def ratio(records: list, job: str, against: Optional[str], key: str) -> Optional[float]:
    """The median of the ratios of each round; a machine that is busy for a while is so for both."""
    other = {record["round"]: record[key] for record in records if record["job"] == against}
    own = [record for record in records if record["job"] == job and other.get(record["round"])]
    return median(record[key] / other[record["round"]] for record in own) if own else None


def figures(records: list, job: str) -> list:
    """The cells that each kind of table has."""
    wall = of(records, job, "wall")
    span = f"{number(median(wall))} ({number(min(wall))}–{number(max(wall))})"
    middle = {key: median(of(records, job, key)) for key in ("cpu", "memory", "files", "bytes")}
    return [
        span,
        number(middle["cpu"]),
        number(middle["memory"], 0),
        number(middle["files"], 0),
        number(middle["bytes"] / 1e6, 1),
    ]


def row(cells: list) -> str:
    return f"| {' | '.join(cells)} |\n"


def comparison(records: list, floor: str) -> str:
    """The table of one size."""
    lines = [HEAD]
    for job in ORDER:
        if not of(records, job.key, "wall"):
            continue
        ratios = [number(ratio(records, job.key, job.against, key)) for key in ("wall", "cpu")]
        title = f"{job.title} ({floor})" if job.key == "floor" else job.title
        lines.append(row([title, *figures(records, job.key), *ratios]))
    return "".join(lines)


def per_doubling(before: dict, after: dict, key: str) -> float:
    """By how much something grows when the pages double; 2 is in proportion."""
    doublings = log2(after["pages"] / before["pages"])
    return (after[key] / before[key]) ** (1 / doublings)


def growth(records: list) -> str:
    lines, before = [GROWTH_HEAD], None
    for pages in sorted({record["pages"] for record in records}):
        own = [record for record in records if record["pages"] == pages]
        now = {"pages": pages} | {
            key: median(of(own, "fresh", key)) for key in ("wall", "cpu", "memory")
        }
        steps = [
            number(per_doubling(before, now, key)) if before else ""
            for key in ("wall", "cpu", "memory")
        ]
        lines.append(row([f"{pages:,}", *figures(own, "fresh"), *steps]))
        before = now
    return "".join(lines)


def stages(found: dict) -> str:
    """Seconds of each stage, and its share; a column for each size."""
    sizes = sorted(found)
    head = (
        row(["stage", *(f"{pages:,} pages, s (share)" for pages in sizes)])
        + "|---|"
        + "--:|" * len(sizes)
        + "\n"
    )
    seconds = {pages: dict(found[pages]) for pages in sizes}
    whole = {pages: found[pages][-1][1] for pages in sizes}
    names = list(dict.fromkeys(name for pages in sizes for name, _ in found[pages]))

    def cell(name: str, pages: int) -> str:
        time = seconds[pages].get(name)
        return "" if time is None else f"{time:.3f} ({100 * time / (whole[pages] or 1):.0f} %)"

    lines = (
        row([name.replace("  ", "· "), *(cell(name, pages) for pages in sizes)]) for name in names
    )
    return head + "".join(lines)
