"""Looking for a text in files, also where it is wrapped: in an archive, compressed, as base64 or hex, in UTF-16."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

_DEEPEST = 5
_MOST = 64 * 1024 * 1024  # of all that is unwrapped of one file: what holds more is a bomb, or nobody's answers
WHOLE = 32 * 1024 * 1024  # a file that is larger is never held in memory
_LEAST = 16
_RUNS = re.compile(rb"[A-Za-z0-9+/_-]{%d,}" % _LEAST)
_FOLDED = re.compile(rb"(?<=[A-Za-z0-9+/=_-])(?:\r\n|\n|\\n)(?=[A-Za-z0-9+/=_-])")
_HEX = re.compile(rb"[0-9a-fA-F]+")
_LONG = 64
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (*_ARCHIVE, b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
_CLOSED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")  # nothing here opens these
# Any word taken for base64 may begin like something packed. What begins like this is packed, whole or not.
_SURELY_PACKED = re.compile(
    rb"PK\x03\x04|PK\x05\x06|\x1f\x8b\x08[\x00-\x1f].{4}[\0\x02\x04][\0-\x0d\xff]|BZh[1-9]1AY&SY|\xfd7zXZ\0|"
    + b"|".join(map(re.escape, _CLOSED)),
    re.DOTALL,
)
# All that a damaged, locked or unknown archive is seen to raise.
_BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
    *(struct.error, zlib.error, lzma.LZMAError),
)
_STANDARD = bytes.maketrans(b"-_", b"+/")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SAMPLE = 2000
_PLAIN = 0.9  # of a text's characters can be seen; what is fewer is no text


class Budget:
    """How much may still be unwrapped of one file, all its layers together: what is nested multiplies."""

    def __init__(self) -> None:
        self.left = _MOST

    def take(self, size: int) -> bool:
        """Whether *size* bytes more may be unwrapped; then they are taken from it."""
        if size > self.left:
            return False
        self.left -= size
        return True


def layers(
    data: bytes, *, deepest: int = _DEEPEST, unseen: Callable[[], None] = lambda: None, budget: Budget | None = None
) -> Iterator[bytes]:
    """*data* as it is, and everything that is wrapped in it, and in that again, as far as the *budget* goes.

    *unseen* hears of every part that cannot be looked into: damaged, locked, too large or wrapped too deep.
    """
    budget = budget or Budget()
    yield data
    if deepest > 0:
        for inner in _opened(data, unseen, budget):
            yield from layers(inner, deepest=deepest - 1, unseen=unseen, budget=budget)
        texts, rest = _decoded(data, unseen, budget)
        for inner in texts:
            yield from layers(inner, deepest=deepest - 1, unseen=unseen, budget=budget)
        yield rest
    elif _SURELY_PACKED.match(data):
        unseen()


def text_in(data: bytes) -> str | None:
    """The text that *data* is, in UTF-8, UTF-16 or UTF-32; None where it is none."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _is_text(text):
            return text
    return None


def views(text: str) -> Iterator[str]:
    """*text* as it is, and as a reader's program would show it: escapes of JSON, HTML and addresses undone."""
    yield text
    plain = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    yield unicodedata.normalize("NFC", unquote(html.unescape(plain)))


def holds(data: bytes, markers: Iterable[str], *, unseen: Callable[[], None] = lambda: None) -> bool:
    """Whether any of *markers* is in *data*, however wrapped, in whichever encoding and escaped or not.

    *unseen* hears of what could not be looked into, as for ``layers``.
    """
    wanted = [unicodedata.normalize("NFC", marker) for marker in markers if marker]
    raw = [form for marker in wanted for form in _forms(marker)]
    return any(_in_layer(layer, wanted, raw) for layer in layers(data, unseen=unseen))


def may_hold(data: bytes, markers: Iterable[str]) -> bool:
    """As ``holds``, but true as well where a part of *data* could not be looked into."""
    missed: list[bool] = []
    return holds(data, markers, unseen=lambda: missed.append(True)) or bool(missed)


def file_may_hold(path: Path, markers: Iterable[str]) -> bool:
    """As ``may_hold``, for a file of any size: of one that is very large no more is read at once than a piece.

    Nothing is unwrapped from such a file, so it is never called clean. OSError where it cannot be read.
    """
    return path.stat().st_size > WHOLE or may_hold(path.read_bytes(), markers)


