"""Submissions waiting on this device and those that arrived: one fsynced file each, moved but never dropped.

The outbox knows no host: the sender marks what became of a submission. Of what has arrived no answer is kept here, but
for 30 days a copy that the host alone can open, for a host that has lost it.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from kit.errors import InvalidAnswer, NoSubmission, OutboxError
from kit.sending.submissions import Submission, content_hash, from_json, is_id, new_id, to_json, validate
from kit.system.content_files import content_files
from kit.system.disk import OWN, flush_folder, is_full, sweep, write_whole
from kit.system.opening import text_of
from kit.text.parsing import json_of

__all__ = [
    "Again",
    "Damaged",
    "Outbox",
    "Parcel",
    "Receipt",
    "State",
    "Submission",
    "content_hash",
    "from_json",
    "is_id",
    "new_id",
    "to_json",
    "validate",
]


# Order, week and exercise in a file, each followed by its end: a number that was cut short is another one.
_LEFT = tuple(
    re.compile(pattern)
    for pattern in (
        r'^\{"order": (\d{1,9}),',
        r'^[^{]*\{[^{}]*\{[^{}]*"week": (\d{1,3}),',
        r'^[^{]*\{[^{}]*\{[^{}]*"exercise": "([a-z0-9-]+)"',
    )
)


class State(StrEnum):
    """Where a submission is; the value is the name of its folder (waiting: the outbox itself)."""

    # In the order in which a submission may move, so that a reader who goes through them misses none that moves.
    WAITING = "waiting"
    REJECTED = "rejected"
    SENT = "sent"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What proves that a submission is kept: which one, and where it is now."""

    id: str
    week: int
    exercise: str
    revision: int
    state: State


