"""Taking part in a session elsewhere from the notebooks on this computer, and no longer taking part."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Callable
from typing import Annotated

import typer

from kit.cli.app import app, say, told_in
from kit.curriculum.registers import Messages, messages_in
from kit.errors import HostUnknown, JoinError
from kit.sending.door import fingerprint, read_address
from kit.sending.joining import Joined, Visit, agree, leave, told, trusted_at
from kit.sending.place import read_place
from kit.sending.sender import Sender
from kit.settings import Places, find_places

_PATIENCE = 20.0


@app.command(
    "join",
    epilog="Examples: kit join http://192.168.1.20:8710 7K3M-Q2ZD, or with your four words: kit join ADDRESS --words",
)
def join_(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="The address that the screen or the invitation has.")
    ],
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help="The code from the screen or your slip; left out, it is asked for.")
    ] = "",
    words: Annotated[bool, typer.Option("--words", help="Come back with your four words; they are asked for.")] = False,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What you are called on this computer; it is sent to nobody.")
    ] = "",
    print_: Annotated[
        str, typer.Option("--fingerprint", metavar="TEXT", help="The certificate's fingerprint, as the screen has it.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--agree", help="Agree that your answers are counted, having read the notice.")
    ] = False,
) -> None:
    """Take part in a session from your own notebooks.

    What you send in the notebooks on this computer then goes to the session's host by itself.
    """
    places = find_places(joined=True)
    messages = messages_in(places.curriculum)
    at, behind = read_address(address)
    with told_in(messages):
        visit = _visit(at, print_, _expected(places), messages)
        joined = _take_place(visit, code or behind, name, messages, with_words=words)
        say(messages("joining.joined", who=joined.place.who))
        _show_words(joined, messages)
        _notice(joined, messages, sure=yes)
        _send(visit, messages)


@app.command("leave", epilog="Example: kit leave")
def leave_() -> None:
    """Stop taking part from your own notebooks.

    What you sent stays with your facilitator; your four words bring you back.
    """
    places = find_places(joined=True)
    messages = messages_in(places.curriculum)
    with told_in(messages):
        place = read_place(places.outbox)
        if place is None:
            raise JoinError("not_joined")
        _flush(Sender(places.outbox))
        waiting = leave(places.outbox)
    say(messages("joining.left", who=place.who))
    if waiting:
        say(messages("joining.left_waiting", count=waiting, folder=places.outbox))


def _expected(places: Places) -> str:
    """The cohort whose folder this is; empty where it is nobody's, or where only an earlier joining says so."""
    return "" if places.sample or places.published == places.outbox / "published" else places.identity


def _visit(address: str, shown: str, expected: str, messages: Messages) -> Visit:
    try:
        return Visit(address, pem=trusted_at(address), expected=expected)
    except HostUnknown as unknown:
        seen = fingerprint(unknown.pem)
        if shown and not secrets.compare_digest(_plain(shown), _plain(seen)):
            raise JoinError("other_certificate", seen=seen) from None
        say(messages("joining.certificate", fingerprint=seen))
        if not shown and not typer.confirm(messages("joining.certificate_same")):
            raise JoinError("not_trusted") from None
        return Visit(address, pem=unknown.pem, expected=expected)


def _plain(text: str) -> bytes:
    return "".join(text.split()).replace(":", "").upper().encode()


def _take_place(visit: Visit, code: str, name: str, messages: Messages, *, with_words: bool) -> Joined:
    there = visit.there
    if there is not None:
        if typer.confirm(messages("joining.is_it_you", who=there.who, since=there.since)):
            return _patiently(lambda: visit.go_on(name), messages)
        visit.not_mine()
    elif visit.waiting and not typer.confirm(messages("joining.are_they_yours", count=visit.waiting)):
        visit.not_mine()
    who = name or typer.prompt(messages("joining.who"), default=getpass.getuser())
    if with_words:
        typed = typer.prompt(messages("page.words_typed"), hide_input=True)
        return _patiently(lambda: visit.come_back(typed, who), messages)
    given = code or typer.prompt(messages("page.code_of_code"))
    return _patiently(lambda: visit.join(given, who), messages)


def _patiently(enter: Callable[[], Joined], messages: Messages) -> Joined:
    """Enter; where there is no place yet, whoever wants to tries again."""
    while True:
        try:
            return enter()
        except JoinError as error:
            if error.name != "wait":
                raise
            say(messages.of_error(error))
            if not typer.confirm(messages("joining.again"), default=True):
                raise


def _show_words(joined: Joined, messages: Messages) -> None:
    if joined.words:
        say()
        say(messages("page.words_title") + ":  " + " ".join(joined.words))
        say(messages("page.words_lead"))


def _notice(joined: Joined, messages: Messages, *, sure: bool) -> None:
    session = joined.session
    if session.agreed:
        if session.news:
            say(messages("page.news_title"))
            for sentence in session.news:
                say(f"  {sentence}")
            told(joined.place, session.notice.version)
        return
    say()
    say(messages("page.notice_title"))
    for sentence in (*session.notice.short, "", *session.notice.sentences):
        say(f"  {sentence}")
    say()
    if sure or typer.confirm(messages("joining.agree")):
        agree(joined.place, session.notice.version)
    else:
        say(messages("joining.not_agreed"))


def _send(visit: Visit, messages: Messages) -> None:
    """Send what waits, and say what comes next."""
    waiting = _flush(Sender(visit.folder))
    say(messages("joining.still_waiting", count=waiting) if waiting else messages("joining.now"))


def _flush(sender: Sender) -> int:
    """Send what waits, within reason; how much still waits."""
    if sender.outbox.waiting():
        sender.start()
        sender.flush(_PATIENCE)
        sender.stop()
    return len(sender.outbox.waiting())
