"""The kit's exceptions: each message says where, what, and how to mend it.

::

    KitError
    ├── ContentError      a week file, notebook or other content cannot be used as written
    ├── CohortError       a folder is not a cohort, or its cohort.toml cannot be read
    ├── InvalidAnswer     an answer does not fit its item; safe to show to the participant
    ├── ImportRefused     a file of answers was refused whole; ``problems`` names every bad row
    ├── OutboxError       a submission could not be kept on this device
    ├── StoreError        the store of answers cannot be opened or written
    │   ├── StoreBusy     another process holds the store
    │   ├── StoreFull     the cohort's size is reached; no further participant fits in
    │   └── SubmissionConflict  a submission's id already stands for other content; sending it again is no use
    ├── PolicyError       a policy is looser than the floor, or changed after the start
    ├── ReleaseError      releases.json is missing, damaged, or fails verification
    ├── MaskingFailed     a text could not be masked, so it is not shared; says nothing of the text
    ├── PairingError      people cannot be put into pairs, trios or peer groups as they are kept apart
    ├── HostError         the host of a live session refused what it was asked, or something else answers there
    │   └── HostAway      the host does not answer
    ├── UnknownName       a week, exercise, practice or parameter that does not exist
    └── ReportFailed      a notebook could not be turned into a report
"""

from __future__ import annotations

from collections.abc import Sequence


class KitError(Exception):
    """Anything the kit refuses, told in one sentence a facilitator can act on."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it prints a traceback: in a notebook, the sentence is all.
        return [str(self)]


class ContentError(KitError):
    """A week file, notebook or other content cannot be used as written.

    ``problems`` is all that can be said about it, a sentence each; the message is the first of them.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)


class CohortError(KitError):
    """A folder is not a cohort, or its cohort.toml cannot be read."""


class InvalidAnswer(KitError):
    """An answer does not fit its item; the message is safe to show to a participant."""


class ImportRefused(KitError):
    """A file of answers was refused whole; nothing of it was stored."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class OutboxError(KitError):
    """A submission could not be kept on this device."""


class StoreError(KitError):
    """The store of answers cannot be opened or written."""


class StoreBusy(StoreError):
    """Another process holds the store."""


class StoreFull(StoreError):
    """The cohort's size is reached; no further participant fits in."""


class SubmissionConflict(StoreError):
    """A submission's id already stands for other content or another participant; sending it again is no use."""


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


class UnknownName(KitError):
    """A week, exercise, practice or parameter that does not exist."""


class ReportFailed(KitError):
    """A notebook could not be turned into a report."""
