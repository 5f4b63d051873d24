"""Requests of participants' pages: joining, agreeing, sending answers, and leaving."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from kit.answers.members import Member
from kit.curriculum.policy import Notice
from kit.errors import (
    ExerciseClosed,
    ExerciseNotOpen,
    KitError,
    NoPlaceLeft,
    NotAdmitted,
    NotCounted,
    NotNew,
    NotShared,
    SlipUnknown,
    StoreError,
    StoreFull,
    TooOften,
)
from kit.live.events import Channel
from kit.live.facts import Facts
from kit.live.http.base import Answering
from kit.live.http.bodies import (
    BundleBody,
    ConfirmBody,
    ConsentBody,
    JoinBody,
    PreviewBody,
    PurposeBody,
    ReturnBody,
    SubmissionBody,
    ToldBody,
    checked,
    submission_in,
)
from kit.live.joining import Joining
from kit.live.limits import Failures, Leavings, Returns
from kit.live.people import Joined, People
from kit.live.published import Published
from kit.live.refusals import Refused, participant_refusal
from kit.live.taking import Taking, parts_of
from kit.results.releases import FILE_NAME
from kit.sending.submissions import Submission

_NO_PLACE: dict[type[KitError], str] = {
    StoreFull: "full",
    NotCounted: "uncounted",
    NoPlaceLeft: "no_place",
    NotNew: "not_new",
}


class Entering(Answering):
    """A request of somebody who comes in: with a code, with four words, or with a known device."""

    facts: Facts
    notice: Notice
    people: People
    joining: Joining

    async def serve(self, member: Member) -> None:
        """Count *member* among those who are here. Refuses with 409 and says what to do."""
        if self.people.is_served(member):
            return
        await self.check_pace(await self.joining.wait(self.remote, known=True))
        with self.refusing_without_a_place(known=True):
            await self.people.serve(member)

    async def check_pace(self, seconds: int) -> None:
        """Refuse with 429 whoever has to wait for some *seconds*."""
        if seconds:
            await self.joining.pause(self.remote)
            raise self.refusal(429, "too_many", retry=seconds, seconds=seconds)

    @contextlib.contextmanager
    def refusing_without_a_place(self, *, known: bool = False) -> Iterator[None]:
        """Turn errors about places into refusals in a participant's words; *known* as in ``Joining.wait``."""
        try:
            yield
        except SlipUnknown:
            self.joining.refused(self.remote, known=known, slip=True)
            raise self.refusal(403, "wrong_slip") from None
        except (StoreFull, NotCounted, NoPlaceLeft, NotNew) as error:
            self.joining.refused(self.remote, known=known)
            values = {"size": self.facts.size, "people": self.joining.people()}
            raise self.refusal(409, _NO_PLACE[type(error)], **values) from None

    def welcome(self, joined: Joined) -> None:
        """Reply with the device's key as a cookie, and for a newcomer with the words to come back."""
        self.keep_cookie(self.access.cookie, joined.token)
        words = {"words": joined.words} if joined.words else {}
        self.reply({"participant": joined.member.public, **words, "notice": self.notice.shown()})


class Join(Entering):
    """``POST /api/join {code, attempt?}``: a place in the cohort, a cookie, and four words to come back with."""

    async def post(self) -> None:
        body = self.body_as(JoinBody)
        token = self.cookie(self.access.cookie)
        known = self.access.participant(token)
        if known is not None:
            await self.serve(known)
            self.welcome(await self.people.renew(known, token))
            return
        if not body.has_code:
            raise self.refusal(401, "not_joined")  # it came to be served, and no code was typed that could be wrong
        try:
            slip = self.joining.admit(body.code)
        except NotAdmitted:
            await self.joining.pause(self.remote)
            raise
        await self.check_pace(await self.joining.wait(self.remote, attempt=body.attempt, slip=slip, known=False))
        with self.refusing_without_a_place():
            joined = await self.people.join(body.attempt, slip)
        self.joining.joined(self.remote, body.attempt)
        self.welcome(joined)


class Return(Entering):
    """``POST /api/return {words}``: the same participant on another device; on a device of theirs, that one again."""

    wrong_words: Failures
    returns: Returns

    async def post(self) -> None:
        words = self.body_as(ReturnBody).words
        who = (self.remote, self.cookie(self.access.browser_cookie)[:64])
        await self.check_pace(self.wrong_words.wait(*who))
        # Counted before it is known: of many guesses at once, none may slip through while the first is looked up.
        self.wrong_words.add(*who)
        try:
            member = await self.people.with_words(words)
        except StoreError:
            self.wrong_words.forgive(*who)  # a store that is busy is nobody's guess
            raise
        if member is None:
            raise self.refusal(403, "wrong_words")
        self.wrong_words.forgive(*who)
        joined = await self._joined(member)
        with contextlib.suppress(Refused):  # the words were right; the page says what it waits for
            await self.serve(joined.member)
        self.welcome(joined)

    async def _joined(self, member: Member) -> Joined:
        token = self.cookie(self.access.cookie)
        if self.access.participant(token) == member:
            return await self.people.renew(member, token)
        seconds = self.returns.wait(member.participant)
        if seconds:
            raise self.refusal(429, "many_devices", retry=seconds, seconds=seconds)
        return await self.people.come_back(member)


