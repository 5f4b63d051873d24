"""Bundles: one person's answers as one file that the cohort's own key alone opens.

The file says which cohort it is for and nothing else. It is sealed to the cohort's public key, and filled up to one of
a few sizes, so that its length tells little. A participant is a random code, the same in every bundle of this device.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field, StringConstraints

from kit.errors import ImportRefused, InvalidAnswer, NoSubmission, OutboxError
from kit.sending.submissions import Submission, from_json, to_json
from kit.settings import PUBLIC_FILE, PUBLIC_ID, PUBLIC_KEY
from kit.settings.limits import SLUG
from kit.system.disk import OWN, write_whole
from kit.system.opening import text_of
from kit.text.checked import Strict
from kit.text.parsing import json_of, without_doubles

SUFFIX = ".bundle"
AGREED = "agreed when the bundle was made"
MOST_SUBMISSIONS = 500
SIZES = (1 << 16, 1 << 18, 1 << 20, 1 << 22)

_MAGIC = b"kit-bundle 1 "
_KEY, _NONCE, _TAG = 32, 12, 16
_LONGEST_SLUG = 40
_LONGEST_SLIP = 40
MOST_BYTES = len(_MAGIC) + _LONGEST_SLUG + 1 + _KEY + SIZES[-1] + _TAG
_DEVICE_FILE = "device.code"
_DEVICE = re.compile(r"b(-[0-9a-hjkmnp-tv-z]{5}){4}")
_NOTICE = re.compile(r"(?:[0-9a-f]{16})?")
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a bundle holds: whose answers, whether counting them was agreed to when it was made, and the submissions.

    ``notice`` is the version of the notice that was shown then, and ``slip`` the code of the slip that gives its maker
    a place, where one was named.
    """

    cohort: str
    participant: str
    agreed: bool
    submissions: tuple[Submission, ...]
    notice: str = ""
    slip: str = ""