@dataclass(frozen=True, kw_only=True)
class Again:
    """With what a submission that arrived can be sent once more, to a host that has lost it; *day* is when it came."""

    proof: str = field(repr=False)
    sealed: str = field(repr=False)
    day: int


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A submission, and how it is sent: in which session it was written, and what was agreed to for its texts.

    ``asked`` has the fingerprint of each question that it answers, where it was written by a kit that knew. Of one that
    arrived the answers are in ``again`` alone.
    """

    submission: Submission
    session: str = ""
    shared: Mapping[str, Any] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def more(self) -> dict[str, Any]:
        """What its file has beside the submission; nothing where there is nothing, as in files of 0.1.0."""
        told: dict[str, Any] = {"session": self.session, "shared": dict(self.shared), "asked": dict(self.asked)}
        told |= {"again": self.again and vars(self.again)}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, kw_only=True)
class _Kept:
    parcel: Parcel
    state: State
    order: int

    @property
    def submission(self) -> Submission:
        """The submission itself."""
        return self.parcel.submission

    @property
    def rank(self) -> tuple[int, int, str]:
        """Later in this order means newer; the id settles what two processes wrote in the same moment."""
        return self.submission.revision, self.order, self.submission.id

    @property
    def text(self) -> str:
        """It as its file has it."""
        return json.dumps({"order": self.order, "submission": to_json(self.submission), **self.parcel.more})


@dataclass(frozen=True, kw_only=True)
class Damaged:
    """A file that can't be read as a submission any more, and what its beginning still tells; None where it doesn't."""

    path: Path
    week: int | None
    exercise: str | None
    order: int | None

    @property
    def is_known(self) -> bool:
        """Whether it still tells of which exercise it is."""
        return None not in (self.week, self.exercise)

    def may_replace(self, kept: _Kept | None, week: int, exercise: str) -> bool:
        """Whether it may hold newer answers to an exercise than *kept*, the newest that can be read."""
        if self.week not in (None, week) or self.exercise not in (None, exercise):
            return False
        return kept is None or self.order is None or self.order >= kept.order


class Outbox:
    """The submissions of one cohort on this device, in *folder*, readable by its owner alone.

    A folder that does not exist yet is an empty outbox. Half-written files are passed over. Where a file can't be read
    any more, nothing is sent that it may have replaced.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, submission: Submission, **how: Any) -> Receipt:
        """Keep *submission* safely on disk, with *how* it is to be sent, as in a ``Parcel``; again changes nothing.

        Raises OutboxError, with nothing changed, where it cannot be written, where a newer revision of the exercise is
        already here, or where the id stands for other content.
        """
        checked = from_json(to_json(submission))
        everything = list(self._kept())
        for there in everything:
            if there.submission.id == checked.id:
                if there.state is not State.SENT and there.submission != checked:
                    raise OutboxError("other_answers")
                return _receipt(there)
        newest = _newest(everything, checked.week, checked.exercise)
        if newest and newest.submission.revision > checked.revision:
            raise OutboxError("newer_here")
        orders = [there.order for there in everything] + [there.order or 0 for there in self.damaged()]
        parcel = Parcel(submission=checked, **how)
        kept = _Kept(parcel=parcel, state=State.WAITING, order=1 + max(orders, default=0))
        with _saying(self.folder, saving=True):
            self._make_folders()
            _write(self.folder, f"{checked.id}.json", kept.text)
        return _receipt(kept)

    def waiting(self) -> list[Submission]:
        """What is still to be sent, first in first out: of each exercise the newest, unless that arrived or is lost."""
        return [parcel.submission for parcel in self.parcels()]

    def parcels(self) -> list[Parcel]:
        """As ``waiting``, with how each is to be sent."""
        everything, damaged = list(self._kept()), self.damaged()
        newest = [
            kept
            for kept in _newest_each(everything)
            if kept.state is State.WAITING and not _lost(damaged, kept, kept.submission.week, kept.submission.exercise)
        ]
        return [kept.parcel for kept in sorted(newest, key=lambda kept: kept.order)]

    def repeatable(self) -> list[Parcel]:
        """What arrived, is the newest of its exercise, and can be sent once more without its answers being known."""
        newest = _newest_each(list(self._kept()))
        return [kept.parcel for kept in newest if kept.state is State.SENT and kept.parcel.again]

    def sent(self) -> list[Submission]:
        """All that arrived, first in first out, without their answers."""
        return [kept.submission for kept in self._in_order(State.SENT)]

    def rejected(self) -> list[tuple[Submission, str]]:
        """All that was refused for good, each with the reason given, first in first out."""
        submissions = [kept.submission for kept in self._in_order(State.REJECTED)]
        return [(submission, self._reason(submission.id)) for submission in submissions]

    def latest(self, week: int, exercise: str) -> tuple[Submission, State] | None:
        """The newest submission of an exercise and where it is, or None where there is none.

        One that arrived comes without its answers.
        """
        newest = _newest(list(self._kept()), week, exercise)
        return (newest.submission, newest.state) if newest else None

    def damaged(self) -> list[Damaged]:
        """Files that are no submissions (cut short or edited): left where they are, never sent."""
        broken = [path for state in State for path in self._paths(state) if _read(path, state) is None]
        # One that has just moved on is whole, and is found where it is now.
        return [left for left in map(_left_of, broken) if left]

    def lost(self, week: int, exercise: str) -> list[Damaged]:
        """The damaged files that may hold newer answers to an exercise than all that can be read."""
        return _lost(self.damaged(), _newest(list(self._kept()), week, exercise), week, exercise)

    def mark_sent(self, submission_id: str, again: Again | None = None) -> None:
        """Move a submission to ``sent`` once its receipt came, and empty it, but for what it can be sent *again* with.

        Raises NoSubmission, OutboxError.
        """
        self._move(submission_id, State.SENT, (State.WAITING, State.REJECTED))
        path = self._place(State.SENT) / f"{submission_id}.json"
        kept = _read(path, State.SENT)
        if kept and again:
            self._rewrite(kept, again)

    def age(self, oldest: int) -> None:
        """Let go of every copy of what arrived before the day *oldest*; that it arrived stays known. OutboxError."""
        for path in self._paths(State.SENT):
            kept = _read(path, State.SENT)
            if kept and kept.parcel.again and kept.parcel.again.day < oldest:
                self._rewrite(kept, None)

    def forget_copy(self, submission_id: str) -> None:
        """Let go of the copy of one that arrived, which no host takes any more. Raises OutboxError."""
        kept = _read(self._place(State.SENT) / f"{submission_id}.json", State.SENT)
        if kept:
            self._rewrite(kept, None)

    def _rewrite(self, kept: _Kept, again: Again | None) -> None:
        changed = replace(kept, parcel=replace(kept.parcel, again=again))
        with _saying(self.folder, saving=False):
            _write(self._place(kept.state), f"{kept.submission.id}.json", changed.text)

    def mark_rejected(self, submission_id: str, reason: str) -> None:
        """Move a submission refused for good to ``rejected``, with the reason. Raises NoSubmission, OutboxError."""
        self._checked_id(submission_id)
        with _saying(self.folder, saving=False):
            self._make_folders()
            # The reason first: a submission in that folder always has one, whenever the power fails.
            _write(self._place(State.REJECTED), f"{submission_id}.reason", reason)
        self._move(submission_id, State.REJECTED, (State.WAITING,))

    def withdraw(self, submission_id: str) -> Receipt:
        """Clear the exercise of a submission: keep a newer revision of it without any answer.

        Raises NoSubmission where the submission is not here, OutboxError where the revision cannot be kept.
        """
        everything = list(self._kept())
        mine = next((kept.submission for kept in everything if kept.submission.id == submission_id), None)
        if mine is None:
            raise NoSubmission("There's no such submission on this device; nothing was cleared.")
        newest = _newest(everything, mine.week, mine.exercise)
        revision = (newest.submission if newest else mine).revision + 1
        return self.put(replace(mine, id=new_id(), answers={}, revision=revision))

    def _kept(self) -> Iterator[_Kept]:
        for state in State:
            for path in self._paths(state):
                kept = _read(path, state)
                if kept:
                    yield kept

    def _in_order(self, state: State) -> list[_Kept]:
        everything = (_read(path, state) for path in self._paths(state))
        return sorted((kept for kept in everything if kept), key=lambda kept: (kept.order, kept.submission.id))

    def _place(self, state: State) -> Path:
        return self.folder if state is State.WAITING else self.folder / state

    def _paths(self, state: State) -> list[Path]:
        return content_files(self._place(state), ".json")

    def _reason(self, submission_id: str) -> str:
        try:
            return text_of(self._place(State.REJECTED) / f"{submission_id}.reason")
        except (FileNotFoundError, UnicodeDecodeError):
            return ""

    def _checked_id(self, submission_id: str) -> None:
        if not is_id(submission_id):
            raise NoSubmission("This is no submission's id; nothing was moved.")

    def _move(self, submission_id: str, to: State, where: tuple[State, ...]) -> None:
        self._checked_id(submission_id)
        name = f"{submission_id}.json"
        with _saying(self.folder, saving=False):
            self._make_folders()
            for state in where:
                with contextlib.suppress(FileNotFoundError):
                    (self._place(state) / name).replace(self._place(to) / name)
                    flush_folder(self._place(to))
                    flush_folder(self._place(state))
                    return
            if not (self._place(to) / name).exists():
                raise NoSubmission(f"There's no submission {submission_id} here that could be marked as {to}.")

    def _make_folders(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for state in State:
            place = self._place(state)
            place.mkdir(mode=0o700, exist_ok=True)
            if place.stat().st_mode & 0o077:
                place.chmod(0o700)


def _newest_each(everything: list[_Kept]) -> list[_Kept]:
    newest: dict[tuple[int, str], _Kept] = {}
    for kept in sorted(everything, key=lambda kept: kept.rank):
        newest[kept.submission.week, kept.submission.exercise] = kept
    return list(newest.values())


def _newest(everything: list[_Kept], week: int, exercise: str) -> _Kept | None:
    mine = [kept for kept in everything if (kept.submission.week, kept.submission.exercise) == (week, exercise)]
    return max(mine, key=lambda kept: kept.rank, default=None)


def _lost(damaged: list[Damaged], newest: _Kept | None, week: int, exercise: str) -> list[Damaged]:
    return [one for one in damaged if one.may_replace(newest, week, exercise)]


def _left_of(path: Path) -> Damaged | None:
    """What the beginning of a damaged file tells; None where there is no file any more."""
    try:
        text = text_of(path, errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    order, week, exercise = (found and found[1] for found in (part.search(text) for part in _LEFT))
    return Damaged(path=path, week=int(week) if week else None, exercise=exercise, order=int(order) if order else None)


def _unreadable(path: Path, error: OSError) -> OutboxError:
    return OutboxError("unreadable", file=path, reason=error.strerror)


def _receipt(kept: _Kept) -> Receipt:
    mine = kept.submission
    return Receipt(id=mine.id, week=mine.week, exercise=mine.exercise, revision=mine.revision, state=kept.state)


def _read(path: Path, state: State) -> _Kept | None:
    """What *path* keeps; None where it moved on in the meantime or is no submission."""
    try:
        values = json_of(text_of(path))
        parcel, order = _parcel(values), values["order"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, RecursionError, NoSubmission, InvalidAnswer):
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    if parcel.submission.id != path.stem or type(order) is not int:
        return None
    kept = _Kept(parcel=parcel, state=state, order=order)
    return _emptied(path, kept) if state is State.SENT and parcel.submission.answers else kept


def _parcel(values: dict[str, Any]) -> Parcel:
    """The parcel in the *values* of a file. Raises ValueError, KeyError, TypeError and what ``from_json`` does."""
    submission = from_json(values["submission"])
    session, shared, asked = values.get("session", ""), values.get("shared", {}), values.get("asked", {})
    if not isinstance(session, str) or not isinstance(shared, dict) or not isinstance(asked, dict):
        raise TypeError("how it is sent can't be told")
    again = values.get("again")
    kept = None if again is None else Again(**again)
    if kept and not (isinstance(kept.proof, str) and isinstance(kept.sealed, str) and type(kept.day) is int):
        raise TypeError("nothing to send again")
    return Parcel(submission=submission, session=session, shared=shared, asked=asked, again=kept)


def _emptied(path: Path, kept: _Kept) -> _Kept:
    """*kept* without its answers, also on the disk: whoever has them now keeps them sealed. Raises OutboxError."""
    empty = replace(kept, parcel=replace(kept.parcel, submission=replace(kept.submission, answers={})))
    with _saying(path.parent, saving=False):
        _write(path.parent, path.name, empty.text)
    return empty


def _write(folder: Path, name: str, text: str) -> None:
    sweep([folder])
    write_whole(folder / name, text.encode(), mode=OWN)


@contextlib.contextmanager
def _saying(folder: Path, *, saving: bool) -> Iterator[None]:
    """Raise OutboxError for an error of the disk, while answers are saved or while it is noted what became of them."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise OutboxError("not_saved_full" if saving else "not_noted_full") from None
        raise OutboxError("not_saved" if saving else "not_noted", folder=folder, reason=error.strerror) from None
