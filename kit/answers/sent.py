"""Storing what a participant's page sent: once, while there is time to answer, from who has a place and agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.answers.consents import Consent, consents_of
from kit.answers.recording import InSession, Outcome, Row, Writing
from kit.answers.shared_texts import note_sharing
from kit.errors import NotAgreed, NotJoined
from kit.sending.submissions import Submission


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A submission of a *participant*, and the words of *consent* it is counted under.

    *shared* is what is agreed about its texts, None where it can have none. *session* says when it may be taken, None
    for at any time; one that was stored before is confirmed even after its exercise closed.
    """

    submission: Submission
    participant: str
    consent: str
    shared: Sequence[Consent] | None = None
    session: InSession | None = None

    def store(self, writing: Writing) -> tuple[Outcome, list[Consent] | None]:
        """Store it; return the outcome and, with texts, all agreements of the sender. Raises KitErrors."""
        if not writing.recording.has_place(self.participant):
            raise NotJoined("This participant has withdrawn.")
        if writing.recording.has_taken_back(self.participant):
            raise NotAgreed("This participant doesn't want to be counted any more.")
        row = Row(submission=self.submission, participant=self.participant, consent=self.consent, source="live")
        # What is taken at any time opens nothing, also where an older copy does not know that its exercise was asked.
        outcome = writing.recording.add(row, session=self.session, opens=False)
        if self.shared is None:
            return outcome, None
        if outcome == "stored":
            note_sharing(writing.connection, self.participant, self.submission, self.shared)
        return outcome, consents_of(writing.connection, self.participant)
