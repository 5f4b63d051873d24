"""Peer groups are kept beside the roster, can be changed by hand, and what cannot be is told."""

from __future__ import annotations

import stat

import pytest

from kit.answers import Store
from kit.answers.peer_groups import PeerGroup, keep_groups, read_groups
from kit.answers.roster import Roster
from kit.errors import CohortError
from kit.settings import Cohort

NAMES = ("Ana Lía", 'Ben "B" Bo', "Cem", "Dee", "Eli", "Fay")
ROSTER = Roster(names=NAMES, apart=frozenset({frozenset(("Cem", "Dee"))}))
GROUPS = [
    PeerGroup(number=1, people=NAMES[:3], first_meeting="2027-05-04 14:00"),
    PeerGroup(number=2, people=NAMES[3:]),
]


def written(cohort: Cohort, text: str) -> None:
    cohort.private.mkdir(exist_ok=True)
    (cohort.private / "peer_groups.toml").write_text(text, "utf-8")


def test_what_was_kept_comes_back_and_is_its_owners_alone(cohort: Cohort) -> None:
    assert read_groups(cohort, ROSTER) is None
    keep_groups(cohort, GROUPS)
    assert read_groups(cohort, ROSTER) == GROUPS
    path = cohort.private / "peer_groups.toml"
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_group_can_be_changed_by_hand_and_names_need_not_be_spelt_in_the_same_way(cohort: Cohort) -> None:
    people = '[group.3]\npeople = ["cem", " Ana  Li\u0301a", "ELI"]\n'
    written(cohort, people + 'first_meeting = 2027-05-04T12:30:00\nmoved = {3 = "x"}\n')
    assert read_groups(cohort, ROSTER) == [
        PeerGroup(number=3, people=("Cem", "Ana Lía", "Eli"), first_meeting="2027-05-04 12:30:00", moved={3: "x"})
    ]


GROUP = '[group.1]\npeople = ["Ana Lía", "Dee", "Eli"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write each group below its number, such as [group.1], and nothing else"),
        ("group = 3", "write each group below its number"),
        ("seed = 3\n" + GROUP, "write each group below its number"),
        ("[group.one]\n", "'one' is no group's number"),
        ("[group]\n1 = 2", "'1' is no group's number"),
        ("[group.1]\npeople = 3", "group 1: write its people as people = "),
        ("[group.1]\npeople = [1, 2, 3]", "group 1: write its people as people = "),
        ("[group.1]\n", "group 1: write its people as people = "),
        (GROUP + "room = 3", "group 1: unknown key 'room'; there are people, first_meeting, moved"),
        (GROUP + "moved = 3", "group 1: write a moved meeting as moved = "),
        (GROUP + 'moved = {third = "x"}', "group 1: write a moved meeting as moved = "),
        (GROUP.replace("Eli", "Ely"), "group 1: 'Ely' isn't on the roster; fix the spelling, or take the name out"),
        (GROUP.replace("Eli", "Dee"), "'Dee' is in group 1 and in group 1; take the name out of one"),
        (GROUP + GROUP.replace("1", "2"), "'Ana Lía' is in group 1 and in group 2; take the name out of one"),
        (GROUP.replace(', "Eli"', ""), "group 1 has 2 people; a peer group has 3 to 5"),
        (GROUP.replace("Eli", "Cem"), "group 1: Dee and Cem are kept apart in private/roster.csv; move one of them"),
        ("[group.1\n", "fix that line, or draw again with: kit peers --again"),
        ("[group.1]\nmembers = [“Ana”]\n", "line 2 has a curly quotation mark"),
    ],
)
def test_what_cannot_be_is_said_with_its_group_and_a_cure(cohort: Cohort, text: str, said: str) -> None:
    written(cohort, text)
    with pytest.raises(CohortError) as error:
        read_groups(cohort, ROSTER)
    assert said in str(error.value)
    assert "peer_groups.toml: " in str(error.value)


def test_a_file_that_cannot_be_read_is_told(cohort: Cohort) -> None:
    (cohort.private / "peer_groups.toml").mkdir(parents=True)
    with pytest.raises(CohortError, match="this is a folder, and a file belongs here"):
        read_groups(cohort, ROSTER)


def test_names_of_peer_groups_never_reach_the_file_of_answers(store: Store, cohort: Cohort) -> None:
    pseudonym = store.participant("Cem")
    keep_groups(cohort, GROUPS)
    assert b"Cem" not in (cohort.private / "answers.db").read_bytes()
    assert pseudonym not in (cohort.private / "peer_groups.toml").read_text("utf-8")
