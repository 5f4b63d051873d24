"""What participants' pages ask of the host: joining, agreeing, sending answers, seeing one's own, and leaving."""

from __future__ import annotations

import contextlib
import hashlib
import json
import uuid
from typing import Any

from kit.answers.consents import COUNTED, PAGE, PURPOSES, Consent
from kit.answers.members import Member
from kit.answers.slip_sheets import hidden
from kit.answers.slips import is_slip
from kit.curriculum.items import TEXT_LIMIT
from kit.errors import ExerciseClosed, ExerciseNotOpen, NotShared, StoreError
from kit.live.codes import same_code, same_secret
from kit.live.http.base import Answering
from kit.live.people import Joined
from kit.live.refusals import Refused, refusal
from kit.live.taking import given_in, in_time, parts_of, texts_of
from kit.results.releases import FILE_NAME
from kit.sending.submissions import Submission

_MOST_IN_A_BUNDLE = 500
# A text may be longer before it is masked than after, and the author may shorten it only then.
_LONGEST = 2 * TEXT_LIMIT
_LATER = 3600
_FIELDS = {"week", "exercise", "revision", "answers", "shared", "session", "proof"}
_ABOUT = {"shared", "session", "proof"}  # how it was sent, rather than what


class Join(Answering):
    """``POST /api/join {code, attempt?}``: a place in the cohort, a cookie, and four words to come back with."""

    async def post(self) -> None:
        body = self.body()
        token = self.cookie(self.host.cookie)
        known = self.host.people.find(token)
        if known is not None:
            await self.serve(known)
            self._welcome(await self.host.people.renew(known, token))
            return
        if "code" not in body:
            raise self.refused(401, "not_joined")  # it came to be served, and no code was typed that could be wrong
        with self._places():
            joined = await self.host.people.join(_attempt(body.get("attempt")), self._slip(body.get("code")))
        self.host.joined()
        self._welcome(joined)

    def _slip(self, code: object) -> str | None:
        """The hash of a slip's code; None for the code of a session in one room. Refuses with 403."""
        # Never refused for what was tried before: nobody guesses a code, and everybody may sit behind one address.
        if is_slip(code):
            return hidden(self.host.store, code)
        if not self.host.session.in_room:
            raise self.refused(403, "slip_only")
        if not same_code(code, self.host.room.code):
            raise self.refused(403, "wrong_code")
        return None

    def _welcome(self, joined: Joined) -> None:
        self.keep_cookie(self.host.cookie, joined.token)
        words = {"words": joined.words} if joined.words else {}
        self.reply({"participant": joined.member.public, **words, "notice": self.host.notice_values()})


class Return(Join):
    """``POST /api/return {words}``: the same participant on another device."""

    async def post(self) -> None:
        words = self.body().get("words")
        who = (self.request.remote_ip or "", self.cookie(self.host.browser_cookie)[:64])
        self.slowed(*who)
        # Counted before it is known: of many guesses at once, none may slip through while the first is looked up.
        self.host.failures.add(*who)
        try:
            joined = await self.host.people.come_back(words)
        except StoreError:
            self.host.failures.forgive(*who)  # a store that is busy is nobody's guess
            raise
        if joined is None:
            raise self.refused(403, "wrong_words")
        self.host.failures.forgive(*who)
        with contextlib.suppress(Refused):  # the words were right; the page says what it waits for
            await self.serve(joined.member)
        self._welcome(joined)


class Agreement(Answering):
    """``POST /api/consent {purpose, version}``: the notice was read and agreed to."""

    async def post(self) -> None:
        member, body = self.served(), self.body()
        if body.get("purpose") != COUNTED:
            raise self.refused(400, "malformed")
        if body.get("version") != self.host.notice.version:
            raise self.refused(409, "other_notice")
        await self.host.agree(member)
        self.reply()


class TakeBack(Answering):
    """``POST /api/consent/take-back {purpose}``: an agreement ends, as easily as it was given."""

    async def post(self) -> None:
        member, purpose = self.member(), self.body().get("purpose")
        if purpose not in PURPOSES:
            raise self.refused(400, "malformed")
        await self.host.take_back(member, str(purpose))
        self.reply({"say": self.say(f"taken_back_{purpose}")})


class Sending(Answering):
    """What takes answers in, from whoever has agreed to the notice in force."""

    sends = True

    def _agreed(self, member: Member) -> str:
        version = self.host.notice.version
        if not self.host.people.agreed(member, version):
            raise self.refused(403, "not_agreed")
        return Consent(purpose=COUNTED, version=version, how=PAGE).words


