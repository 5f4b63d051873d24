"""A made-up roster and the ways in which its names turn up in real texts, for measuring what masks let through."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kit.publishing.masking import Masker, load_words, ordinary_words
from kit.settings import packaged_curriculum

SENTENCES = (
    "I asked a second question before I offered help, and it went better than last week.",
    "Next time I will say what I can do, and leave the rest. That was hard to say aloud.",
    "The meeting was long and I noticed that I was tired; a breath helped me to stay.",
    "WE WERE ALL IN A HURRY. Nobody listened until somebody asked how the other one was.",
)

DATA = Path(__file__).parents[3] / "shared" / "data"
ESSAYS, SYNTHETIC = DATA / "empathic_essays.csv", DATA / "presidio_synth.jsonl"

NAMES = """Aaliyah Abdul Agnieszka Aisling Alejandro Amara Anneke Aurélie Bartholomew Beatriz Benno Björn Bogdan Brígida
Callum Chiara Chukwuemeka Daniel Dariusz Deepika Edward Eilidh Elizabeth Emre Esther Fatima Fionnuala François Freya
Giuseppe Grace Gunnar Hannah Haruki Henrik Ibrahim Ilse Ingrid Jennifer José Julián Katharina Kwame Leïla Lena Lorenzo
Łukasz Magdalena Marek Margaret Mark Matthew Mehmet Michael Nadia Naoko Nicholas Ngozi Ólafur Olumide Patricia Priya
Raúl Rebecca Reinhard Richard Robert Ruaridh Samuel Seo-yeon Siobhán Søren Stefan Sunita Tatiana Theodore Thomas Tomás
Ulrike Victoria Vikram Will William Wojciech Xiomara Yusuf Zbigniew Zoë"""
LAST_NAMES = """Abernathy Adeyemi Åkesson Almeida Bancroft Barzani Bianchi Brennan Çelik Chowdhury Dąbrowski D'Angelo
Delacroix Dubois Eriksen Fairweather Ferrari García Gonçalves Grünwald Hargreaves Hashimoto Herrera Hoang Ibarra
Jankowski Kaczmarek Kapoor Kovačević Lefebvre Lindqvist Lockwood MacAllister Mbeki McKenna Mendoza Molnár Müller
Nakamura Nguyen Nowak O'Brien Obi Okafor Olsen Pereira Petrov Popescu Quispe Ramírez Rasmussen Reyes Rosenthal
Sánchez Schneider Smith-Jones Sørensen Szabó Takahashi Thackeray Thompson Tremblay Varga Vasquez
Vasiliev Watanabe Whitfield Wójcik Yamamoto Yıldız Zhang Zimmermann"""
NICKNAMES = """Alejandro=Alex Daniel=Danny Edward=Ted Elizabeth=Liz Jennifer=Jen Katharina=Kathy Magdalena=Lena
Margaret=Peggy Matthew=Matt Michael=Mike Nicholas=Nick Patricia=Trish Rebecca=Becky Richard=Rick Robert=Bob Samuel=Sam
Theodore=Teddy Thomas=Tom Victoria=Vicky William=Bill"""
CALLED = dict(pair.split("=") for pair in NICKNAMES.split())
PLAIN = str.maketrans(
    "áàâäãåąçčćéèêëęíìîïłńñóòôöõøśšúùûüýżźžÁÅÇÉÍŁÓÖØÚÜŽëığ", "aaaaaaaccceeeeeiiiilnnoooooossuuuuyzzzAACEILOOOUUZeig"
)
ALIKE = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")
BEFORE, AFTER = "zqzq", "qzqz"
NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u2063"


@dataclass(frozen=True)
class Person:
    first: str
    last: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def roster(rng: random.Random, size: int = 12) -> list[Person]:
    """People of whom no two share a name."""
    return [
        Person(*both)
        for both in zip(rng.sample(NAMES.split(), size), rng.sample(LAST_NAMES.split(), size), strict=True)
    ]


def masker(people: list[Person]) -> Masker:
    folder = packaged_curriculum()
    return Masker([person.name for person in people], load_words(folder), ordinary_words(folder))


def _login(person: Person) -> tuple[str, str]:
    plain = [part.translate(PLAIN).lower().replace("'", "").replace("-", "") for part in (person.first, person.last)]
    return plain[0], plain[1]


def _typo(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    left, right = name[:at], name[at:]
    other = rng.choice([sign for sign in "abcdefghijklmnoprstuvwz" if sign != right[0].lower()])
    ways = [left + right[1:], left + other + right[1:], left + other + right]
    if right[0] != right[1]:
        ways.append(left + right[1] + right[0] + right[2:])
    return rng.choice([way for way in ways if way != name])


def _split(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice(["\n", "-\n", "\n  "]) + name[at:]


def _hidden(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name))
    return name[:at] + rng.choice(NO_WIDTH) + name[at:]


def _changed(name: str, how: dict[int, int]) -> str | None:
    changed = name.translate(how)
    return changed if changed != name else None


def _initial_and_name(person: Person, rng: random.Random) -> str:
    shape = rng.choice(["{first} {l}.", "{f}. {last}"])
    return shape.format(first=person.first, last=person.last, f=person.first[0], l=person.last[0])


def _dotted(person: Person, rng: random.Random) -> str:
    return rng.choice(["{}.{}.", "{}. {}.", "{}.{}"]).format(person.first[0], person.last[0])


def _mistyped(person: Person, rng: random.Random) -> str:
    return _typo(rng.choice([part for part in (person.first, person.last) if len(part) > 3] or [person.name]), rng)


Form = Callable[[Person, random.Random], str | None]
FORMS: dict[str, Form] = {
    "full name": lambda p, _: p.name,
    "first name": lambda p, _: p.first,
    "last name": lambda p, _: p.last,
    "last name, first name": lambda p, _: f"{p.last}, {p.first}",
    "capitals": lambda p, rng: rng.choice([p.first, p.last, p.name]).upper(),
    # Written small, "mark" and "will" are ordinary words, and meant to stay.
    "small letters": lambda p, rng: rng.choice([p.last, p.name]).lower(),
    "nickname": lambda p, _: CALLED.get(p.first),
    "without accents": lambda p, rng: _changed(rng.choice([p.first, p.last, p.name]), PLAIN),
    "typo of one edit": _mistyped,
    "initials": lambda p, _: p.first[0] + p.last[0],
    "dotted initials": _dotted,
    "first name and initial": _initial_and_name,
    "login bsmith": lambda p, _: _login(p)[0][0] + _login(p)[1],
    "login b.smith": lambda p, _: f"{_login(p)[0][0]}.{_login(p)[1]}",
    "login benno.smith": lambda p, rng: rng.choice([".", "_", "-", ""]).join(_login(p)),
    "login smithb": lambda p, _: _login(p)[1] + _login(p)[0][0],
    "login with a number": lambda p, rng: _login(p)[0][0] + _login(p)[1] + str(rng.randint(1, 99)),
    "handle": lambda p, rng: "@" + rng.choice([_login(p)[0], "".join(_login(p))]),
    "split by a line break": lambda p, rng: _split(rng.choice([p.first, p.last, p.name]), rng),
    "invisible character": lambda p, rng: _hidden(rng.choice([p.first, p.last]), rng),
    "look-alike letters": lambda p, rng: _changed(rng.choice([p.first, p.last]), ALIKE),
    "spelled out": lambda p, rng: rng.choice([" ", "-", ".", ". "]).join(p.first.replace("-", "")),
    "whose it is": lambda p, rng: rng.choice([p.first, p.last]) + "'s",
    "with a title": lambda p, rng: f"{rng.choice(['Ms', 'Mr', 'Dr.', 'Prof.'])} {p.last}",
}


@cache
def essays() -> tuple[str, ...]:
    """Real essays, in small letters throughout."""
    with ESSAYS.open(encoding="utf-8", newline="") as file:
        return tuple(row["essay"] for row in csv.DictReader(file))


@cache
def synthetic() -> tuple[dict[str, Any], ...]:
    """Short made texts with gold spans."""
    return tuple(json.loads(line) for line in SYNTHETIC.read_text("utf-8").splitlines())


def woven(text: str, form: str, rng: random.Random) -> str:
    """*text* with *form* among its words, between two marks that are no words."""
    words = text.split(" ")
    at = rng.randrange(len(words) + 1)
    return " ".join([*words[:at], BEFORE, form, AFTER, *words[at:]])


def left_over(masked: str) -> str:
    """What still stands between the two marks, besides masks, punctuation and the s of whose it is."""
    between = masked.partition(BEFORE)[2].partition(AFTER)[0]
    assert BEFORE in masked, masked
    left = re.sub(r"\[[^\]]*\]", " ", between)
    return "" if re.fullmatch(r"(?:'s|\W|_)*", left) else left


def misses(texts: tuple[str, ...], rosters: int, seed: int = 0) -> Iterator[tuple[str, str, bool]]:
    """For each form of each person: its kind, itself, and whether anything of it was left unmasked."""
    for number in range(rosters):
        rng = random.Random(f"{seed}/{number}")
        people = roster(rng)
        mask = masker(people).mask
        for person in people:
            for kind, make in FORMS.items():
                form = make(person, rng)
                if form is not None:
                    masked = mask(woven(rng.choice(texts), form, rng)).text
                    yield kind, form, bool(left_over(masked))
