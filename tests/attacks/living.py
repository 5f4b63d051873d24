"""Eight weeks as a group might live them: who does what is drawn from one number, what they answer from another."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from kit.answers.backup import back_up
from kit.answers.database import FILE_NAME
from kit.publishing.audit import audit
from kit.publishing.gate import close_what_is_unknown, export
from kit.results.releases import Release
from tests.attacks.careless import Careless, Kept, careless
from tests.attacks.oracles import shape
from tests.attacks.scene import EXERCISE, ITEMS, Opened, Published, Scene, anything, scene, week

ASKED = tuple(item for item in ITEMS if item.id in ("calm", "tank", "hopes", "years"))
WEEKS = {number: week(number, ASKED) for number in range(1, 9)}


@dataclass
class Copy:
    """An older copy of the store, and how much was published when it was made."""

    data: bytes
    releases: int


@dataclass
class Life:
    """A cohort's eight weeks: joins, leavers, late answers, edits, withdrawals, restarts, older copies put back.

    Beside the gate a second publisher, made otherwise and blind to every answer, says what ought to be decided.
    """

    folder: Path
    opened: Opened
    by_the_gate: bool
    plan: random.Random
    words: random.Random
    beside: Kept = field(default_factory=Kept)
    told: list[object] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    revision: int = 0

    def live(self) -> list[Published]:
        """Live through it; what was published, with the members that only the second publisher still knows."""
        people, gone = self.plan.randint(6, 30), set[int]()  # a later result needs eight who had not answered
        with ExitStack() as open_store:
            here = self._open(open_store)
            for number in range(1, 9):
                for _ in range(self.plan.choice((1, 2))):
                    self._day(here, number, [who for who in range(people) if who not in gone])
                    back = self.by_the_gate and self.copies and self.plan.random() < 0.2
                    if back or self.plan.random() < 0.2:
                        open_store.close()
                        if back:
                            self._put_back(self.plan.choice(self.copies))
                        here = self._open(open_store)
                        self.happened["restarts"] += 1
                new, leaving = self.plan.random() < 0.3, {who for who in range(people) if self.plan.random() < 0.02}
                people, gone = people + new, gone | leaving
                self.happened += Counter({"newcomers": new, "leavers": len(leaving)})
            return self._end(here)

    def _open(self, open_store: ExitStack) -> Scene:
        """As a host opens it."""
        here = open_store.enter_context(self.opened(self.folder, size=40, weeks=WEEKS))
        if self.by_the_gate:
            close_what_is_unknown(here.store)
        return here

    def _day(self, here: Scene, week: int, people: list[int]) -> None:
        chance = self.plan.random
        self.revision += 1
        rows = []
        before = {(who, of) for who, of, _ in here.store.standing(range(9))}
        # Where half stayed away, enough newcomers for a second batch may come later.
        there = self.plan.choice((0.4, 0.8))
        for who in people:
            if chance() < there:
                of = week if chance() < 0.85 else self.plan.randint(1, week)
                items = {item.id for item in ASKED if chance() < 0.85} if chance() < 0.9 else set()
                here_before = (here.store.participant(f"person {who}"), of) in before
                self.happened["edits" if here_before else "late answers" if of < week else "answers"] += 1
                said = {item: answer for item, answer in anything(self.words).items() if item in items}
                row = here.row(who, said, week=of, revision=self.revision)
                rows.append(row if chance() < 0.95 else replace(row, consent=None))
        here.store.record_all(rows)
        if chance() < 0.1:
            here.withdraw(self.plan.choice(people))
            self.happened["withdrawals"] += 1
        for of in {week, self.plan.randint(1, week)} if chance() < 0.5 else {week}:
            self._publish(here, of)
        if chance() < 0.2:
            path = back_up(here.store.cohort.private)
            self.copies.append(Copy(path.read_bytes(), len(here.published.releases)))

    def _publish(self, here: Scene, week: int) -> None:
        before = here.published.releases
        asked = here.store.status(week, EXERCISE) != "never opened"
        other = Careless(here.store, here.weeks, here.policy, self.beside, frozenset())
        expected = [other.decide(week, item, asked=asked) for item in ASKED]
        outcomes = here.publish(week)
        self.told.append([outcome.sentence for outcome in outcomes])
        for one, wanted in zip(outcomes, expected, strict=True):
            if (one.decision, _figures(one.release)) != (wanted.decision, _figures(wanted.release)):
                self.wrong.append(f"week {week}, {one.item}: {one.sentence} Expected: {wanted.sentence}")
        if here.published.releases[: len(before)] != before:
            self.wrong.append(f"week {week}: what was published before has changed")

    def _put_back(self, copy: Copy) -> None:
        self.happened["older copies put back"] += 1
        private = self.folder / "private"
        for path in private.glob(f"{FILE_NAME}-*"):
            path.unlink()
        (private / FILE_NAME).write_bytes(copy.data)
        # Nobody knows any more who is in what was published since: that is closed for good.
        for one in self.beside.history[copy.releases :]:
            self.beside.there[one.release.family] = set()

    def _end(self, here: Scene) -> list[Published]:
        if not self.by_the_gate:
            return here.history()
        before = here.bytes
        export(here.store)
        if here.bytes != before:
            self.wrong.append("exporting again changed the file")
        self.wrong += audit(here.store.cohort, here.weeks).problems
        self.told.append(shape(here))
        members = [one.members for one in self.beside.history]
        return [
            Published(one, here.item(one.week, one.item), of)
            for one, of in zip(here.published.releases, members, strict=True)
        ]


def _figures(release: Release | None) -> object:
    return release and (release.family, release.people, release.bins)


def lived(folder: Path, seed: int, answers: int = 0, habit: str | None = None) -> tuple[Life, list[Published]]:
    """The history number *seed*, with the answers number *answers*; by a publisher with a *habit*, or by the gate."""
    opened = scene if habit is None else careless(habit)
    life = Life(folder, opened, habit is None, random.Random(seed), random.Random(f"{seed} {answers}"))
    return life, life.live()
