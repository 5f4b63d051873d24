"""The card at the top of a participant's notebook with which it takes part in a session elsewhere.

From the front end, each as ``type``:
``hello``                                  the card appears
``join``, ``back_with`` address, who, secret  with a code, or with four words
``me``, ``other``                          whose place it is that is kept here
``mine``, ``not_mine``                     whether what waits here is this person's
``trust``, ``back``, ``again``             the certificate is the right one; another try
``agree``, ``later``, ``read_notice``, ``told``, ``noted``, ``leave``
To it ``step``: which step is shown, with what it is about, a ``problem`` or a ``line`` in words.
What takes a while is done in a thread, so that the notebook's cells go on.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from kit.curriculum.registers import Messages
from kit.errors import HostAway, HostError, HostUnknown, JoinError, OutboxError, TranslatableError
from kit.sending.door import fingerprint, read_address
from kit.sending.joining import Joined, Visit, agree, leave, refreshed, told, trusted_at
from kit.sending.place import Place, read_place
from kit.sending.sender import Sender, sender_of
from kit.settings import Places
from kit.widgets.bundler import front_end
from kit.widgets.threads import Kernel

_LONGEST = 300


class TakingPartWidget(anywidget.AnyWidget):
    """Takes part from the notebooks of *places*; *changed* is called once these are about another cohort."""

    _esm, _css = front_end("take_part")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, places: Places, messages: Messages, *, changed: Callable[[], None] = lambda: None) -> None:
        words = messages.section("join_card")
        words |= {name: messages(f"page.{name}") for name in _SHARED_WORDS}
        super().__init__(spec={"place": "notebook", "messages": words})
        self._places, self._messages, self._on_change = places, messages, changed
        self._kernel = Kernel()
        self._visit: Visit | None = None
        self._wanted: dict[str, str] = {}
        self._pem = ""
        self._moved = False
        self._joined: Joined | None = None
        self._words: list[str] = []
        self._busy = False
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("joining.run_again")

    @property
    def _expected(self) -> str:
        elsewhere = self._places.published == self._places.outbox / "published"
        return "" if self._places.sample or elsewhere else self._places.identity

    @property
    def _folder_sender(self) -> Sender:
        return sender_of(self._visit.folder if self._visit else self._places.outbox)

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        act = {
            "hello": self._hello,
            "join": lambda: self._come(content),
            "back_with": lambda: self._come(content),
            "me": self._me,
            "other": self._other,
            "mine": self._enter,
            "not_mine": self._other,
            "trust": self._trust,
            "again": self._enter,
            "back": self._start,
            "agree": self._agree,
            "later": self._inside,
            "read_notice": self._me,
            "told": self._told,
            "noted": self._noted,
            "leave": self._leave,
        }.get(kind if isinstance(kind, str) else "")
        if act is not None:
            act()

    def _say(self, step: str, **about: Any) -> None:
        self.send({"type": "step", "step": step, **about})

    def _hello(self) -> None:
        """Where things stand: a card that is shown again goes on where it was."""
        try:
            place = read_place(self._places.outbox)
        except OutboxError as error:
            self._start(self._messages.of_error(error))
            return
        if self._joined is not None or (place is not None and self._folder_sender.takes_part):
            self._inside()
        elif place is not None:
            self._say("whose", who=place.who, since=place.since)
        else:
            self._start()

    def _start(self, problem: str = "") -> None:
        wanted = self._wanted
        who = wanted.get("who") or _account()
        self._say("start", address=wanted.get("address", ""), who=who, open=bool(wanted or problem), problem=problem)

    def _come(self, content: dict[str, Any]) -> None:
        """Somebody wants to take part at an address."""
        self._wanted = {name: str(content.get(name, ""))[:_LONGEST] for name in ("type", "address", "who", "secret")}
        self._visit, self._pem = None, ""
        self._beside(self._look)

    def _look(self) -> Callable[[], None]:
        """Find out whose session it is, and what stands between this person and a place in it."""
        address, code = read_address(self._wanted["address"])
        self._wanted["secret"] = self._wanted["secret"] or (code if self._wanted["type"] == "join" else "")
        try:
            visit = Visit(address, pem=self._pem or trusted_at(address), expected=self._expected)
        except HostUnknown as unknown:
            self._pem = unknown.pem
            seen = fingerprint(unknown.pem)
            return lambda: self._say("certificate", fingerprint=seen)
        self._visit = visit
        there, waiting = visit.there, visit.waiting
        if there is not None:
            return lambda: self._say("known", who=there.who, since=there.since)
        if waiting:
            return lambda: self._say("found", count=waiting)
        return self._entered()

    def _trust(self) -> None:
        self._beside(self._look)

    def _me(self) -> None:
        """The place that is kept here is this person's: they take part as before, at the address of now."""
        visit = self._visit
        there = read_place(self._places.outbox)

        def go_on() -> Callable[[], None]:
            if visit is not None:
                return self._in(visit.go_on())
            if there is None:
                return self._start
            try:
                return self._in(refreshed(there))
            except HostAway:
                # It's theirs all the same: what they send waits, and goes once somebody answers.
                return self._welcome_later

        self._beside(go_on)

    def _other(self) -> None:
        """What is kept here is somebody else's: it is put out of the way for them."""
        visit = self._visit
        try:
            self._folder_sender.step_back()
            (visit or Visit.at(self._places.outbox)).not_mine()
        except OutboxError as error:
            self._start(self._messages.of_error(error))
            return
        if visit is None:
            self._start()
        else:
            self._enter()

    def _enter(self) -> None:
        self._beside(self._entered)

    def _entered(self) -> Callable[[], None]:
        visit, wanted = self._visit, self._wanted
        if visit is None:
            return self._start
        enter = visit.come_back if wanted["type"] == "back_with" else visit.join
        return self._in(enter(wanted["secret"], wanted["who"] or _account()))

    def _in(self, joined: Joined) -> Callable[[], None]:
        self._joined = joined
        self._words = list(joined.words) or self._words
        return self._welcome

    def _welcome(self) -> None:
        """Somebody is in: what they are told first, and then that they are."""
        joined = self._joined
        if joined is None:
            self._start()
            return
        sender = self._folder_sender
        sender.take_part()
        if self._visit and self._visit.folder != self._places.outbox:
            self._moved = True
        self._on_change()
        notice, session = joined.session.notice, joined.session
        if not session.agreed:
            self._say("notice", short=list(notice.short), sentences=list(notice.sentences))
        elif session.news:
            self._say("news", sentences=list(session.news))
        else:
            self._inside()

    def _welcome_later(self) -> None:
        """Somebody is back, and the host doesn't answer."""
        self._folder_sender.take_part()
        self._on_change()
        self._inside(line=self._messages("join_card.in_later"))

    def _agree(self) -> None:
        self._then(lambda joined: agree(joined.place, joined.session.notice.version))

    def _told(self) -> None:
        self._then(lambda joined: told(joined.place, joined.session.notice.version))

    def _then(self, do: Callable[[Joined], None]) -> None:
        """Do something as this person, and show where things stand after it."""
        joined = self._joined
        if joined is None:
            self._hello()
            return

        def job() -> Callable[[], None]:
            do(joined)
            self._joined = refreshed(joined.place)
            self._folder_sender.look_again()
            return self._inside

        self._beside(job)

    def _inside(self, line: str = "") -> None:
        joined = self._joined
        agreed, place = (joined.session.agreed, joined.place) if joined else (True, self._kept())
        who = place.who if place else ""
        self._say("in", who=who, words=self._words, agreed=agreed, again=self._moved, line=line)

    def _kept(self) -> Place | None:
        return read_place(self._folder_sender.folder)

    def _noted(self) -> None:
        self._words = []
        self._inside()

    def _leave(self) -> None:
        """Let go of the key; what never arrived stays, and is told."""
        sender = self._folder_sender
        sender.step_back()
        try:
            waiting = leave(sender.folder)
        except OutboxError as error:
            self._start(self._messages.of_error(error))
            return
        self._joined, self._visit, self._words = None, None, []
        line = self._messages("join_card.left_waiting", count=waiting) if waiting else self._messages("join_card.left")
        self._say("start", who=_account(), line=line)

    def _beside(self, job: Callable[[], Callable[[], None]]) -> None:
        """Do *job* in a thread; what speaks against it is said in the step that it began with."""

        def careful() -> Callable[[], None]:
            try:
                return job()
            except JoinError as error:
                words = self._messages.of_error(error)
                if error.name == "wait":
                    return lambda: self._say("wait", said=words)
                return lambda: self._start(words)
            except TranslatableError as error:
                words = self._messages.of_error(error)
                return lambda: self._start(words)
            except HostUnknown:
                return lambda: self._start(self._messages("joining.not_trusted"))
            except HostError as error:
                words = str(error)
                return lambda: self._start(words)

        self._kernel.beside(careful)


_SHARED_WORDS = (
    *("notice_title", "notice_all", "agree_about", "news_title", "news_about", "words_title", "words_lead"),
    *("words_copy", "words_take", "words_taken", "words_not_taken", "before", "come_back", "join"),
)


def _account() -> str:
    """What this account is called; empty where the system doesn't say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