class Agreement(Answering):
    """``POST /api/consent {purpose, version}``: the notice was read and agreed to."""

    notice: Notice
    people: People

    async def post(self) -> None:
        member, body = self.served(), self.body_as(ConsentBody)
        if body.version != self.notice.version:
            raise self.refusal(409, "other_notice")
        await self.people.agree(member, self.notice.version)
        self.reply()


class Told(Answering):
    """``POST /api/notice/told {version}``: what has changed in the notice was read. Nothing is agreed to by it."""

    notice: Notice
    people: People

    async def post(self) -> None:
        member, body = self.served(), self.body_as(ToldBody)
        if body.version != self.notice.version:
            raise self.refusal(409, "other_notice")
        await self.people.tell(member, self.notice.version)
        self.reply()


class TakeBack(Answering):
    """``POST /api/consent/take-back {purpose}``: an agreement ends, as easily as it was given."""

    people: People

    async def post(self) -> None:
        member, purpose = self.member(), self.body_as(PurposeBody).purpose
        await self.people.take_back(member, purpose)
        self.reply({"say": self.sentence(f"taken_back_{purpose}")})


class Submissions(Answering):
    """``PUT /api/submissions/{uuid}``: 201 once it is on the disk, 200 where it was there already.

    ``shared`` says for each text among the answers under which notice it is shared, and whether it may be quoted;
    ``session`` in which session it was written: from another one it is refused with 409, ``other_session``. With the
    ``proof`` of an earlier reply one is taken again that was lost here since, whatever became of session and exercise.
    The reply has a ``sealed`` copy of the answers, which can be sent in their place.
    """

    facts: Facts
    taking: Taking

    sends = True

    async def put(self, submission_id: str) -> None:
        member, body = self.served(), self.body_as(SubmissionBody)
        submission = submission_in({**body.values(), "id": submission_id, "cohort": self.facts.cohort}, self.facts)
        if body.sealed is not None:
            submission = checked(await self.taking.opened(submission, body.sealed, member), self.facts)
        taken = await self.taking.take(submission, member, body.shared, session=body.session, proof=body.proof or "")
        again = {"proof": taken.proof, "sealed": taken.sealed}
        self.reply({"stored": taken.outcome, **again}, status=201 if taken.outcome == "stored" else 200)


class Preview(Answering):
    """``POST /api/texts/preview {week, exercise, item, text}``: a text as others would see it. Nothing is kept."""

    notice: Notice
    taking: Taking

    async def post(self) -> None:
        self.member()
        body = self.body_as(PreviewBody)
        masked = await self.taking.preview(body.week, body.exercise, body.item, body.text)
        self.reply({"text": masked.text, "parts": list(parts_of(masked)), "version": self.notice.version})


class Withdraw(Answering):
    """``POST /api/withdraw {confirm: true}``: all of the caller's answers go; published figures stand."""

    people: People
    leavings: Leavings

    async def post(self) -> None:
        member = self.member()
        self.body_as(ConfirmBody, otherwise="confirm")
        seconds = self.leavings.wait(self.remote)
        if seconds:
            raise self.refusal(429, "many_leave", retry=seconds, seconds=seconds)
        await self.people.withdraw(member.participant)
        self.clear_cookie(self.access.cookie, path="/")
        self.reply({"say": self.sentence("withdrawn")})


class Import(Answering):
    """``POST /api/import {submissions, digest}``: what waited on a device, sent at once; refused whole if changed.

    ``digest`` is SHA-256 over the canonical JSON of ``submissions``. Each gets its own result.
    """

    facts: Facts
    taking: Taking

    sends = True
    most_bytes = 1024 * 1024

    async def post(self) -> None:
        member, body = self.served(), self.body_as(BundleBody, otherwise="bundle")
        if body.digest != digest(body.submissions):
            raise self.refusal(400, "bundle")
        checked = [submission_in(row, self.facts) for row in body.submissions]
        if not self.access.has_agreed(member):
            raise self.refusal(403, "not_agreed")
        results = [{"id": one.id, "result": await self._result(one, member)} for one in checked]
        self.reply({"results": results})

    async def _result(self, submission: Submission, member: Member) -> str:
        try:
            # A text is shared where its author sees it masked, which no file has been.
            return (await self.taking.take(submission, member, {})).outcome
        except (ExerciseClosed, ExerciseNotOpen, NotShared, TooOften) as error:
            return participant_refusal(error, self.messages).code


class About(Answering):
    """``GET /api/about``: which cohort's session this is, and how many places are left for simulated people, if any.

    A notebook elsewhere asks this before it shows a key that it has.
    """

    facts: Facts
    joining: Joining

    def get(self) -> None:
        simulated = self.facts.simulated
        left = self.joining.left() if simulated else 0
        self.reply({"cohort": self.facts.identity, "simulated": simulated, "left": left})


class State(Answering):
    """``GET /api/state``: how the room stands, and for a participant whether the notice was agreed to."""

    for_everyone: Channel

    async def get(self) -> None:
        who = self.anybody()
        me: dict[str, Any] = {}
        if who not in ("screen", "facilitator"):
            me = {"me": {"participant": who, "agreed": self.access.has_agreed(self.member())}}
        self.reply({**self.for_everyone.current(), **me})


class Releases(Answering):
    """``GET /api/releases``: the bytes of published/releases.json."""

    published: Published

    async def get(self) -> None:
        self.anybody()
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", f'inline; filename="{FILE_NAME}"')
        self.finish(self.published.content)


def digest(rows: object) -> str:
    """Return a digest that shows whether submissions were changed or cut short."""
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
