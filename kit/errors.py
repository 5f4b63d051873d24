"""The kit's exceptions: each message says where, what, and how to mend it.

::

    KitError
    ├── TranslatableError  participants may read it: ``name`` is its sentence in the catalogue, ``values`` what fills it
    │   ├── InvalidAnswer     an answer does not fit its item
    │   ├── OutboxError       answers could not be kept on this device, or not be put into a bundle
    │   ├── NotAdmitted       this code lets nobody in
    │   ├── NotShared         a text is not as its author confirmed it
    │   └── JoinError         a notebook could not take part in a session elsewhere
    ├── HandoverRefused   a cohort cannot be sealed into a file, or taken over from one
    ├── NoSubmission      what came, or was named, is no submission; whoever sent it made a mistake, not a participant
    ├── ContentError      a week file, notebook or other content cannot be used as written
    │   └── NotOnTheShelf     a practice or vignette is called by an id that nothing has
    ├── CohortError       a folder is not a cohort, or its cohort.toml cannot be read
    │   └── PortTaken         another program has the port
    ├── ImportRefused     a file of answers was refused whole; ``problems`` names every bad row
    ├── StoreError        the store of answers cannot be opened or written
    │   ├── StoreBusy     another process holds the store
    │   ├── EnvelopeChanged  a sealed answer was changed, or put into another place than its own
    │   ├── StoreFull     the cohort's size is reached; no further participant fits in
    │   ├── SubmissionConflict  a submission's id already stands for other content; sending it again is no use
    │   ├── WordsTaken    the words that were drawn belong to somebody
    │   ├── SlipUnknown   no slip that is left has this code
    │   ├── NotCounted    nobody has said yet how many people are here, so nobody is served
    │   ├── NoPlaceLeft   the session serves as many as people are here
    │   └── NotNew        as many newcomers were let in as there are people more than are known
    ├── PolicyError       a policy is looser than the floor, or changed after the start
    ├── ReleaseError      releases.json is missing, damaged, or fails verification
    ├── MaskingFailed     a text could not be masked, so it is not shared; says nothing of the text
    ├── PairingError      people cannot be put into pairs, trios or peer groups as they are kept apart
    ├── HostError         the host of a live session refused what it was asked, or something else answers there
    │   ├── HostAway      the host does not answer
    │   └── HostUnknown   the host shows a certificate that nobody here vouches for
    ├── HostDied          the host ended before it could say anything of itself
    ├── ExerciseNotOpen   the exercise takes no answers yet
    ├── ExerciseClosed    the exercise takes no more answers
    ├── NotAgreed         this participant has taken back the agreement in the meantime
    ├── NotJoined         this participant is not here any more
    ├── OneAtATime        a copy is asked for while another one is being taken
    ├── TooOften          an exercise was sent anew too often
    ├── OtherSession      the answers were written in another session than the one that runs now
    ├── UnknownName       a week, exercise, practice or parameter that does not exist
    │   └── NothingToGiveBack  no place is one that may be given back
    └── ReportFailed      a notebook could not be turned into a report
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

__all__ = [
    "CohortError",
    "ContentError",
    "EnvelopeChanged",
    "ExerciseClosed",
    "ExerciseNotOpen",
    "HandoverRefused",
    "HostAway",
    "HostDied",
    "HostError",
    "HostUnknown",
    "ImportRefused",
    "InvalidAnswer",
    "JoinError",
    "KitError",
    "MaskingFailed",
    "NoPlaceLeft",
    "NoSubmission",
    "NotAdmitted",
    "NotAgreed",
    "NotCounted",
    "NotJoined",
    "NotNew",
    "NotOnTheShelf",
    "NotShared",
    "NothingToGiveBack",
    "OneAtATime",
    "OtherSession",
    "OutboxError",
    "PairingError",
    "PolicyError",
    "PortTaken",
    "ReleaseError",
    "ReportFailed",
    "SlipUnknown",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "SubmissionConflict",
    "TooOften",
    "TranslatableError",
    "UnknownName",
    "WordsTaken",
]


class KitError(Exception):
    """Anything the kit refuses, told in one sentence a facilitator can act on."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it prints a traceback: in a notebook, the sentence is all.
        return [str(self)]


