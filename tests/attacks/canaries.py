"""CAN: looks for planted words in anything a file can be made of, however they are wrapped."""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from kit.results.script import plotly_script

DEEPEST = 6
PLOTLY = plotly_script().encode()
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_GZIP = b"\x1f\x8b"
_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")


def found(where: Path | bytes, words: Iterable[str]) -> list[str]:
    """Which of *words* stand in a file, in any file below a folder (names of files too), or in bytes; and where."""
    words = list(words)
    if isinstance(where, bytes):
        return sorted({word for word in words if any(_holds(view, word) for view in _views(where, DEEPEST))})
    files = [where] if where.is_file() else sorted(path for path in where.rglob("*"))
    seen = []
    for path in files:
        name = str(path.relative_to(where)) if path != where else path.name
        # Plotly's own script is the same in every report, and as long as a thousand of ours.
        data = path.read_bytes().replace(PLOTLY, b"") if path.is_file() else b""
        seen += [f"{name}: {word}" for word in found(data + b"\n" + name.encode(), words)]
    return seen


def _holds(view: bytes, word: str) -> bool:
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    plain = {form.encode() for form in forms}
    wide = {form.encode(code) for form in forms for code in ("utf-16-le", "utf-16-be", "utf-32-le")}
    return any(one in view for one in plain | wide)


def _views(data: bytes, deep: int) -> Iterator[bytes]:
    """The bytes as they are, and as what they might hold, opened again and again."""
    yield data
    if not deep or not data:
        return
    for inside in _opened(data):
        yield from _views(inside, deep - 1)


def _opened(data: bytes) -> Iterator[bytes]:
    yield from _unzipped(data)
    for start in [match.start() for match in re.finditer(re.escape(_GZIP), data)]:
        yield from _inflated(data[start:], 31)
    yield from _inflated(data, 15)
    pieces = [piece.rstrip(b"=").translate(_URL_SAFE) for piece in _BASE64.findall(data)]
    for skipped in range(4):  # a word may stand at any place of what was wrapped together
        yield b"\n".join(_decoded(piece[skipped:]) for piece in pieces)
    plain = unquote_to_bytes(data)
    plain = _ESCAPE.sub(lambda one: chr(int(one[1], 16)).encode("utf-8", "surrogatepass"), plain)
    plain = html.unescape(plain.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if plain != data:
        yield plain


def _decoded(piece: bytes) -> bytes:
    whole = len(piece) - (len(piece) % 4 == 1)  # one letter too many stands for no byte
    return base64.b64decode(piece[:whole] + b"=" * (-whole % 4))


def _inflated(data: bytes, kind: int) -> Iterator[bytes]:
    with contextlib.suppress(zlib.error):
        yield zlib.decompressobj(kind).decompress(data)


def _unzipped(data: bytes) -> Iterator[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            yield entry.filename.encode() + b"\n" + entry.comment
            yield archive.read(entry)


def wrappings(word: str) -> dict[str, bytes]:
    """The same word as it might be hidden: what the search must find, by a name for each."""
    data = f"before {word} after".encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/hiddenSheet.xml", data)
    named = io.BytesIO()
    with zipfile.ZipFile(named, "w") as archive:
        archive.writestr(f"{word}.txt", "nothing")
    return {
        "plain": data,
        "UTF-16": f"x{word}".encode("utf-16"),
        "decomposed": unicodedata.normalize("NFD", word).encode(),
        "JSON": json.dumps({"a": word}).encode(),
        "HTML": "".join(f"&#{ord(letter)};" for letter in word).encode(),
        "URL": quote(word, safe="").encode(),
        "base64": b'{"data": "' + base64.b64encode(data) + b'"}',
        "base64 of UTF-16": base64.b64encode(word.encode("utf-16")),
        "gzip": gzip.compress(data),
        "gzip in base64": base64.urlsafe_b64encode(gzip.compress(data)),
        "zip": zipped.getvalue(),
        "name in a zip": named.getvalue(),
        "zip in gzip": gzip.compress(zipped.getvalue()),
    }
