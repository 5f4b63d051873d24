"""A cohort to attack: people answer, the facilitator publishes, and an oracle says whether anybody is exposed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kit.answers import Store, open_store
from kit.answers.database import FILE_NAME
from kit.answers.recording import Row
from kit.answers.withdrawals import withdraw
from kit.curriculum.items import Choice, Item, Likert, Rating, Text
from kit.curriculum.policy import Policy
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week
from kit.publishing.gate import Outcome, publish
from kit.results.releases import Release, Releases, read_releases
from kit.sending.outbox import Submission, new_id
from tests.attacks.exact.audit import read_members
from tests.cohorts import unwritten_cohort
from tests.weeks import week_of

EXERCISE = "check-in"
OPTIONS = ("größer", "kleiner", "さくら")
ITEMS: tuple[Item, ...] = (
    Likert(id="calm", prompt="Calm?", share="group", scale=("nein", "un peu", "да")),
    Likert(id="yes", prompt="Yes?", share="group", scale=("no", "yes")),
    Rating(id="tank", prompt="Tank?", share="group", low="empty", high="full", sensitive=True),
    Choice(id="hopes", prompt="Hopes?", share="group", choose="any", options=OPTIONS),
    Likert(id="years", prompt="Years here?", share="group", scale=("few", "some", "many"), stable=True),
    Text(id="words", prompt="Words", share="group"),
)


def week(number: int, items: tuple[Item, ...] = ITEMS) -> Week:
    """A week in which everything is asked once."""
    exercise = Exercise(id=EXERCISE, title="Arriving", items=items)
    return week_of(exercise, number=number)


def anything(rng: random.Random) -> dict[str, Stored]:
    """Answers to everything, by no particular person."""
    return {
        "calm": rng.randint(1, 3),
        "yes": rng.randint(1, 2),
        "tank": rng.randint(0, 10),
        "hopes": [option for option in OPTIONS if rng.random() < 0.5],
        "years": rng.randint(1, 3),
        "words": "words",
    }


@dataclass(frozen=True)
class Published:
    """A release and, known to the oracles alone, its item and whose answers are in it."""

    release: Release
    item: Item
    members: frozenset[str]


@dataclass
class Scene:
    """A cohort's open store, and short ways to say, publish and look."""

    store: Store
    weeks: Mapping[int, Week]
    policy: Policy

    def row(self, who: int, answers: dict[str, Stored], *, week: int = 1, revision: int = 1) -> Row:
        """A submission of participant number *who*."""
        said = Submission(
            id=new_id(), cohort="spring", week=week, exercise=EXERCISE, answers=answers, revision=revision
        )
        return Row(submission=said, participant=self.store.participant(f"person {who}"), consent="yes", source="live")

    def say(self, answers: Mapping[int, dict[str, Stored]], *, week: int = 1, revision: int = 1) -> None:
        """Several participants answer."""
        self.store.record_all([self.row(who, said, week=week, revision=revision) for who, said in answers.items()])

    def all_say(self, people: Iterable[int], *, week: int = 1, revision: int = 1, **answers: Stored) -> None:
        """Participants all give the same answers."""
        self.say({who: dict(answers) for who in people}, week=week, revision=revision)

    def withdraw(self, *people: int) -> None:
        """Participants take everything back."""
        for who in people:
            withdraw(self.store, self.store.participant(f"person {who}"))

    def publish(self, week: int = 1, exercise: str | None = None) -> list[Outcome]:
        """The facilitator publishes a week, or one exercise of it."""
        return publish(self.store, self.weeks, self.policy, week=week, exercise=exercise)

    def decisions(self, week: int = 1) -> dict[str, str]:
        """What a facilitator is told when publishing a week, by item."""
        return {outcome.item: outcome.sentence for outcome in self.publish(week)}

    def history(self) -> list[Published]:
        """Everything that was published so far, and whose answers are in it."""
        members = read_members(self.store.cohort.private / FILE_NAME)
        return [
            Published(one, self.item(one.week, one.item), members.get((one.sequence, one.family), frozenset()))
            for one in self.published.releases
        ]

    def item(self, week: int, item: str) -> Item:
        """An item of the exercise."""
        return next(exercise for exercise in self.weeks[week].exercises if exercise.id == EXERCISE)[item]

    @property
    def published(self) -> Releases:
        """What everybody can read."""
        return read_releases(self.store.cohort.published)

    @property
    def bytes(self) -> bytes:
        """The file of results as it lies on the disk."""
        return (self.store.cohort.published / "releases.json").read_bytes()

    def ranges(self, item: str, week: int = 1) -> list[list[tuple[int, int]]]:
        """The published ranges of an item, one list a batch."""
        return [[(b.low, b.high) for b in one.bins] for one in self.published.of(week, EXERCISE, item)]


Opened = Callable[..., AbstractContextManager[Scene]]


@contextmanager
def scene(
    folder: Path, *, size: int = 40, weeks: Mapping[int, Week] | None = None, policy: Policy | None = None
) -> Iterator[Scene]:
    """A cohort in *folder*, its store open; without a *policy* nothing is said of what leads."""
    folder.mkdir(parents=True, exist_ok=True)
    weeks = weeks or {number: week(number) for number in range(1, 9)}
    cohort = unwritten_cohort(folder, size=size)
    with open_store(cohort, weeks=weeks) as store:
        # These attacks are not on the power supply; waiting for the disk would take most of their time.
        waiting = store.engine.raw_connection()
        waiting.cursor().execute("PRAGMA synchronous = OFF")
        waiting.close()
        yield Scene(store=store, weeks=weeks, policy=policy or Policy())
