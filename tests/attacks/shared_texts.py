"""A cohort whose people share texts, for attacks on the pool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kit.answers.consents import take_back
from kit.answers.shared_texts import agreements, note_sharing, subject_of
from kit.curriculum.policy import Policy
from kit.publishing.masking.masker import CohortMasker
from kit.publishing.texts import Candidate, Pools
from kit.results.releases import Asked, Release
from tests.attacks.scene import EXERCISE, Scene

PLACE = Asked(week=1, exercise=EXERCISE, item="words")


def text_of(who: int) -> str:
    return f"what number {chr(97 + who)} has learned"


def share(here: Scene, who: int, text: str | None = None, *, quote: bool = False, revision: int = 1) -> None:
    """Person *who* answers, and shares a text."""
    text = text_of(who) if text is None else text
    row = here.row(who, {"calm": 2, "words": text}, revision=revision)
    here.store.record_all([row])
    given = agreements(subject_of(here.store, row.participant, 1, EXERCISE, "words", text), "v", quote=quote)
    with here.store.transaction() as connection:
        note_sharing(connection, row.participant, row.submission, given)


def pools(here: Scene, *, names: str = "Benno Smith") -> Pools:
    """The pools of a cohort with a roster, whose exercise is closed."""
    (here.store.cohort.private / "roster.csv").write_text(f"name\n{names}\n", "utf-8")
    if here.store.status(1, EXERCISE) != "never opened":
        here.store.close_exercise(1, EXERCISE)
    return Pools(here.store, Policy(), CohortMasker(here.store.cohort))


def texts(found: list[Candidate]) -> list[str]:
    return [one.text for one in found]


def publish(there: Pools, *, no: Mapping[str, object] | set[str] = frozenset()) -> Release:
    """Say yes to all but those whose words are in *no*."""
    found = there.look(PLACE)
    refused = [one.id for one in found if one.text in no]
    return there.publish(PLACE, [one.id for one in found if one.text not in no], refused)


def take_text_back(here: Scene, who: int) -> None:
    with here.store.transaction() as connection:
        take_back(connection, here.store.participant(f"person {who}"), "text")


def files(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
