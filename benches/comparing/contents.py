"""Invents the contents of an alumni site of any size.

In come a number of pages and a seed, out goes one `Text` after another: 40 % stories of some 500
words, 50 % entries, 10 % events, with topics, places, years and faculties that many share. The
same arguments make the same texts, with every version of Python. Names are combined at
random and refer to nobody. Never holds a whole site in memory.
"""

import random
from typing import Iterator, NamedTuple

FACULTIES = [
    "Bauwesen",
    "Informatik und Medien",
    "Maschinenbau",
    "Wirtschaft",
    "Gestaltung",
    "Sozialwesen",
    "Elektrotechnik",
    "Bibliothek und Museum",
    "Druck und Verlag",
]
TOPICS = [
    f"{first}{second}"
    for first in ("Brücken", "Wasser", "Energie", "Verkehrs", "Stadt", "Medien", "Licht", "Klang")
    for second in ("bau", "technik", "planung", "forschung", "geschichte", "recht", "pflege")
]
PLACES = """
    Leipzig Dresden Chemnitz Halle Jena Erfurt Berlin Hamburg Bremen Köln München Görlitz
    Bautzen Zwickau Plauen Torgau Rostock Kiel Wien Graz Basel Prag Lyon Łódź
""".split()
PROGRAMMES = [
    "Bauingenieurwesen",
    "Medientechnik",
    "Museologie",
    "Drucktechnik",
    "Soziale Arbeit",
    "Betriebswirtschaft",
    "Architektur",
    "Angewandte Mathematik",
    "Energietechnik",
]
SECTORS = ["business", "public", "society", "academia", "culture", "own-company"]
KINDS = ["graduate", "graduate", "graduate", "exchange", "studied", "staff"]
FORMATS = ["meeting", "talk", "workshop", "jubilee", "tour", "regulars"]

GIVEN = """
    Ada Jörg Łucja Änne Minh Işıl Bernd Zoë Oskar Měrćin Grete Uwe Jana Tariq Ben Friederike
    Paweł Maja Konrad Ilse Nils Renate Emre Thea
""".split()
# Families are put together; with the given names there are 34,560 names, and in a large site some
# people share one, as in life.
FAMILY_BEGIN = """
    Alt Birk Dorn Eller Fähr Grün Hasel Immen Kranz Linden Mühl Nessel Oster Pfeil Quell
    Rohr Schlehen Tannen Ufer Voll Weiden Ahorn Brach Distel Erlen Farn Ginster Heide Igel
    Kiefern Laub Moos Otter Reiher Stein Torf
""".split()
FAMILY_END = """
    weyn horst ried brück häuser mahr öhr acker siepen winkel grund stett wöhl torfer lohe
    hölzer garten rode quast tobler feldt kötter büschel zahn aurich börger hagen kamp loß reuter
    sprung steg thal ufer wehr ziel born eck furt gau
""".split()
# Nobody shares this name: what is withheld after the withdrawal is all of it.
WHO_WITHDRAWS = ("Wendelgard", "Sonnenquitz")

SMALL = """
    die der und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es
    an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen
    so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn können wir ihr
    doch dann unter schon heute immer wieder
""".split()
STEMS = """
    Werk Fluss Jahres Bild Hand Grund Zeit Raum Stein Holz Glas Stadt Land Wege Turm Hafen
    Bahn Schul Arbeits Lehr Mess Plan Bau Wasser Wärme Schrift Buch Karten Hallen Garten
""".split()
ENDS = """
    statt lauf feier band stück lage raum maß bruch haus wand rand kreis bau netz tor brücke
    meister ordnung gruppe probe zeichnung prüfung leitung stelle seite sammlung halle kunde
    frage
""".split()
NOUNS = [stem + end for stem in STEMS for end in ENDS]


class Text(NamedTuple):
    """A page, before any generator gets to see it."""

    kind: str  # "story", "person" or "event"
    number: int  # among those of its kind
    title: str
    summary: str
    given: str
    family: str
    faculty: int
    year: int
    topics: tuple
    place: str
    day: str
    body: str  # Markdown that all generators read alike


