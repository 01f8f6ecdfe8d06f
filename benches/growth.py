#!/usr/bin/env python3
"""Makes sites of which one thing there is a lot, to measure how work grows with it.

    python3 benches/growth.py KIND NUMBER FOLDER
    /usr/bin/time -v matrikel --root FOLDER check

KIND is one of `speakers`, `allowed`, `keys`, `photos`, `notes`, `faculties`, `pages`. The folder
must not exist. The same arguments make the same bytes. All people are invented.
"""

import pathlib
import struct
import sys
import zlib

CONFIG = """\
title = "Alumni"
base_url = "https://alumni.example.org/"
languages = ["de"]
theme = "campus"
time_zone = "Europe/Berlin"
[institution]
name = "Beispielhochschule"
email = "alumni@example.org"
"""


def picture() -> bytes:
    """A grey PNG of 40 × 40 pixels."""

    def part(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 40, 40, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 40) * 40)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def page(data: str, text: str = "") -> str:
    return f"---\n{data}\n---\n{text}\n"


def speakers(number):
    names = ", ".join(f"niemand-{k:05}" for k in range(number))
    yield "events/tag.md", page(f"title: Tag\nstart: 2027-01-01\nspeakers: [{names}]")


def allowed(number):
    names = [f"Jana Wendisch{k:05}" for k in range(number)]
    for k, name in enumerate(names):
        given, family = name.split()
        yield f"directory/jana-{k:05}.md", page(f"name: {{ given: {given}, family: {family} }}")
    entries = ", ".join(f"{{ name: {n}, reason: Zitat, date: 2026-01-01 }}" for n in names)
    text = "\n\n".join(f"Es sprach {name}." for name in names)
    yield "seite.md", page(f"title: Seite\nallowed_mentions: [{entries}]", text)


def keys(number):
    more = "".join(f"\nzusatz_{k}: x" for k in range(number))
    yield "seite.md", page(f"title: Seite{more}")


def photos(number):
    yield "directory/jana.md", page("name: { given: Jana, family: Wendisch }")
    entry = "- file: directory/{}.png\n  people: [jana]\n"
    yield "photos.yaml", "".join(entry.format(k) for k in range(number))
    for k in range(number):
        yield f"directory/{k}.png", picture()


def notes(number):
    text = "Mehr steht [hier](https://www.example.org/).\n\n" * number
    yield "seite.md", page("title: Seite", text)


def faculties(number):
    def entry(k):
        before = f"f-{k - 1}" if k else ""
        return f"- id: f-{k}\n  name: Fakultät {k}\n  predecessors: [{before}]\n"

    yield "faculties.yaml", "".join(entry(k) for k in range(number))


def pages(number):
    for k in range(number):
        yield f"seite-{k}.md", page(f"title: Seite {k}", "Ein Absatz.")


KINDS = [speakers, allowed, keys, photos, notes, faculties, pages]


def main():
    kind, number, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    make = {one.__name__: one for one in KINDS}[kind]
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    for name, content in make(number):
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


if __name__ == "__main__":
    main()