def _in_layer(layer: bytes, wanted: list[str], raw: list[bytes]) -> bool:
    if any(form in layer for form in raw):
        return True
    text = text_in(layer)
    return text is not None and any(marker in view for view in views(text) for marker in wanted)


def _forms(marker: str) -> Iterator[bytes]:
    """How a marker stands in the middle of anything, such as a page of a database."""
    for form in ("NFC", "NFD"):
        spelt = unicodedata.normalize(form, marker)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            yield spelt.encode(encoding, "surrogatepass")


def _opened(data: bytes, unseen: Callable[[], None], budget: Budget) -> Iterator[bytes]:
    if data.startswith(_ARCHIVE):
        yield from _members(data, unseen, budget)
    elif data.startswith(_PACKED):
        yield from _decompressed(data, unseen, budget)
    elif data.startswith(_CLOSED):
        unseen()
    text = text_in(data) if b"\0" in data else None
    if text is not None:
        yield text.encode("utf-8", "surrogatepass")


def _members(data: bytes, unseen: Callable[[], None], budget: Budget) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        unseen()
        return
    with archive:
        yield archive.comment
        for member in archive.infolist():
            yield "\n".join([member.filename, member.comment.decode("utf-8", "replace")]).encode("utf-8", "replace")
            if member.is_dir():
                continue
            inner = _member(archive, member, budget)
            if inner is None:
                unseen()
            else:
                yield inner


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes | None:
    """What a member of an archive holds; None where it is too large, damaged or locked. The others may be whole."""
    try:
        return archive.read(member) if budget.take(member.file_size) else None
    except _BROKEN:
        return None


def _decompressed(data: bytes, unseen: Callable[[], None], budget: Budget) -> Iterator[bytes]:
    for opened in (gzip.open, bz2.open, lzma.open):
        try:
            with opened(io.BytesIO(data), "rb") as file:
                inner = file.read(budget.left)
                more = file.read(1)
            budget.take(len(inner))
            yield inner
            if more:
                unseen()
            return
        except _BROKEN:
            continue
    stream = zlib.decompressobj()
    try:
        inner = stream.decompress(data, max(1, budget.left))
    except zlib.error:
        if _SURELY_PACKED.match(data):
            unseen()
        return
    budget.take(min(len(inner), budget.left))
    yield inner
    if stream.unconsumed_tail:
        unseen()


def _decoded(data: bytes, unseen: Callable[[], None], budget: Budget) -> tuple[list[bytes], bytes]:
    """What stands in *data* as base64 or hex, however long its lines are: what can be read, and all else together.

    Almost every long word looks like base64. What comes of those is kept in one piece, so that it is searched at once.
    """
    runs = {found[0] for source in (data, _FOLDED.sub(b"", data)) for found in _RUNS.finditer(source)}
    long, short, rest = [], [], []
    for run in runs:
        if not budget.take(len(run)):
            unseen()
            continue
        for chunk in _chunks(run):
            if not _is_more(chunk):
                rest.append(chunk)
            elif len(run) < _LONG:
                short.append(chunk)
            else:
                long.append(chunk)
    return [*long, b"\n".join(short)], b"\0\0".join(rest)


def _chunks(run: bytes) -> Iterator[bytes]:
    if _HEX.fullmatch(run):
        yield binascii.unhexlify(run[: len(run) // 2 * 2])
    yield from _base64(run.translate(_STANDARD))


def _is_more(chunk: bytes) -> bool:
    """Whether what was decoded can be read or opened, rather than being any word taken for base64."""
    if chunk.startswith((*_PACKED, b"\xff\xfe", b"\xfe\xff")) or b"\0" in chunk[1:3]:
        return True
    try:
        return _is_text(chunk.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _base64(run: bytes) -> Iterator[bytes]:
    # What stands before the first sign may look like a part of it, so each of the four beginnings is tried.
    for start in range(4):
        part = run[start:]
        whole = part[: len(part) // 4 * 4] if len(part) % 4 == 1 else part + b"=" * (-len(part) % 4)
        try:
            yield base64.b64decode(whole)
        except binascii.Error:
            continue


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        yield "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    if b"\0" not in data:
        yield "utf-8"
    else:
        yield from ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def _is_text(text: str) -> bool:
    # The beginning and the end tell as much as the whole.
    part = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    seen = sum(character.isprintable() or character in "\n\r\t" for character in part)
    return bool(part) and seen >= _PLAIN * len(part)
