"""The copy of an answer that its sender's browser keeps: sealed under their key, so that the host alone can open it.

It is for a host that has lost the answer, and no use to anybody once its sender's key is destroyed.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from kit.answers import Store
from kit.answers.members import Member
from kit.answers.sealing.envelopes import Place
from kit.curriculum.reading import Stored
from kit.errors import EnvelopeChanged, NoSubmission
from kit.sending.submissions import Submission

_FORM = re.compile(r"1\.(?P<id>[0-9a-f-]{36})\.(?P<revision>\d{1,7})\.(?P<public>[0-9a-f]{32})\.(?P<sealed>[\w+/=-]+)")


@dataclass(frozen=True, kw_only=True)
class SealedCopy:
    """A copy that came back: of which submission it says it is, from whose place, and the envelope."""

    id: str
    revision: int
    public: str
    sealed: bytes


def sealed_copy(store: Store, member: Member, submission: Submission) -> str:
    """The answers of a *submission* of *member*, sealed for their own browser. Raises NotJoined after a withdrawal."""
    envelope = store.envelopes.seal(_place(submission, submission, member.participant), submission.answers)
    return f"1.{submission.id}.{submission.revision}.{member.public}.{base64.b64encode(envelope).decode()}"


def read_copy(text: str) -> SealedCopy:
    """The parts of a sealed copy. Raises NoSubmission where it is none."""
    parts = _FORM.fullmatch(text)
    try:
        sealed = base64.b64decode(parts["sealed"], validate=True) if parts else b""
    except binascii.Error:
        sealed = b""
    if not parts or not sealed:
        raise NoSubmission("This is no sealed copy.")
    return SealedCopy(id=parts["id"], revision=int(parts["revision"]), public=parts["public"], sealed=sealed)


def answers_in(store: Store, copy: SealedCopy, participant: str, about: Submission) -> dict[str, Stored]:
    """The answers in a *copy* that *participant* sent once, to the week and exercise of *about*.

    Raises NoSubmission where it is of something else, was changed, or its sender's key is destroyed.
    """
    try:
        answers = store.envelopes.open(_place(copy, about, participant), copy.sealed)
    except EnvelopeChanged:
        answers = None
    if answers is None:
        raise NoSubmission("This copy can't be opened.")
    return answers


def _place(which: Submission | SealedCopy, about: Submission, participant: str) -> Place:
    return Place(
        id=which.id, participant=participant, week=about.week, exercise=about.exercise, revision=which.revision
    )
