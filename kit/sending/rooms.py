"""What a host elsewhere says of a session and of one's own answers, as far as it can be made out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, OnErrorOmit, ValidationError

from kit.curriculum.reading import Stored
from kit.errors import HostAway, InvalidAnswer, NoSubmission
from kit.sending.submissions import Submission, from_json
from kit.text.lenient import Lenient

L = TypeVar("L", bound=Lenient)
Status = Literal["never opened", "open", "closed"]

_Sentences = Annotated[tuple[OnErrorOmit[str], ...], Field(strict=False)]


class Notice(Lenient):
    """What people agree to: its version, the three sentences that come first, and all of it."""

    version: str
    short: _Sentences = ()
    sentences: _Sentences = ()


class Session(Lenient):
    """What a participant's notebook has to know: the cohort, the session, and what is asked, by fingerprint."""

    cohort: str
    session: str
    week: int
    served: bool = False
    agreed: bool = False
    news: _Sentences = ()
    notice: Notice
    questions: dict[str, OnErrorOmit[dict[str, OnErrorOmit[dict[str, str]]]]] = Field(default_factory=dict)

    def asks(self, week: int, exercise: str) -> Mapping[str, str] | None:
        """The fingerprint of each question for the group; None where the host has no such exercise."""
        return self.questions.get(str(week), {}).get(exercise)


class Room(Lenient):
    """How the session stands."""

    session: str = ""
    week: int = -1
    exercises: dict[str, OnErrorOmit[Status]] = Field(default_factory=dict)
    released: list[OnErrorOmit[int]] = Field(default_factory=list)
    ended: dict[str, Any] | None = None

    def status(self, week: int, exercise: str) -> Status | None:
        """Whether an exercise is open; None where that is not known."""
        return self.exercises.get(exercise) if week == self.week else None


@dataclass(frozen=True, kw_only=True)
class Own:
    """A submission of one's own that the host has, with what it can be sent again with."""

    submission: Submission
    answers: Mapping[str, Stored] = field(repr=False)
    shared: Mapping[str, Any]
    proof: str = field(repr=False)
    sealed: str = field(repr=False)


def session_in(values: Mapping[str, Any]) -> Session:
    """The session in what a host said. Raises HostAway where it is none."""
    return _checked(Session, values)


def room_in(values: Mapping[str, Any]) -> Room:
    """How the session stands, in what a host said. Raises HostAway where it is no such thing."""
    return _checked(Room, values)


def own_in(values: Mapping[str, Any], cohort: str) -> list[Own]:
    """The own submissions in what a host said. Raises HostAway where it is no list of them."""
    rows = values.get("submissions")
    if not isinstance(rows, list):
        raise HostAway("What came is no list of one's own answers.")
    return [_own(row, cohort) for row in rows]


def _own(row: Any, cohort: str) -> Own:
    try:
        fields = {name: row[name] for name in ("id", "week", "exercise", "revision", "answers")}
        submission = from_json({**fields, "cohort": cohort})
        again = {name: row[name] for name in ("proof", "sealed")}
        shared = row.get("shared", {})
    except (KeyError, TypeError, AttributeError, NoSubmission, InvalidAnswer):
        raise HostAway("What came is no list of one's own answers.") from None
    if not all(isinstance(value, str) for value in again.values()) or not isinstance(shared, dict):
        raise HostAway("What came is no list of one's own answers.")
    return Own(submission=submission, answers=submission.answers, shared=shared, **again)


def _checked(model: type[L], values: Mapping[str, Any]) -> L:
    try:
        return model.model_validate(dict(values))
    except ValidationError:
        raise HostAway("Something else than a session answers at this address.") from None
