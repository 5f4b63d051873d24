"""Looking for a text in files, also in UTF-16 and in zip archives, which is what office programs write."""

from __future__ import annotations

import html
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

_DEEPEST = 5
_MOST = 64 * 1024 * 1024  # of all that is unpacked of one file: what holds more is a bomb, or nobody's answers
WHOLE = 32 * 1024 * 1024  # a file that is larger is never held in memory
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Nothing here opens these, so a file that begins like one may hold anything.
_PACKED = re.compile(
    rb"\x1f\x8b\x08[\x00-\x1f].{4}[\0\x02\x04][\0-\x0d\xff]|BZh[1-9]1AY&SY|\xfd7zXZ\0|"
    rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd",
    re.DOTALL,
)
# All that a damaged or locked archive is seen to raise.
_BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
    *(struct.error, zlib.error),
)
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SAMPLE = 2000
_PLAIN = 0.9  # of a text's characters can be seen; what is fewer is no text


class Budget:
    """How much may still be unpacked of one file, all its layers together: what is nested multiplies."""

    def __init__(self) -> None:
        self.left = _MOST

    def take(self, size: int) -> bool:
        """Whether *size* bytes more may be unpacked; then they are taken from it."""
        if size > self.left:
            return False
        self.left -= size
        return True


def layers(
    data: bytes, *, deepest: int = _DEEPEST, unseen: Callable[[], None] = lambda: None, budget: Budget | None = None
) -> Iterator[bytes]:
    """Yield *data* as it is, and every member of it and of what is in that again, as far as the *budget* goes.

    *unseen* hears of every part that cannot be looked into: damaged, locked, packed in another way, too large or too
    deep.
    """
    budget = budget or Budget()
    yield data
    if _PACKED.match(data):
        unseen()
    elif data.startswith(_ZIP):
        if deepest == 0:
            unseen()
            return
        for member in _members(data, unseen, budget):
            yield from layers(member, deepest=deepest - 1, unseen=unseen, budget=budget)


def text_in(data: bytes) -> str | None:
    """Return the text that *data* is, in UTF-8 or UTF-16; None where it is none."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    return None


def views(text: str) -> Iterator[str]:
    """Yield *text* as it is, and as a reader's program would show it: escapes of JSON, HTML and addresses undone."""
    yield text
    plain = _JSON_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    yield unicodedata.normalize("NFC", unquote(html.unescape(plain)))


def holds(data: bytes, markers: Iterable[str], *, unseen: Callable[[], None] = lambda: None) -> bool:
    """Whether any of *markers* is in *data* or in a member of it, in either encoding and escaped or not.

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
    """As ``may_hold``, for a file of any size: a very large one is not read, and never called clean.

    Raises OSError where it cannot be read.
    """
    return path.stat().st_size > WHOLE or may_hold(path.read_bytes(), markers)


def every_file(folders: Iterable[Path]) -> list[Path]:
    """Return every file in *folders*, however deep, once and in order; links are not followed."""
    inside = {path for folder in folders if folder.is_dir() for path in folder.rglob("*")}
    return sorted(path for path in inside if path.is_file() and not path.is_symlink())


def _in_layer(layer: bytes, wanted: list[str], raw: list[bytes]) -> bool:
    if any(form in layer for form in raw):
        return True
    text = text_in(layer)
    return text is not None and any(marker in view for view in views(text) for marker in wanted)


def _forms(marker: str) -> Iterator[bytes]:
    """How a marker stands in the middle of anything, such as a page of a database."""
    for form in ("NFC", "NFD"):
        spelt = unicodedata.normalize(form, marker)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield spelt.encode(encoding, "surrogatepass")


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


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-16-le", "utf-16-be") if b"\0" in data else ("utf-8",)


def _is_text(text: str) -> bool:
    # The beginning and the end tell as much as the whole.
    part = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    seen = sum(character.isprintable() or character in "\n\r\t" for character in part)
    return bool(part) and seen >= _PLAIN * len(part)
