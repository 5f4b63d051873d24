"""Turning errors into a status and a sentence: for participants in their words, never with a path."""

from __future__ import annotations

from tornado.web import HTTPError

from kit.curriculum.registers import Messages
from kit.errors import (
    CohortError,
    ExerciseClosed,
    ExerciseNotOpen,
    KitError,
    MaskingFailed,
    NoSubmission,
    NotAdmitted,
    NotAgreed,
    NotJoined,
    NotShared,
    OneAtATime,
    OtherSession,
    StoreError,
    SubmissionConflict,
    TooOften,
    TranslatableError,
    UnknownName,
)

# Seconds after which trying again makes sense: when the store is busy; by kind of error where it takes longer.
RETRY = 2


class Refused(HTTPError):
    """A refusal with a sentence for whoever asked; *retry* is the number of seconds after which to try again."""

    def __init__(self, status: int, sentence: str, *, code: str, retry: int | None = None) -> None:
        super().__init__(status)
        self.sentence = sentence
        self.code = code
        self.retry = retry


# Status and message for a participant. Any other fault lies with the facilitator's files or disk: the answers wait
# on the device until it is mended. What is translatable has a sentence of its own.
_TOLD: dict[type[KitError], tuple[int, str]] = {
    NoSubmission: (400, "malformed"),
    UnknownName: (400, "malformed"),
    NotJoined: (401, "not_joined"),
    ExerciseNotOpen: (403, "not_open"),
    NotAgreed: (403, "not_agreed"),
    SubmissionConflict: (409, "clash"),
    OtherSession: (409, "other_session"),
    MaskingFailed: (409, "text_unmaskable"),
    ExerciseClosed: (410, "closed"),
    OneAtATime: (429, "one_at_a_time"),
    TooOften: (429, "too_often"),
    StoreError: (503, "busy"),
    KitError: (503, "fault"),
}
_STATUS: dict[type[TranslatableError], int] = {NotAdmitted: 403, NotShared: 409}
_RETRY: dict[type[KitError], int] = {OneAtATime: 30, TooOften: 3600}


def participant_refusal(error: KitError, messages: Messages, *, sends: bool = True) -> Refused:
    """Turn *error* into a refusal in a participant's words; only what *sends* answers is sent again by itself."""
    if isinstance(error, TranslatableError):
        code = error.name if isinstance(error, NotShared | NotAdmitted) else "answer"
        return Refused(_STATUS.get(type(error), 400), messages.of_error(error), code=code)
    status, name = next(_TOLD[kind] for kind in type(error).__mro__ if kind in _TOLD)
    words = name if sends or status != 503 else "not_done"
    retry = RETRY if status == 503 else _RETRY.get(type(error))
    return Refused(status, messages(f"live.{words}"), code=name, retry=retry)


def facilitator_refusal(error: KitError) -> Refused:
    """Turn *error* into a refusal for the facilitator: in its own words, which name the place and the cure."""
    if isinstance(error, StoreError):
        return Refused(503, str(error), code="store", retry=RETRY)
    return Refused(400 if isinstance(error, UnknownName | CohortError) else 409, str(error), code="refused")
