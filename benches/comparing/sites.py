"""Writes the invented contents as a site folder of Matrikel, and as one of Hugo.

In come a folder that does not exist, a number of pages and a seed, out go files; both sites have
the same pages with the same bodies, byte for byte. What Hugo needs beside them, templates above
all, is in `hugo_theme.py`. Never writes outside of the folder it was given.
"""

import json
from pathlib import Path

from . import hugo_theme
from .contents import FACULTIES, FORMATS, KINDS, PROGRAMMES, SECTORS, Text, contents

CONFIG = """\
title = "Alumni der Beispielhochschule"
base_url = "https://alumni.example.org/"
languages = ["de"]
theme = "campus"
time_zone = "Europe/Berlin"
[institution]
name = "Beispielhochschule"
email = "alumni@example.org"
"""
# In place of the theme's own, whose other tables only matter to `theme check`.
WITHOUT_CARDS = 'name = "Campus"\nversion = "0.1.0"\nsocial_card = false\n'
PAGES = {
    "impressum": "Impressum",
    "datenschutz": "Datenschutz",
    "barrierefreiheit": "Barrierefreiheit",
}
WELCOME = "Hier erzählen Ehemalige von ihrer Arbeit.\n"
FOLDERS = {"story": "portraits", "person": "directory", "event": "events"}
CHANNELS = "  channels: [site, search-engines, feeds]\n"
# Days that hold whenever this is run: none of them is counted from today.
CONSENT = "consent:\n  given: 2025-01-15\n  until: 2036-01-15\n"


class Folder:
    """A new folder, and the few folders inside it that were made already."""

    def __init__(self, root: Path):
        root.mkdir(parents=True)
        self.root, self.made = root, {root}

    def put(self, name: str, text: str):
        path = self.root / name
        if path.parent not in self.made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(path.parent)
        # Bytes, so that line ends are the same on every system.
        path.write_bytes(text.encode())


def place(text: Text) -> str:
    """Where a text lies below `content/`. Names, ids, first words of titles and last days are those
    of `benches/corpus.rs`, so that the benchmarks in Rust find what they edit in this site, too."""
    return f"{FOLDERS[text.kind]}/{text.kind[0]}{text.number}.md"


def identity(number: int) -> str:
    return f"a{number:06}"


def matrikel(root: Path, pages: int, seed: int, shared_evidence: bool = False, cards: bool = True):
    folder = Folder(root)
    folder.put("config.toml", CONFIG)
    if not cards:
        folder.put("themes/campus/theme.toml", WITHOUT_CARDS)
    folder.put("content/_index.md", f"---\ntitle: Alumni\n---\n{WELCOME}")
    for name, title in PAGES.items():
        folder.put(f"content/{name}.md", f"---\ntitle: {title}\n---\n{WELCOME}")
    folder.put("content/institutions.yaml", "- id: uni\n  name: Beispielhochschule\n  self: true\n")
    faculties = (f"- id: f{number}\n  name: {name}\n" for number, name in enumerate(FACULTIES))
    folder.put("content/faculties.yaml", "".join(faculties))
    for text in contents(pages, seed):
        head = HEADS[text.kind](text, shared_evidence)
        folder.put(f"content/{place(text)}", f"---\n{head}---\n{text.body}")


def affiliation(text: Text) -> str:
    programme = PROGRAMMES[text.faculty]
    return (
        f"name: {{ given: {text.given}, family: {text.family} }}\naffiliations:\n"
        f"  - {{ kind: {KINDS[text.number % len(KINDS)]}, faculty: f{text.faculty}, programme: {programme}, "
        f"degree: Dipl.-Ing., to: {text.year} }}\nsector: {SECTORS[text.number % len(SECTORS)]}\n"
    )


def evidence(text: Text, shared: bool) -> str:
    """Where the signed form is: one for each, or the list that all signed at their graduation. One
    for each is as many values more that no page may hold."""
    form = "Sammelliste 2025" if shared else f"AB-2025-{text.kind[0].upper()}{text.number}"
    return f'  evidence: "{form}"\n'


def story_head(text: Text, shared: bool) -> str:
    return (
        f"title: {text.title}\ndate: {text.day}\nsummary: {text.summary}\n{affiliation(text)}"
        f"topics: [{', '.join(text.topics)}]\nmissions: [{1 + text.number % 4}]\n"
        f"{CONSENT}{evidence(text, shared)}{CHANNELS}"
    )


def person_head(text: Text, shared: bool) -> str:
    return (
        f"id: {identity(text.number)}\n{affiliation(text)}employer: Betrieb {text.number % 97}\n"
        f"city: {text.place}\ntopics: [{', '.join(text.topics)}]\n{CONSENT}{evidence(text, shared)}"
        f"  fields: [affiliations, kind, years, sector, employer, city, topics, bio]\n{CHANNELS}"
    )


def event_head(text: Text, _shared: bool) -> str:
    return (
        f"title: {text.title}\nsummary: {text.summary}\nstart: {text.day}T18:00\nend: {text.day}T20:00\n"
        f"place: {{ name: Aula, city: {text.place} }}\nformat: {FORMATS[text.number % len(FORMATS)]}\n"
        f"audience: [alumni, public]\ntopics: [{', '.join(text.topics)}]\n"
    )


HEADS = {"story": story_head, "person": person_head, "event": event_head}


def hugo(root: Path, pages: int, seed: int):
    folder = Folder(root)
    for name, text in hugo_theme.FILES.items():
        folder.put(name, text)
    for section, keys in hugo_theme.SECTIONS.items():
        folder.put(f"content/{section}/_index.md", hugo_head(keys))
    folder.put("content/_index.md", hugo_head({"title": "Alumni"}) + WELCOME)
    for name, title in PAGES.items():
        folder.put(f"content/{name}.md", hugo_head({"title": title}) + WELCOME)
    for text in contents(pages, seed):
        folder.put(f"content/{place(text)}", hugo_head(hugo_keys(text)) + text.body)


def hugo_head(keys: dict) -> str:
    """Front matter in TOML, which Hugo itself writes; JSON's texts and lists are TOML too."""
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
    return f"+++\n{''.join(lines)}+++\n"


def hugo_keys(text: Text) -> dict:
    keys = {"title": text.title, "date": text.day, "topics": list(text.topics)}
    if text.kind != "person":
        keys["description"] = text.summary
    if text.kind == "event":
        return keys | {
            "places": [text.place],
            "hall": "Aula",
            "form": FORMATS[text.number % len(FORMATS)],
        }
    keys |= {
        "person": f"{text.given} {text.family}",
        "years": [str(text.year)],
        "faculties": [FACULTIES[text.faculty]],
        "programme": PROGRAMMES[text.faculty],
        "sector": SECTORS[text.number % len(SECTORS)],
    }
    if text.kind == "story":
        return keys
    return keys | {
        "title": f"{text.family}, {text.given}",
        "places": [text.place],
        "employer": f"Betrieb {text.number % 97}",
    }
