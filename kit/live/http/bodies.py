"""What the bodies of requests must hold. Nothing is converted: 7 is no text, and 1 is not true."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kit.answers.recording import exercise_of
from kit.errors import NoSubmission
from kit.live.facts import Facts
from kit.live.taking import Given
from kit.sending.submissions import Submission, from_json, validate
from kit.settings.limits import MOST_PLACES

_MOST_IN_A_BUNDLE = 500


class Body(BaseModel):
    """The body of a request. Unknown keys are ignored unless a body forbids them."""

    model_config = ConfigDict(strict=True, frozen=True)


def _attempt(given: Any) -> str | None:
    """Return the id of an attempt to join, or None if it is no uuid: only those cannot be guessed."""
    try:
        return str(uuid.UUID(given)) if isinstance(given, str) and len(given) <= 36 else None
    except ValueError:
        return None


class JoinBody(Body):
    """A code, however it was typed, and the id of the attempt."""

    code: Any = None
    attempt: Annotated[Any, AfterValidator(_attempt)] = None

    @property
    def has_code(self) -> bool:
        """Whether a code was sent at all, right or wrong."""
        return "code" in self.model_fields_set


class ReturnBody(Body):
    """Four words, however they were typed."""

    words: Any = None


class ConsentBody(Body):
    """An agreement to be counted, under a version of the notice."""

    purpose: Literal["aggregate"]
    version: Any = None


class ToldBody(Body):
    """The version of the notice up to which somebody was told what has changed."""

    version: Any = None


class PurposeBody(Body):
    """The agreement that is taken back."""

    purpose: Literal["aggregate", "text", "quote"]


def _is_true(given: bool) -> bool:
    if not given:
        raise ValueError("it isn't confirmed")
    return given


class ConfirmBody(Body):
    """The second yes to something that can't be undone."""

    confirm: Annotated[bool, AfterValidator(_is_true)]  # Literal[True] would take 1 too


class SubmissionBody(Body):
    """A submission without its id, and how it was sent; ``kit.sending.submissions`` checks the submission.

    It has its answers, or the sealed copy of them that a host gave to the page.
    """

    model_config = ConfigDict(extra="forbid")

    week: Any
    exercise: Any
    revision: Any
    answers: Any = None
    sealed: str | None = None
    shared: dict[str, Given] = {}
    session: str | None = None
    proof: str | None = None

    @model_validator(mode="after")
    def _has_one_of_both(self) -> SubmissionBody:
        if (self.answers is None) == (self.sealed is None):
            raise ValueError("answers, or a sealed copy of them")
        return self

    def values(self) -> dict[str, Any]:
        """The submission without its id and cohort; without any answer where they are sealed."""
        answers = {} if self.answers is None else self.answers
        return {"week": self.week, "exercise": self.exercise, "revision": self.revision, "answers": answers}


class BundleBody(Body):
    """Submissions, with a digest that shows whether they were changed on their way."""

    submissions: list[Any] = Field(max_length=_MOST_IN_A_BUNDLE)
    digest: str


class ExerciseBody(Body):
    """An exercise of a week."""

    week: int
    exercise: str


class PreviewBody(ExerciseBody):
    """A text that its author wants to see as others would."""

    model_config = ConfigDict(extra="forbid")

    item: str
    text: str


class ShowBody(ExerciseBody):
    """The marks of texts that got a yes and of those that got a no."""

    item: str
    yes: list[str]
    no: list[str]


class AdvanceBody(Body):
    """A block of the session, and the clock that all who facilitate share."""

    block: str
    week: int | None = None
    clock: Any = None


class PeopleBody(Body):
    """How many people are here with a device."""

    people: int = Field(ge=0, le=MOST_PLACES)


class FreeBody(Body):
    """Whether every place is given back, or one."""

    all: bool = False


class PairsBody(Body):
    """Who is present, and how many belong together."""

    week: int
    present: list[str]
    size: int


class RosterBody(Body):
    """The names of the cohort, in their order."""

    names: list[str]


class ShowPairsBody(Body):
    """Whether the groups drawn last are on the screen."""

    on: bool


class TicketBody(Body):
    """The ticket that makes a browser the screen."""

    ticket: str


def submission_in(values: Mapping[str, Any], facts: Facts) -> Submission:
    """Return the submission in *values*, every answer checked against the week file. Raises KitErrors."""
    submission = from_json(values)
    if submission.cohort != facts.cohort:
        raise NoSubmission("These answers are another cohort's.")
    return checked(submission, facts)


def checked(submission: Submission, facts: Facts) -> Submission:
    """Return *submission*, every answer checked against the week file. Raises KitErrors."""
    validate(exercise_of(facts.weeks, submission.week, submission.exercise), submission.answers)
    return submission
