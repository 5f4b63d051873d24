"""Taking bundles in: the cohort's key pair, and recording what a bundle holds, whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from kit.answers import schema
from kit.answers.answer_files import shown
from kit.answers.bundle_keys import FITTING_FILE, KEY_FILE, KEY_LENGTH, opened_key, sealed_key
from kit.answers.consents import COUNTED, Consent
from kit.answers.ending import deleted_on, is_deleted
from kit.answers.finding import People, Person
from kit.answers.folder import FOLDER_MODE
from kit.answers.pseudonyms import whose
from kit.answers.recording import Row, exercise_of
from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.sealing.opening import ready_key
from kit.answers.store import Store
from kit.answers.withdrawals import who_withdrew
from kit.errors import ContentError, ImportRefused, InvalidAnswer, StoreError, SubmissionConflict, UnknownName
from kit.sending.sealed import AGREED, Bundle, open_sealed, public_text, read_sealed
from kit.sending.submissions import validate
from kit.settings import PUBLIC_FILE, Cohort
from kit.system.disk import disk_fault, write_private, write_text
from kit.system.opening import bytes_of

SOURCE = schema.BUNDLED


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a bundle: whether anything in it was new, and whether it is held for want of consent.

    It says no more: one bundle is one person, and how much somebody answered is nobody else's business.
    """

    new: bool
    held: bool


def make_key(cohort: Cohort) -> None:
    """See that the cohort has a key pair: the private half in private/, the public half in published/cohort.pub.

    What is there stays; a public half that does not fit is written anew. Raises StoreError where the private half
    is missing or damaged, where the cohort has come to its end, or where the disk refuses. The caller holds the store's
    lock, or has just made the folder.
    """
    day = deleted_on(cohort)
    if day is not None:
        raise is_deleted(cohort, day)
    path, public = cohort.private / KEY_FILE, cohort.published / PUBLIC_FILE
    try:
        cohort.private.mkdir(mode=FOLDER_MODE, exist_ok=True)
        key = ready_key(cohort)
        if not os.path.lexists(path):
            if os.path.lexists(public):
                raise _missing(path)
            write_private(path, sealed_key(X25519PrivateKey.generate().private_bytes_raw(), key))
        text = public_text(cohort.slug, _read_key(path, key).public_key(), cohort.id)
        if not public.is_file() or bytes_of(public) != text.encode():
            cohort.published.mkdir(exist_ok=True)
            write_text(public, text)
        fitting = cohort.private / FITTING_FILE
        if not fitting.is_file() or bytes_of(fitting) != text.encode():
            write_private(fitting, text.encode())
    except OSError as error:
        raise disk_fault(path, error) from None


def take_bundle(path: Path, store: Store, *, consent: str | None, named: str = "") -> Taken:
    """Store the bundle at *path*: all of it, or ImportRefused or StoreError in one sentence and nothing of it.

    The same bundle again changes nothing. *consent* is where consent was given, if not in the bundle itself. *named* is
    a code of the person who made it, or their slip, where the bundle itself does not tell.
    """
    data = read_sealed(path)
    bundle = open_sealed(data, read_key(store.cohort, store.envelopes.key), store.cohort.slug, name=path.name)
    _check(bundle, store, path.name)
    person, code = _person(bundle, store, named, path.name), store.participant(bundle.participant)
    participant = person.participant
    if person.gone or who_withdrew(store.cohort.private) & {participant, code}:
        raise ImportRefused(
            f"{path.name}: whoever made this bundle has withdrawn since, so nothing of it was stored; delete the file."
        )
    words = (consent or "").strip() or (AGREED if bundle.agreed else None)
    rows = [Row(submission=one, participant=participant, consent=words, source=SOURCE) for one in bundle.submissions]
    try:
        spent = {participant: person.slip} if person.slip and rows else {}
        counts = store.record_all(
            rows,
            given=_consent(bundle, words),
            known_as={participant: (code, *person.codes)} if rows else {},
            spent=spent,
        )
    except SubmissionConflict:
        raise ImportRefused(
            f"{path.name}: answers in this bundle are here already with another content, so nothing of it was stored; "
            "ask for a new bundle from the computer on which the exercises were filled in."
        ) from None
    except ContentError as error:
        raise ContentError(f"{path.name} wasn't stored: {error}") from None
    return Taken(new=counts.stored > 0, held=words is None and _any_held(bundle, store))


