"""A submission: one sending of an exercise's answers, its JSON form, and checking it before it is kept."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kit.errors import InvalidAnswer

if TYPE_CHECKING:
    # Only for typing: submissions are made beside a running exercise and stay light.
    from kit.curriculum.reading import Stored
    from kit.curriculum.weeks import Exercise

# Made once: a file of answers has tens of thousands.
_SAID = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One sending of an exercise's answers, by item id in their stored form; passed items are absent."""

    id: str
    cohort: str
    week: int
    exercise: str
    answers: dict[str, Stored] = field(repr=False)  # a repr may land in a log or a notebook
    revision: int = 1


def new_id() -> str:
    """A fresh id for a submission."""
    return str(uuid.uuid4())


def is_id(text: object) -> bool:
    """Whether *text* is a uuid in its usual spelling, and so safe as a file name."""
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def to_json(submission: Submission) -> dict[str, Any]:
    """The submission as JSON values, as it is kept and sent."""
    return asdict(submission)


def from_json(values: object) -> Submission:
    """The submission in *values*, parsed JSON that may come from anywhere.

    Raises NoSubmission where it is none, InvalidAnswer where an answer can be no answer at all;
    whether the answers fit their items is for ``validate``.
    """
    from kit.sending.written import written  # noqa: PLC0415 - who only looks into an outbox carries no pydantic

    return Submission(**written(values))


def content_hash(submission: Submission) -> str:
    """SHA-256 of what was said (week, exercise and answers), the same for the same words."""
    return hash_of(submission.week, submission.exercise, submission.answers)


def hash_of(week: int, exercise: str, answers: Mapping[str, Stored]) -> str:
    """As ``content_hash``, for what is no submission yet."""
    return hashlib.sha256(_SAID({"week": week, "exercise": exercise, "answers": answers}).encode()).hexdigest()


def validate(exercise: Exercise, answers: Mapping[str, Any]) -> dict[str, Stored]:
    """The answers in stored form and in the exercise's order; None and an empty text are a pass, and left out.

    Raises InvalidAnswer where an item is unknown, stays with the participant, or its answer does not fit.
    """
    if not isinstance(answers, Mapping):
        raise InvalidAnswer("by_item")
    items = {item.id: item for item in exercise.items}
    for item_id in answers:
        if item_id not in items:
            raise InvalidAnswer("no_item", exercise=exercise.title)
        if items[item_id].share != "group":
            raise InvalidAnswer("not_sent", prompt=items[item_id].prompt)
    given = {item: answers[item] for item in items if item in answers and answers[item] not in (None, "")}
    return {item: items[item].check(answer) for item, answer in given.items()}
