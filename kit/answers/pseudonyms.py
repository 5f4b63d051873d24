"""Pseudonyms: keyed from the cohort's own secret, a separate key for each purpose, never from the name alone."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import Column, Connection, ForeignKey, String, Table, insert, select

from kit.answers.schema import metadata
from kit.curriculum.reading import clean_text
from kit.errors import StoreError
from kit.system.disk import disk_fault, write_private
from kit.system.opening import bytes_of

FILE_NAME = "secret.key"
LENGTH = 32
PSEUDONYM = re.compile(r"p[0-9a-f]{32}")


class Secret:
    """The cohort's secret. Without it a pseudonym leads back to nobody, and nobody to a pseudonym."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._keys: dict[str, bytes] = {}

    def pseudonym(self, label: str) -> str:
        """The pseudonym of a participant's code or account: ``p`` and 32 hexadecimal digits.

        Raises StoreError where the code is empty.
        """
        code = clean_text(label)
        if not code:
            raise StoreError("A participant needs a code of at least one letter or digit.")
        return "p" + self._keyed("pseudonym", code)[:32]

    def code(self, kind: str, text: str) -> str:
        """A keyed code under which a participant is found again, of another *kind* than the pseudonyms."""
        return "p" + self._keyed(f"code {kind}", text)[:32]

    def order(self, text: str) -> str:
        """A place for *text* in an order that outsiders cannot foresee, such as for cutting a group into parts."""
        return self._keyed("order", text)

    def hidden(self, purpose: str, text: str) -> str:
        """A keyed hash of something short that a thief of the database alone must not guess."""
        return self._keyed(f"hidden {purpose}", text)

    @property
    def check(self) -> str:
        """What tells this secret from another without giving it away."""
        return self._keyed("check", "")

    def _keyed(self, purpose: str, text: str) -> str:
        key = self._keys.get(purpose)
        if key is None:
            key = self._keys[purpose] = hmac.digest(self._key, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode("utf-8", "replace"), "sha256").hex()


def open_secret(private: Path, *, may_make: bool) -> Secret:
    """The secret in the folder *private*; made there where *may_make* holds and there is none.

    Raises StoreError where it is missing, damaged or unreadable. The caller holds the store's lock.
    """
    path = private / FILE_NAME
    try:
        if not os.path.lexists(path):
            if not may_make:
                raise StoreError(
                    f"{path}: the cohort's secret is missing, and without it its answers can't be told apart; "
                    "copy it back from your backup."
                )
            write_private(path, secrets.token_bytes(LENGTH))
        key = bytes_of(path)
    except OSError as error:
        raise disk_fault(path, error) from None
    if len(key) != LENGTH:
        raise StoreError(f"{path}: the cohort's secret is damaged; copy it back from your backup.")
    return Secret(key)


# Further codes under which the same participant has sent something, so that each of them can withdraw everything.

aliases = Table(
    "aliases",
    metadata,
    Column("code", String, primary_key=True),  # the pseudonym that the code alone would give
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), nullable=False, index=True),
)

_NOTE = insert(aliases).prefix_with("OR IGNORE")


def note_alias(connection: Connection, code: str, participant: str) -> None:
    """Remember that the pseudonym *code* stands for *participant*, unless it is the same."""
    note_aliases(connection, {participant: [code]})


def note_aliases(connection: Connection, known_as: Mapping[str, Iterable[str]]) -> None:
    """As ``note_alias``, for all codes of several participants."""
    rows = [
        {"code": code, "participant": participant}
        for participant, codes in known_as.items()
        for code in codes
        if code != participant
    ]
    if rows:
        connection.execute(_NOTE, rows)


def whose(connection: Connection, code: str) -> str:
    """The participant for whom the pseudonym *code* stands: most often itself."""
    return connection.scalar(select(aliases.c.participant).where(aliases.c.code == code)) or code


def all_aliases(connection: Connection) -> dict[str, str]:
    """Every code with the participant for whom it stands."""
    return {row.code: row.participant for row in connection.execute(select(aliases))}


def aliases_of(connection: Connection, participant: str) -> list[str]:
    """The other pseudonyms that stand for *participant*."""
    return list(connection.scalars(select(aliases.c.code).where(aliases.c.participant == participant)))
