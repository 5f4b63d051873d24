"""The proof of the forms a second way: the attacker lists all groups, and looks at what all with one output share."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kit.publishing.forms import LARGEST, SMALLEST, Form, Said, exposures, load_forms
from kit.publishing.ranges import PAIRS_FROM
from tests.publishing.attacker import Counts, caught, histograms

FORMS = {
    (people, bins): form
    for people in range(SMALLEST, LARGEST + 1)
    for bins in range(3, 13)
    if (form := load_forms().of(people, bins))
}
SMALL = [
    (n, m) for n, m in FORMS if (m == 3 and n < 17) or (m == 4 and n < 13) or (m == 5 and n < 11) or (n, m) == (8, 6)
]
LARGER = [(n, m) for n, m in FORMS if m < 6 and (n, m) not in SMALL and n ** (m - 1) < 200_000]


def attack(form: Form, bins: int) -> list[str]:
    """What follows for certain from some output, from outside, to an insider and to two who talk."""
    outputs: dict[Said, list[Counts]] = defaultdict(list)
    for counts in histograms(form.people, bins):
        outputs[form.say(counts)].append(counts)
    wrong = [f"{said}" for said, groups in outputs.items() if exposures(said, form) or not _is_true(said, groups)]
    most = 2 if form.people >= PAIRS_FROM else 1
    fitting = {(said,): groups for said, groups in outputs.items()}
    return wrong + [one for known in range(most + 1) for one in caught(fitting, bins, known)]  # type: ignore[arg-type]


def _is_true(said: Said, groups: list[Counts]) -> bool:
    """Whether every bound is attained, and what is said to lead does in every group."""
    ends = tuple((min(counts), max(counts)) for counts in zip(*groups, strict=True))
    leading = {tuple(i for i, count in enumerate(counts) if count == max(counts)) for counts in groups}
    return ends == said.ranges and (not said.leads or leading == {said.leads})


@pytest.mark.parametrize(("people", "bins"), SMALL)
def test_an_attacker_who_lists_all_groups_learns_nothing_certain(people: int, bins: int) -> None:
    assert attack(FORMS[people, bins], bins) == []


@pytest.mark.audit
@pytest.mark.parametrize(("people", "bins"), LARGER)
def test_nor_in_a_larger_group(people: int, bins: int) -> None:
    assert attack(FORMS[people, bins], bins) == []


BROKEN = {
    "a count of its own": Form(9, ((0, 2), (3, 3), (4, 9)), 1),
    "none is a range of its own": Form(8, ((0, 0), (1, 3), (4, 8)), 1),
    "halves": Form(8, ((0, 3), (4, 8)), 1),
}


@pytest.mark.parametrize("form", BROKEN.values(), ids=BROKEN)
def test_a_broken_form_is_caught(form: Form) -> None:
    assert attack(form, 3)


def test_saying_always_who_leads_would_give_counts_away() -> None:
    """Why leaders are said only where that is safe."""
    outputs: dict[tuple[object, ...], list[Counts]] = defaultdict(list)
    for counts in histograms(8, 3):
        leading = tuple(i for i, count in enumerate(counts) if count == max(counts))
        ranks = tuple((count > 2) + (count > 5) for count in counts)
        outputs[ranks, leading].append(counts)
    assert caught(outputs, 3, 1)
