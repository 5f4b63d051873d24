"""One person under many codes: spelled otherwise in file after file, on paper, and in bundles from many computers."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kit.answers.bundles import make_key, take_bundle
from kit.answers.importing import Told, import_csv
from kit.answers.schema import participants, submissions
from kit.answers.slip_sheets import draw_slips
from kit.errors import ImportRefused, KitError
from kit.sending.sealed import Bundle, device_code, read_public, seal
from kit.text.codes import in_halves
from tests.answers.examples import said
from tests.attacks.scene import EXERCISE, Scene, scene
from tests.attacks.sizes import sizes

# How one person's code may be typed, by different people in different weeks.
SPELLED = (
    "anna{n}",
    "Anna {n}",
    "ANNA{n}",
    "anna-{n}",
    "anna_{n}",
    "Anna 0{n}",
    "ａｎｎａ{n}",
    "аnna{n}",
    " an\u200bna{n}.",
)
NUMBERED = ("{n}", "{n}.0", "{n},0", "0{n}", "00{n}", "{n}e0", "＋{n}", "'{n}")


def bring(here: Scene, folder: Path, codes: Iterable[str], week: int) -> None:
    """Import a table in which each of *codes* answers, with every question about codes answered as one would wish."""
    path = folder / "answers.csv"
    rows = "".join(f'"{code}",{week},{EXERCISE},yes,yes\n' for code in codes)
    path.write_text("participant,week,exercise,item,answer\n" + rows, "utf-8")
    import_csv(path, here.store, here.weeks, consent="on paper", told=Told(as_written=True))


@pytest.mark.parametrize("spelled", [SPELLED, NUMBERED], ids=["words", "numbers"])
@pytest.mark.parametrize("people", sizes(4, 29))
def test_people_typed_in_every_spelling_are_never_more_than_they_are(tmp_path, people, spelled):
    with scene(tmp_path / "cohort") as here:
        for week, form in zip(itertools.cycle(range(1, 9)), spelled, strict=False):
            with contextlib.suppress(ImportRefused):
                bring(here, tmp_path, [form.format(n=n) for n in range(1, people + 1)], week)
        for one, other in itertools.combinations(spelled, 2):
            with contextlib.suppress(ImportRefused):
                bring(here, tmp_path, [one.format(n=1), other.format(n=1)], 1)
        assert len(here.store.participants()) == people
        here.publish(1)
        assert all(release.people <= people for release in here.published.releases)
        assert people > 4 or not here.published.releases


@pytest.mark.parametrize("computers", sizes(5, 30))
def test_one_person_with_many_computers_has_one_place(tmp_path, computers):
    with scene(tmp_path / "cohort") as here:
        make_key(here.store.cohort)
        key = read_public(here.store.cohort.published, "spring")
        slip, *_ = draw_slips(here.store, 3)
        for number in range(computers):
            made = Bundle(
                cohort="spring",
                participant=device_code(tmp_path / f"computer {number}"),
                agreed=True,
                submissions=(said({"yes": 2}, week=number % 8 + 1, exercise=EXERCISE),),
                slip=("", slip, in_halves(slip).lower())[number % 3],
            )
            path = tmp_path / f"{number}.bundle"
            path.write_bytes(seal(made, key))
            with contextlib.suppress(KitError):
                take_bundle(path, here.store, consent=None)
        assert len(here.store.participants()) == 1
        here.publish(1)
        assert not here.published.releases


@pytest.mark.parametrize("size", sizes(5, 30))
def test_on_paper_there_are_as_many_people_as_slips_whatever_is_typed(tmp_path, size):
    with scene(tmp_path / "cohort", size=size) as here:
        codes = draw_slips(here.store)
        assert len(codes) == size
        forms = (str, str.lower, in_halves, lambda code: f" {code[:4]} {code[4:]}", lambda code: code.replace("0", "O"))
        for form, week in zip(forms, range(1, 9), strict=False):
            bring(here, tmp_path, [form(code) for code in codes[: size - 1]], week)
            assert len(here.store.participants()) == size - 1
        for code in ("one more", "anna", codes[0] + "0", codes[0][:-1]):
            with pytest.raises(ImportRefused):
                bring(here, tmp_path, [code], 1)
        assert len(here.store.participants()) == size - 1


def rows(here: Scene) -> list[tuple[Any, ...]]:
    """Everybody's places and all that is stored of anybody, envelopes to the byte."""
    with here.store.reading() as connection:
        found = [connection.execute(select(table)).all() for table in (participants, submissions)]
    return [tuple(row) for rows in found for row in rows]


@pytest.mark.parametrize("guess", ["C22", "c 22", "anna7", "0042", "annalena77", "b-00000"])
def test_a_bundle_that_names_somebody_elses_code_is_not_theirs(tmp_path, guess):
    with scene(tmp_path / "cohort") as here:
        make_key(here.store.cohort)
        key = read_public(here.store.cohort.published, "spring")
        bring(here, tmp_path, ["C22", "anna7", "0042", "annalena77"], 1)
        before = rows(here)
        assert len(before) == 4 + 4
        made = Bundle(
            cohort="spring",
            participant=device_code(tmp_path / "computer"),
            agreed=True,
            submissions=(said({"yes": 2}, week=1, exercise=EXERCISE, revision=9),),
            slip=guess,
        )
        path = tmp_path / "one.bundle"
        path.write_bytes(seal(made, key))
        with pytest.raises(ImportRefused, match="--whose CODE"):
            take_bundle(path, here.store, consent=None)
        assert rows(here) == before