class Dice:
    """Random choices. Of `Random`, only `random` is promised to be the same in every Python."""

    def __init__(self, seed: int):
        self.next = random.Random(seed).random

    def below(self, limit: int) -> int:
        return int(self.next() * limit)

    def of(self, several):
        return several[int(self.next() * len(several))]

    def often(self, several):
        """One of several, the first ones most often: as words and topics are used."""
        number = self.next()
        return several[int(number * number * len(several))]


def sentence(dice: Dice, words: int) -> str:
    chosen = [dice.often(SMALL if dice.next() < 0.6 else NOUNS) for _ in range(words)]
    text = " ".join(chosen)
    return f"{text[0].upper()}{text[1:]}."


def paragraph(dice: Dice, sentences: int) -> str:
    return " ".join(sentence(dice, 8 + dice.below(8)) for _ in range(sentences))


def heading(dice: Dice, words: int = 3) -> str:
    return " ".join(dice.of(NOUNS) for _ in range(words))


def story_body(dice: Dice) -> str:
    parts = []
    for part in range(4):
        parts += [f"## {heading(dice)}", paragraph(dice, 5), f"> {sentence(dice, 9)}"]
        if part == 1:
            parts.append(
                f"- *{sentence(dice, 5)}*\n- [{heading(dice, 2)}](https://www.example.org/)\n"
                f"- {sentence(dice, 7)}"
            )
        if part == 2 and dice.next() < 0.3:
            row = f"| {dice.of(PLACES)} | {dice.of(NOUNS)} |\n"
            parts.append(f"| Ort | Arbeit |\n|---|---|\n{row}{row}".rstrip())
        parts.append(paragraph(dice, 4))
    return "\n\n".join(parts) + "\n"


def person_body(dice: Dice) -> str:
    """A few words about themselves, which a third of all people leave out."""
    return paragraph(dice, 2) + "\n" if dice.next() < 0.67 else ""


def event_body(dice: Dice) -> str:
    programme = "\n".join(f"- {sentence(dice, 8)}" for _ in range(4))
    return f"{paragraph(dice, 5)}\n\n## Programm\n\n{programme}\n\n{paragraph(dice, 3)}\n"


BODIES = {"story": story_body, "person": person_body, "event": event_body}
TITLES = {"story": "Geschichte", "person": "Eintrag", "event": "Treffen"}


def a_text(dice: Dice, kind: str, number: int) -> Text:
    day = f"{2015 + dice.below(11)}-{1 + dice.below(12):02}-{1 + dice.below(28):02}"
    topics = tuple(dict.fromkeys(dice.often(TOPICS) for _ in range(3)))
    return Text(
        kind=kind,
        number=number,
        title=f"{TITLES[kind]} {number}, {heading(dice, 2)}",
        summary=sentence(dice, 14),
        given=dice.of(GIVEN),
        family=dice.of(FAMILY_BEGIN) + dice.of(FAMILY_END),
        faculty=dice.below(len(FACULTIES)),
        year=1965 + dice.below(60),
        topics=topics,
        place=dice.often(PLACES),
        day=day,
        body=BODIES[kind](dice),
    )


def numbers(pages: int) -> dict:
    """How many of each kind there are."""
    stories, events = pages * 4 // 10, pages // 10
    return {"story": stories, "person": pages - stories - events, "event": events}


def who_withdraws(pages: int) -> int:
    """The number of the entry that is withdrawn: in the middle, where it has neighbours."""
    return numbers(pages)["person"] // 2


def contents(pages: int, seed: int) -> Iterator[Text]:
    dice = Dice(seed)
    for kind, count in numbers(pages).items():
        for number in range(count):
            text = a_text(dice, kind, number)
            if kind == "person" and number == who_withdraws(pages):
                given, family = WHO_WITHDRAWS
                text = text._replace(given=given, family=family)
            yield text
