from __future__ import annotations

import json

import pytest

from kit.live.http.base import Malformed, parse


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"3",
        b'"text"',
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 2}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a": ' * 9 + b"1" + b"}" * 9,
        b"[" * 60_000,
        b'{"a": "\x00"}',
        b'{"a": 1} x',
        b"a=1&b=2",
    ],
    ids=lambda body: str(body[:20]),
)
def test_what_is_no_small_plain_object_is_refused(body):
    with pytest.raises(Malformed):
        parse(body)


def test_plain_objects_are_read_as_they_are():
    values = {"a": [1, "ü", None, True, {"b": [1.5]}]}
    assert parse(json.dumps(values).encode()) == values