class TranslatableError(KitError):
    """What participants may read: *name* is a sentence in ``section`` of the catalogue, *values* fill its fields.

    ``Messages.of_error`` has the sentence, in the words of the cohort; this module knows no catalogue, so str only
    names it.
    """

    section: ClassVar[str]

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values = values

    def __str__(self) -> str:
        filled = "".join(f", {key}: {value}" for key, value in self.values.items())
        return f"{self.section}.{self.name}{filled}"


class InvalidAnswer(TranslatableError):
    """An answer does not fit its item."""

    section = "answer"


class OutboxError(TranslatableError):
    """Answers could not be kept on this device, or not be put into a bundle."""

    section = "outbox"


class NotAdmitted(TranslatableError):
    """This code lets nobody in."""

    section = "live"


class NotShared(TranslatableError):
    """A text is not as its author confirmed it."""

    section = "live"


class JoinError(TranslatableError):
    """A notebook could not take part in a session elsewhere."""

    section = "joining"


class HandoverRefused(KitError):
    """A cohort cannot be sealed into a file, or taken over from one."""


class NoSubmission(KitError):
    """What came, or was named, is no submission; whoever sent it made a mistake, not a participant."""


class ContentError(KitError):
    """A week file, notebook or other content cannot be used as written.

    ``problems`` is all that can be said about it, a sentence each; the message is the first of them.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)


class NotOnTheShelf(ContentError):
    """A practice or vignette is called by an id that nothing has."""


class CohortError(KitError):
    """A folder is not a cohort, or its cohort.toml cannot be read."""


class PortTaken(CohortError):
    """Another program has the port."""


class ImportRefused(KitError):
    """A file of answers was refused whole; nothing of it was stored."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class StoreError(KitError):
    """The store of answers cannot be opened or written."""


class StoreBusy(StoreError):
    """Another process holds the store."""


class EnvelopeChanged(StoreError):
    """A sealed answer was changed, or put into another place than its own."""


class StoreFull(StoreError):
    """The cohort's size is reached; no further participant fits in."""


class SubmissionConflict(StoreError):
    """A submission's id already stands for other content or another participant; sending it again is no use."""


class WordsTaken(StoreError):
    """The words that were drawn belong to somebody."""


class SlipUnknown(StoreError):
    """No slip that is left has this code: it was used, cancelled, or never drawn; nothing tells which."""


class NotCounted(StoreError):
    """Nobody has said yet how many people are here, so nobody is served."""


class NoPlaceLeft(StoreError):
    """The session serves as many as people are here."""


class NotNew(StoreError):
    """As many newcomers were let in as there are people more than are known."""


class PolicyError(KitError):
    """A policy is looser than the floor, or was changed after the cohort started."""


class ReleaseError(KitError):
    """releases.json is missing, damaged, or fails verification."""


class MaskingFailed(KitError):
    """A text could not be masked, so it is not shared; the message says nothing of the text."""


class PairingError(KitError):
    """People cannot be put into groups; the message names who is kept apart from whom and leaves no way."""


class HostError(KitError):
    """The host of a live session refused what it was asked, or something else answers in its place."""


class HostAway(HostError):
    """The host does not answer; what was asked may be asked again."""


class HostUnknown(HostError):
    """The host shows a certificate that nobody here vouches for: *pem*, which a person may compare and then trust."""

    def __init__(self, message: str, pem: str = "") -> None:
        super().__init__(message)
        self.pem = pem


class HostDied(KitError):
    """The host ended before it could say anything of itself."""


class ExerciseNotOpen(KitError):
    """The exercise takes no answers yet."""


class ExerciseClosed(KitError):
    """The exercise takes no more answers."""


class NotAgreed(KitError):
    """This participant has taken back the agreement in the meantime."""


class NotJoined(KitError):
    """This participant is not here any more."""


class OneAtATime(KitError):
    """This participant has asked for a copy already, and has not taken it yet."""


class TooOften(KitError):
    """This participant has reached the resend limit of an exercise."""


class OtherSession(KitError):
    """The answers were written in another session than the one that runs now."""


class UnknownName(KitError):
    """A week, exercise, practice or parameter that does not exist."""


class NothingToGiveBack(UnknownName):
    """No place is one that may be given back."""


class ReportFailed(KitError):
    """A notebook could not be turned into a report."""
