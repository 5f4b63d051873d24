"""The JSON form of a submission, checked before anything is made of it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from kit.errors import InvalidAnswer, KitError, NoSubmission
from kit.settings.limits import SLUG
from kit.text.checked import Place, Strict, checked

_LAST_WEEK, _MOST_REVISIONS = 52, 1_000_000
_Id = Annotated[str, StringConstraints(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Slug = Annotated[str, StringConstraints(pattern=f"^(?:{SLUG.pattern})$", max_length=40)]
_MUST_BE = {
    "id": "its id must be a uuid in small letters",
    "cohort": "'cohort' must be small letters, digits and hyphens",
    "week": f"'week' must be a whole number from 0 to {_LAST_WEEK}",
    "exercise": "'exercise' must be small letters, digits and hyphens",
    "answers": "'answers' must hold one answer for each item id",
    "revision": f"'revision' must be a whole number from 1 to {_MOST_REVISIONS}",
}


class _Written(Strict):
    id: _Id
    cohort: _Slug
    week: int = Field(ge=0, le=_LAST_WEEK)
    exercise: _Slug
    answers: dict[_Slug, int | str | list[str]]
    revision: int = Field(ge=1, le=_MOST_REVISIONS)


def written(values: object) -> dict[str, Any]:
    """The fields of the submission in *values*. Raises NoSubmission where it is none, InvalidAnswer for its answers."""
    return vars(checked(_Written, values, _refusal))


def _refusal(place: Place, is_key: bool) -> KitError:
    if is_key:
        return NoSubmission("This is no submission: it needs id, cohort, week, exercise, answers and revision only.")
    if place[0] == "answers" and len(place) > 1 and place[-1] != "[key]":
        return InvalidAnswer("kind")
    return NoSubmission(f"This is no submission: {_MUST_BE[str(place[0])]}.")