def device_code(folder: Path) -> str:
    """The random code that stands for the participant of the outbox in *folder*, made at the first call.

    Raises OutboxError where it cannot be kept or was edited.
    """
    path = folder / _DEVICE_FILE
    drawn = ["".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep_once(path, "-".join(("b", *drawn)))
        code = text_of(path).strip()
    except (OSError, UnicodeDecodeError):
        raise OutboxError("code_unreadable", file=path) from None
    if not is_device_code(code):
        raise OutboxError("code_changed", file=path)
    return code


def is_device_code(text: str) -> bool:
    """Whether *text* has the form of the code in a bundle, which has no capital letters."""
    return bool(_DEVICE.fullmatch(text))


def public_text(slug: str, key: X25519PublicKey, cohort_id: str = "") -> str:
    """The public key as the text of ``published/cohort.pub``, with the cohort's id below it where it has one."""
    below = f"{PUBLIC_ID}{cohort_id}\n" if cohort_id else ""
    return f"{PUBLIC_KEY}{slug} {base64.b64encode(key.public_bytes_raw()).decode()}\n{below}"


def read_public(published: Path, slug: str) -> X25519PublicKey:
    """The cohort's public key, from its *published* folder. Raises OutboxError saying how to get it."""
    path = published / PUBLIC_FILE
    try:
        text = text_of(path, "ascii")
    except FileNotFoundError:
        raise OutboxError("key_missing", file=path, needed=PUBLIC_FILE) from None
    except (OSError, UnicodeDecodeError):
        raise OutboxError("key_unreadable", file=path) from None
    start, _, encoded = next(iter(text.strip().splitlines()), "").strip().rpartition(" ")
    if start != f"{PUBLIC_KEY}{slug}":
        raise OutboxError("key_other", file=path, cohort=slug)
    try:
        return X25519PublicKey.from_public_bytes(base64.b64decode(encoded, validate=True))
    except ValueError:
        raise OutboxError("key_changed", file=path) from None


def newest_of(submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """The newest submission of each exercise: an earlier one is nobody's business once it was changed."""
    newest: dict[tuple[int, str], Submission] = {}
    for submission in submissions:
        there = newest.get((submission.week, submission.exercise))
        if there is None or submission.revision >= there.revision:
            newest[submission.week, submission.exercise] = submission
    return tuple(newest.values())


def seal(bundle: Bundle, key: X25519PublicKey) -> bytes:
    """The bundle as bytes that only the holder of the private half of *key* can read. Raises OutboxError."""
    values = {
        "cohort": bundle.cohort,
        "participant": bundle.participant,
        "agreed": bundle.agreed,
        "notice": bundle.notice,
        "submissions": [to_json(one) for one in bundle.submissions],
    }
    # Left out where there is none, so that an earlier kit can open the bundle too.
    values |= {"slip": bundle.slip} if bundle.slip else {}
    plain = json.dumps(values, separators=(",", ":")).encode()
    size = next((size for size in SIZES if len(plain) < size), None)
    if size is None or len(bundle.submissions) > MOST_SUBMISSIONS:
        raise OutboxError("too_much")
    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    header = _MAGIC + bundle.cohort.encode() + b"\n" + ephemeral
    cipher, nonce = _cipher(once.exchange(key), ephemeral, key)
    return header + cipher.encrypt(nonce, plain + b"\x80" + bytes(size - len(plain) - 1), header)


def is_bundle(path: Path) -> bool:
    """Whether the file at *path* begins as a bundle does."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def read_sealed(path: Path) -> bytes:
    """The bytes of the file at *path*. Raises ImportRefused where it is none, or larger than any bundle."""
    try:
        if path.is_dir() or not path.exists():
            raise ImportRefused(f"{path}: there is no such file; check the name and the folder.")
        if not path.is_file():
            raise ImportRefused(f"{path}: this is no ordinary file; copy the bundle here and try again.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{path}: can't be read ({error.strerror}); check that you can open it.") from None
    if len(data) > MOST_BYTES:
        raise ImportRefused(f"{path.name}: this is larger than any bundle, so nothing of it was stored.")
    return data


def open_sealed(data: bytes, key: X25519PrivateKey, slug: str, *, name: str) -> Bundle:
    """The bundle in *data*, for the cohort *slug*; *name* is what the file is called in a refusal.

    Raises ImportRefused where it is none, for another cohort, changed, cut short, or holds anything else than
    submissions of this cohort. Whether the answers fit their items is for the store.
    """
    cohort, header, sealed = _parts(data, name)
    if cohort != slug:
        raise ImportRefused(
            f"{name}: this bundle is for the cohort {cohort} and this is {slug}, so nothing of it was stored; import "
            "it there."
        )
    ephemeral = header[-_KEY:]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        cipher, nonce = _cipher(shared, ephemeral, key.public_key())
        padded = cipher.decrypt(nonce, sealed, header)
    except (InvalidTag, ValueError):
        raise ImportRefused(
            f"{name}: this bundle was changed, cut short, or sealed with another key, so nothing of it was stored; "
            f"ask for the file as it was saved, and check that {PUBLIC_FILE} is the one you gave out."
        ) from None
    try:
        return _bundle(_values(padded), slug)
    except (NoSubmission, InvalidAnswer, ValueError, RecursionError):
        raise ImportRefused(
            f"{name}: this bundle wasn't made by the kit, so nothing of it was stored; ask for one made with: "
            "kit export --bundle FILE"
        ) from None


def _parts(data: bytes, name: str) -> tuple[str, bytes, bytes]:
    """Cohort, header and sealed part."""
    end = data.find(b"\n", len(_MAGIC), len(_MAGIC) + _LONGEST_SLUG + 1)
    slug = data[len(_MAGIC) : end].decode("ascii", "replace")
    if not data.startswith(_MAGIC) or end < 0 or not SLUG.fullmatch(slug):
        raise ImportRefused(f"{name}: this is no bundle; bundles are made with: kit export --bundle FILE")
    start = end + 1 + _KEY
    if len(data) - start - _TAG not in SIZES:
        raise ImportRefused(
            f"{name}: this bundle was cut short or something was added to it, so nothing of it was stored; ask for "
            "the file as it was saved."
        )
    return slug, data[:start], data[start:]


def _cipher(shared: bytes, ephemeral: bytes, key: X25519PublicKey) -> tuple[ChaCha20Poly1305, bytes]:
    # The ephemeral key is used for one file, so the nonce may come from the same derivation.
    info = b"kit-bundle 1" + ephemeral + key.public_bytes_raw()
    drawn = HKDF(algorithm=SHA256(), length=_KEY + _NONCE, salt=None, info=info).derive(shared)
    return ChaCha20Poly1305(drawn[:_KEY]), drawn[_KEY:]


def _values(padded: bytes) -> Any:
    plain, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise ValueError("the filling isn't the kit's")
    return json_of(plain.decode("utf-8"), object_pairs_hook=without_doubles)


class _Inside(Strict):
    """The values of a bundle; one of an earlier kit names no notice and no slip."""

    cohort: str
    participant: Annotated[str, StringConstraints(pattern=f"^{_DEVICE.pattern}$")]
    agreed: bool
    submissions: list[Any] = Field(max_length=MOST_SUBMISSIONS)
    notice: Annotated[str, StringConstraints(pattern=f"^{_NOTICE.pattern}$")] = ""
    slip: str = Field(default="", max_length=_LONGEST_SLIP)


def _bundle(values: Any, slug: str) -> Bundle:
    """The bundle in *values*. Raises ValueError, NoSubmission or InvalidAnswer where it is none of *slug*."""
    inside = _Inside.model_validate(values)
    submissions = tuple(from_json(row) for row in inside.submissions)
    if {inside.cohort, *(one.cohort for one in submissions)} != {slug}:
        raise ValueError("something of another cohort")
    if len({one.id for one in submissions}) < len(submissions):
        raise ValueError("a submission twice")
    return Bundle(**{**vars(inside), "submissions": submissions})


def _keep_once(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole, unless it is there already."""
    if path.exists():
        return
    write_whole(path, f"{text}\n".encode(), mode=OWN)