def read_key(cohort: Cohort, key: CohortKey) -> X25519PrivateKey:
    """The key that opens the cohort's bundles. Raises StoreError where it is missing or damaged."""
    return _read_key(cohort.private / KEY_FILE, key)


def _check(bundle: Bundle, store: Store, name: str) -> None:
    """See that every answer fits its item now, before anything is written."""
    for submission in bundle.submissions:
        try:
            validate(exercise_of(store.weeks, submission.week, submission.exercise), submission.answers)
        except (InvalidAnswer, UnknownName):
            # Without the reason: it might tell what a person answered.
            raise ImportRefused(
                f"{name}: its answers to week {submission.week}, exercise '{submission.exercise}', don't fit this "
                "cohort's week file, so nothing of it was stored; was it made with another version of the week?"
            ) from None


def _person(bundle: Bundle, store: Store, named: str, name: str) -> Person:
    """Whose bundle it is: who sent one of its submissions before, or from that computer, or has the slip or the code.

    Raises ImportRefused where nobody is: one person with two computers would be two people.
    """
    known = _known(bundle, store)
    people = People(store)
    # Whoever made it may have written anything into it; what a facilitator names was asked of a person.
    person = people.find(named) if named else people.by_slip(bundle.slip)
    if known is not None:
        if named and person.participant != known:
            raise ImportRefused(
                f"{name}: this bundle belongs to someone else than {shown(named)}: what is in it, or something else "
                "from the same computer, was stored for another code. Nothing of it was stored; leave --whose out."
            )
        return Person(participant=known)
    if person.gone or (person.participant and not person.alike and (person.slip or not person.new)):
        return person
    if named and person.new and not person.alike_gone and not people.by_slips:
        return person
    raise ImportRefused(f"{name}: {_no_place(named, bundle)} Nothing of it was stored.")


def _no_place(named: str, bundle: Bundle) -> str:
    """Why a bundle of somebody unknown is not taken, and what helps."""
    if named or bundle.slip:
        return (
            f"no slip that is left has the code {shown(named or bundle.slip)}, and nobody in the cohort has it; a slip "
            "that was used on a device or cancelled isn't taken. Ask for the right code and name it with --whose CODE."
        )
    return (
        "nothing was taken in from this computer before, and the bundle names no slip, so it may be one more of "
        "someone who is here already. Ask whose it is and name a code of theirs, or their slip, with --whose CODE; or "
        "ask for a new one: kit export --bundle FILE --slip CODE."
    )


def _known(bundle: Bundle, store: Store) -> str | None:
    """Who sent one of the bundle's submissions before, or else whom the device's code stands for."""
    table = schema.submissions
    ids = [one.id for one in bundle.submissions]
    code, there = store.participant(bundle.participant), store.participants()
    with store.reading() as connection:
        sent = set(connection.scalars(select(table.c.participant).where(table.c.id.in_(ids))))
        who = sent.pop() if len(sent) == 1 else whose(connection, code)
    return who if who in there or who in who_withdrew(store.cohort.private) else None


def _consent(bundle: Bundle, words: str | None) -> Consent | None:
    """What whoever made the bundle agreed to; under the notice they were shown, or as the facilitator says."""
    if words is None:
        return None
    return Consent(purpose=COUNTED, version=bundle.notice if words == AGREED else "", how=words)


def _any_held(bundle: Bundle, store: Store) -> bool:
    ids = {one.id for one in bundle.submissions}
    standing = store.standing({one.week for one in bundle.submissions})
    return any(one.id in ids and not one.consented for rows in standing.values() for one in rows)


def _read_key(path: Path, key: CohortKey) -> X25519PrivateKey:
    try:
        data = bytes_of(path)
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise disk_fault(path, error) from None
    raw = opened_key(data, key)
    if raw is None or len(raw) != KEY_LENGTH:
        raise StoreError(f"{path}: the key to the cohort's bundles is damaged; copy it back from your backup.")
    return X25519PrivateKey.from_private_bytes(raw)


def _missing(path: Path) -> StoreError:
    return StoreError(
        f"{path}: the key to the cohort's bundles is missing, and without it no bundle can be opened; copy it back "
        "from your backup."
    )
