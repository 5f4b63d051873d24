"""Taking an answer: was the notice agreed to, is it sent too often, are its texts shared as their author confirmed.

A text is masked in memory and shown to its author first. Nothing of one that is only looked at is kept or written down;
what is sent is masked once more, and refused where that would change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from kit.answers import Store
from kit.answers.consents import COUNTED, PAGE, Consent
from kit.answers.members import Member
from kit.answers.recording import InSession, exercise_of
from kit.answers.sent import Sent
from kit.answers.shared_texts import agreements, subject_of
from kit.curriculum.items import TEXT_LIMIT
from kit.curriculum.weeks import Week
from kit.errors import NoSubmission, NotAgreed, NotShared, TooOften, UnknownName
from kit.live.codes import same_secret
from kit.live.copies import answers_in, read_copy, sealed_copy
from kit.live.facts import Facts
from kit.live.limits import Sendings
from kit.live.people import People
from kit.live.progress import Progress
from kit.live.writer import Readers, Writer
from kit.publishing.masking import Masked
from kit.publishing.masking.masker import CohortMasker
from kit.sending.submissions import Submission, content_hash

# A text may be longer before it is masked than after, and the author may shorten it only then.
_LONGEST = 2 * TEXT_LIMIT


class Given(BaseModel):
    """The version of the notice that a text was shared under, and whether the text may be quoted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    version: str
    quote: bool


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The outcome for a submission, ``stored`` or ``already``, and what it can be sent again with."""

    outcome: str
    proof: str
    sealed: str


class Taking:
    """Stores submissions, each once, from participants who agreed to the notice in force."""

    def __init__(
        self,
        store: Store,
        facts: Facts,
        masker: CohortMasker,
        *,
        writer: Writer,
        readers: Readers,
        people: People,
        progress: Progress,
    ) -> None:
        self._store = store
        self._facts = facts
        self._masker = masker
        self._writer = writer
        self._readers = readers
        self._people = people
        self._progress = progress
        self._sendings = Sendings()

    async def take(
        self,
        submission: Submission,
        member: Member,
        given: Mapping[str, Given],
        *,
        session: str | None = None,
        proof: str = "",
    ) -> Taken:
        """Store a submission that fits its questions, with what was *given* for its texts. Raises KitErrors.

        Its exercise must be open, and *session*, if known, must be this one; with the *proof* of an earlier reply it
        is taken at any time.
        """
        place = (member.participant, submission.week, submission.exercise)
        consent = self._consent(member)
        if self._sendings.full(*place):
            raise TooOften("This exercise was sent again too often.")
        own_proof = proof_of(self._store, member, submission)
        when = None if same_secret(proof, own_proof) else InSession(now=self._facts.session, written=session)
        shared: list[Consent] | None = None
        if given or texts_of(self._facts.weeks, submission.week, submission.exercise):
            version = self._facts.notice.version
            shared = await self._readers.read(confirmed, self._store, self._masker, member, submission, given, version)
        whose = member.participant
        sent = Sent(submission=submission, participant=whose, consent=consent, shared=shared, session=when)
        outcome, agreed = await self._writer.write(sent.store)
        if agreed is not None:
            self._people.know(member, agreed)
        if outcome == "stored":
            self._sendings.add(*place)
            if submission.week == self._facts.week_number:
                self._progress.answered(submission.exercise, submission.answers)
        return Taken(outcome=outcome, proof=own_proof, sealed=sealed_copy(self._store, member, submission))

    async def opened(self, submission: Submission, sealed: str, member: Member) -> Submission:
        """Return *submission* with the answers from a *sealed* copy that this host made of it before.

        The copy is *member*'s own, or of a place that is not there any more. Raises NoSubmission, StoreError.
        """
        copy = read_copy(sealed)
        whose = self._people.pseudonym(copy.public)
        # Whoever still has a place has the answers too, and gives them to no second one.
        if whose != member.participant and whose in await self._readers.read(self._store.participants):
            raise NoSubmission("This copy is of a place that is still there.")
        return replace(submission, answers=answers_in(self._store, copy, whose, submission))

    async def preview(self, week: int, exercise: str, item: str, text: str) -> Masked:
        """Return *text* as others would see it, and keep nothing. Raises UnknownName if it cannot be shared."""
        if item not in texts_of(self._facts.weeks, week, exercise) or len(text) > _LONGEST:
            raise UnknownName("This is no text that can be shared.")
        return await self._readers.read(self._masker.mask, text)

    def _consent(self, member: Member) -> str:
        version = self._people.agreed_under(member, self._facts.notice)
        if version is None:
            raise NotAgreed("This participant hasn't agreed to the notice in force.")
        return Consent(purpose=COUNTED, version=version, how=PAGE).words


def proof_of(store: Store, member: Member, submission: Submission) -> str:
    """Return what proves, to this cohort alone, that this submission of *member* was taken before."""
    sent = f"{submission.id} {submission.revision} {content_hash(submission)}"
    return store.hidden("taken", f"{member.participant} {sent}")


def texts_of(weeks: Mapping[int, Week], week: int, exercise: str) -> list[str]:
    """Return the items of an exercise whose texts can be shared. Raises UnknownName if there is no such exercise."""
    return [item.id for item in exercise_of(weeks, week, exercise).group_items if item.form == "text"]


def parts_of(masked: Masked) -> Iterator[dict[str, str | None]]:
    """Yield a masked text in pieces, each with its kind: a mask, perhaps a name, or None."""
    # In pieces rather than by place: a browser counts characters in another way.
    special = [(mark.start, mark.end, str(mark.kind)) for mark in masked.marks]
    special += [(start, end, "perhaps") for start, end in masked.perhaps]
    before = 0
    for start, end, kind in sorted(special):
        if before < start:
            yield {"text": masked.text[before:start], "kind": None}
        yield {"text": masked.text[start:end], "kind": kind}
        before = end
    if before < len(masked.text):
        yield {"text": masked.text[before:], "kind": None}


def confirmed(
    store: Store,
    masker: CohortMasker,
    member: Member,
    submission: Submission,
    given: Mapping[str, Given],
    version: str,
) -> list[Consent]:
    """Return the agreements of *member* about the texts in *submission*, under *version* of the notice.

    Raises NotShared if a text comes without one, under another notice, or not as masks would leave it.
    """
    texts = [item for item in texts_of(store.weeks, submission.week, submission.exercise) if item in submission.answers]
    if set(given) != set(texts):
        raise NotShared("text_unconfirmed")
    shared: list[Consent] = []
    for item in texts:
        text, about = str(submission.answers[item]), given[item]
        if about.version != version:
            raise NotShared("text_notice")
        if masker.mask(text).text != text:
            raise NotShared("text_unmasked")
        subject = subject_of(store, member.participant, submission.week, submission.exercise, item, text)
        shared += agreements(subject, version, quote=about.quote)
    return shared
