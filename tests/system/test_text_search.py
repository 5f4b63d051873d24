"""A text is found wherever it hides, and what only looks like a wrapping stops nobody."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sqlite3
import unicodedata
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from kit.answers.traces import Traces
from kit.erasure.search import still_there
from kit.system import text_search
from kit.system.text_search import every_file, file_may_hold, holds, layers, may_hold, text_in, views

CANARY = "Kanarie-Zoë 7 „singt“ leise"
PLAIN = CANARY.encode()


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def commented() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.comment = PLAIN
    return out.getvalue()


WRAPPED = {
    "as it is": PLAIN,
    "in the middle of bytes": b"\xff\xfe\x00\x01" + PLAIN + b"\x80\x00",
    "decomposed": unicodedata.normalize("NFD", CANARY).encode(),
    "UTF-16 with a mark": CANARY.encode("utf-16"),
    "UTF-16 little": b"a\0b\0" + CANARY.encode("utf-16-le"),
    "UTF-16 big": CANARY.encode("utf-16-be"),
    "UTF-16 in a database page": b"\x01\x02\x03" + CANARY.encode("utf-16-le") + b"\xff",
    "JSON": json.dumps({"a": CANARY}).encode(),
    "HTML": escape(CANARY).replace("ë", "&euml;").encode(),
    "address": quote(CANARY).encode(),
    "zip": archive(a=PLAIN),
    "zip in zip": archive(a=archive(b=archive(c=PLAIN))),
    "name in zip": archive(**{CANARY: b""}),
    "comment of a zip": commented(),
    "UTF-16 in zip": archive(a=CANARY.encode("utf-16")),
    "JSON in zip": archive(a=json.dumps({"a": CANARY}).encode()),
}


@pytest.mark.parametrize("data", WRAPPED.values(), ids=WRAPPED)
def test_it_is_found_however_it_is_wrapped(data):
    assert holds(data, ["nothing", CANARY])


@pytest.mark.parametrize("data", WRAPPED.values(), ids=WRAPPED)
def test_what_is_not_there_is_not_found(data):
    assert not holds(data, ["Kanarie-Zoë 8"])


def test_a_database_is_looked_through_page_by_page(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE a (b)")
        connection.execute("INSERT INTO a VALUES (?)", (CANARY,))
    connection.close()
    assert holds((tmp_path / "a.db").read_bytes(), [CANARY])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no archive",
        b"\x1f\x8b cut",
        b"BZh9",
        b"\x78\x9c",
        b"\xff\xfe",
        b"\xff\xfe\x00",
        b"A" * 17,
        os.urandom(999),
    ],
    ids=range(9),
)
def test_what_only_looks_like_a_wrapping_is_passed_over(data):
    assert not holds(data, [CANARY])


def damaged(data: bytes, at: bytes) -> bytes:
    """*data* with the first byte behind the name of a member changed, so that it cannot be unpacked."""
    place = data.find(at) + len(at) + 2
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def locked(data: bytes) -> bytes:
    """An archive whose members say that they want a password."""
    at, entry = data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8
    found = bytearray(data)
    found[at] |= 1
    found[entry] |= 1
    return bytes(found)


TWO = archive(first=b"hello " * 50, second=PLAIN)
CLOSED = {
    "a damaged member": damaged(archive(first=b"hello " * 50), b"first"),
    "a damaged member of a zip in a zip": archive(a=damaged(archive(first=b"hello " * 50), b"first")),
    "a zip that was cut off": TWO[:-30],
    "a password": locked(archive(a=b"nothing")),
    "gzip": gzip.compress(PLAIN * 99),
    "bz2": bz2.compress(PLAIN * 99),
    "xz": lzma.compress(PLAIN * 99),
    "gzip in a zip": archive(a=gzip.compress(PLAIN)),
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "rar": b"Rar!\x1a\x07\1\0",
    "zstandard": b"\x28\xb5\x2f\xfd\0",
}


@pytest.mark.parametrize("data", CLOSED.values(), ids=CLOSED)
def test_what_cannot_be_looked_into_may_hold_anything(data):
    assert not holds(data, [CANARY])
    assert may_hold(data, [CANARY])


def test_behind_a_damaged_member_the_others_are_looked_at():
    assert holds(damaged(TWO, b"first"), [CANARY])


def test_what_is_too_large_to_unpack_may_hold_anything(monkeypatch):
    monkeypatch.setattr(text_search, "_MOST", 1000)
    assert may_hold(archive(a=b"\0" * 1001), [CANARY])
    assert not may_hold(archive(a=b"\0" * 1000), [CANARY])


def test_what_is_wrapped_too_deep_may_hold_anything():
    data = PLAIN
    for _ in range(12):
        data = archive(a=data)
    assert may_hold(data, [CANARY])


@pytest.mark.parametrize("data", WRAPPED.values(), ids=WRAPPED)
def test_what_can_be_looked_into_whole_is_said_to_be_clean(data):
    assert not may_hold(data, ["Kanarie-Zoë 8"])


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x8b cut", b"BZh9", b"\x78\x9c", b"\xff\xfe", b"A" * 17, b"\x1f\x8b\x08" * 9]
)
def test_what_is_not_sure_to_be_an_archive_is_no_part_that_was_missed(data):
    assert not may_hold(data, [CANARY])


def test_a_bomb_is_not_unpacked_whole(monkeypatch):
    monkeypatch.setattr(text_search, "_MOST", 1000)
    assert all(len(layer) <= 20_000 for layer in layers(archive(a=b"\0" * 10_000_000)))


def test_wrappings_without_end_come_to_an_end():
    data = PLAIN
    for _ in range(12):
        data = archive(a=data)
    assert not holds(data, [CANARY])


def test_bytes_that_are_no_text_are_none():
    assert text_in(b"\x80\x81" * 50) is None
    assert text_in(os.urandom(4000)) is None
    assert text_in("größer".encode("utf-16")) == "größer"
    assert list(views("a%20&amp;"))[-1] == "a &"


def zipped(*members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"member {number}", member)
    return out.getvalue()


LARGE = b"\0" * (40 * 1024 * 1024)


@pytest.mark.parametrize(
    "make",
    [
        lambda: zipped(*[LARGE] * 3),
        lambda: zipped(zipped(LARGE), zipped(LARGE)),
        lambda: zipped(LARGE, zipped(zipped(LARGE))),
    ],
)
def test_what_unpacks_to_too_much_in_all_is_named_and_what_came_before_is_searched(make):
    data = make()
    opened, missed = 0, []
    for layer in layers(data, unseen=lambda: missed.append(True)):
        opened += len(layer)
    assert missed
    assert opened <= len(data) + 4 * 64 * 1024 * 1024
    assert may_hold(data, ["nothing of this kind"])


def test_small_members_are_found_beside_those_that_are_too_large():
    data = zipped(LARGE, LARGE, b"my very own sentence")
    assert holds(data, ["my very own sentence"])


def test_a_file_that_is_very_large_is_never_held_in_memory_and_never_called_clean(tmp_path, monkeypatch):
    path = tmp_path / "video.mp4"
    with path.open("wb") as file:
        file.truncate(700 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("all of it was read"))
    assert file_may_hold(path, ["a sentence"])


def test_a_search_goes_on_after_what_it_cannot_look_into_and_names_only_that(tmp_path):
    with (tmp_path / "a video.mp4").open("wb") as file:
        file.truncate(700 * 1024 * 1024)
    (tmp_path / "b.zip").write_bytes(zipped(*[LARGE] * 3))
    (tmp_path / "clean.md").write_text("nothing here")
    (tmp_path / "note.md").write_text("a sentence of my very own")
    traces = Traces(ids=frozenset(), words=frozenset({"a sentence of my very own"}))
    heard = []
    found = [path.name for path in still_there([tmp_path], traces, each=heard.append)]
    assert found == ["a video.mp4", "b.zip", "note.md"]
    assert len(heard) == 4


def test_every_file_is_looked_at_once_and_links_are_not_followed(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert every_file([tmp_path, tmp_path / "a", tmp_path / "nowhere"]) == [tmp_path / "a" / "b" / "c"]