class Submissions(Sending):
    """``PUT /api/submissions/{uuid}``: 201 once it is on the disk, 200 where it was there already.

    ``shared`` says for each text among the answers under which notice it is shared, and whether it may be quoted;
    ``session`` in which session it was written: from another one it is refused with 409, ``other_session``. With the
    ``proof`` of an earlier reply one is taken again that was lost here since, whatever became of session and exercise.
    """

    async def put(self, submission_id: str) -> None:
        member, body = self.served(), self.body()
        if not {"week", "exercise", "revision", "answers"} <= set(body) <= _FIELDS:
            raise self.refused(400, "malformed")
        session = body.get("session")
        if session is not None and not isinstance(session, str):
            raise self.refused(400, "malformed")
        said = {name: value for name, value in body.items() if name not in _ABOUT}
        submission = self.host.checked({**said, "id": submission_id, "cohort": self.host.store.cohort.slug})
        consent, place = self._agreed(member), (member.participant, submission.week, submission.exercise)
        if self.host.sendings.full(*place):
            raise self.refused(429, "too_often", retry=_LATER)
        proof = self.host.proof(member, submission)
        may = None if same_secret(str(body.get("proof", "")), proof) else in_time(self.host.session.id, session)
        outcome = await self.host.take(submission, member, consent, given_in(body), may=may)
        if outcome == "stored":
            self.host.sendings.add(*place)
        self.reply({"stored": outcome, "proof": proof}, status=201 if outcome == "stored" else 200)


class Preview(Answering):
    """``POST /api/texts/preview {week, exercise, item, text}``: a text as others would see it. Nothing is kept."""

    async def post(self) -> None:
        self.member()
        body = self.body()
        if set(body) != {"week", "exercise", "item", "text"}:
            raise self.refused(400, "malformed")
        week, exercise, item, text = (body[name] for name in ("week", "exercise", "item", "text"))
        if type(week) is not int or not isinstance(exercise, str) or not isinstance(text, str):
            raise self.refused(400, "malformed")
        if item not in texts_of(self.host.store, week, exercise) or len(text) > _LONGEST:
            raise self.refused(400, "malformed")
        masked = await self.host.read(self.host.masker.mask, text)
        self.reply({"text": masked.text, "parts": list(parts_of(masked)), "version": self.host.notice.version})


class Withdraw(Answering):
    """``POST /api/withdraw {confirm: true}``: all of the caller's answers go; published figures stand."""

    async def post(self) -> None:
        member = self.member()
        if self.body().get("confirm") is not True:
            raise self.refused(400, "confirm")
        seconds = self.host.leavings.wait(self.request.remote_ip or "")
        if seconds:
            raise self.refused(429, "many_leave", retry=seconds, seconds=seconds)
        await self.host.withdraw(member.participant)
        self.clear_cookie(self.host.cookie, path="/")
        self.reply({"say": self.say("withdrawn")})


class Import(Sending):
    """``POST /api/import {submissions, digest}``: what waited on a device, sent at once; refused whole if changed.

    ``digest`` is SHA-256 over the canonical JSON of ``submissions``. Each gets its own result.
    """

    most_bytes = 1024 * 1024

    async def post(self) -> None:
        member, body = self.served(), self.body()
        rows = body.get("submissions")
        if not isinstance(rows, list) or len(rows) > _MOST_IN_A_BUNDLE or body.get("digest") != digest(rows):
            raise self.refused(400, "bundle")
        checked = [self.host.checked(row) for row in rows]
        consent = self._agreed(member)
        results = [{"id": one.id, "result": await self._result(one, member, consent)} for one in checked]
        self.reply({"results": results})

    async def _result(self, submission: Submission, member: Member, consent: str) -> str:
        place = (member.participant, submission.week, submission.exercise)
        if self.host.sendings.full(*place):
            return "too_often"
        try:
            # A text is shared where its author sees it masked, which no file has been.
            outcome = await self.host.take(submission, member, consent, {}, may=in_time(self.host.session.id))
            if outcome == "stored":
                self.host.sendings.add(*place)
            return outcome
        except (ExerciseClosed, ExerciseNotOpen, NotShared) as error:
            return refusal(error, self.host.messages).code


class About(Answering):
    """``GET /api/about``: whether simulated people may visit, and how many places are left for them and others."""

    def get(self) -> None:
        counted, people = self.host.room.counted.people, self.host.people
        left = max(0, (counted or 0) - people.taken)
        self.reply({"simulated": self.host.session.simulated, "left": left if self.host.session.simulated else 0})


class State(Answering):
    """``GET /api/state``: how the room stands, and for a participant whether the notice was agreed to."""

    async def get(self) -> None:
        who = self.anybody()
        me: dict[str, Any] = {}
        if who not in ("screen", "facilitator"):
            member = self.member()
            me = {"me": {"participant": who, "agreed": self.host.people.agreed(member, self.host.notice.version)}}
        self.reply({**self.host.channel.current(), **me})


class Releases(Answering):
    """``GET /api/releases``: the bytes of published/releases.json."""

    async def get(self) -> None:
        self.anybody()
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", f'inline; filename="{FILE_NAME}"')
        self.finish(self.host.releases)


def digest(rows: object) -> str:
    """What shows that a bundle's submissions were neither changed nor cut short."""
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _attempt(given: object) -> str | None:
    """The id under which a device tries to join, where it is one that nobody guesses."""
    try:
        return str(uuid.UUID(given)) if isinstance(given, str) and len(given) <= 36 else None
    except ValueError:
        return None
