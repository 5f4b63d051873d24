"""What is read is an ordinary file; whatever else stands in its place is told, and only nothing is missing."""

from __future__ import annotations

import errno
import os

import pytest

from kit.system.opening import bytes_of, opened, text_of
from tests.instead import THINGS


def test_an_ordinary_file_is_read_also_by_way_of_links(tmp_path):
    path = tmp_path / "a file"
    path.write_bytes("\ufeffGr\u00fc\u00dfe\r\nund mehr\r".encode())
    (tmp_path / "link").symlink_to(path)
    (tmp_path / "to a folder").symlink_to(tmp_path)
    for one in (path, tmp_path / "link", tmp_path / "to a folder" / "link"):
        assert bytes_of(one) == path.read_bytes()
        assert text_of(one, "utf-8-sig") == path.read_text("utf-8-sig") == "Gr\u00fc\u00dfe\nund mehr\n"
    path.write_bytes(b"\xff")
    with pytest.raises(UnicodeDecodeError):
        text_of(path)
    assert text_of(path, "utf-8", "replace") == "\ufffd"


@pytest.mark.parametrize("name", THINGS)
def test_whatever_else_is_there_is_told_at_once_and_is_no_missing_file(tmp_path, name):
    THINGS[name](tmp_path / "file")
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208
    for read in (opened, bytes_of, text_of):
        with pytest.raises(OSError, match="file") as told:
            read(tmp_path / "file")
        assert not isinstance(told.value, FileNotFoundError)
        assert told.value.strerror
    after = len(os.listdir("/proc/self/fd")) if before else 0  # noqa: PTH208
    assert before == after, "nothing stays open"


def test_only_where_nothing_is_there_something_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "no folder" / "nothing")
    (tmp_path / "disk").symlink_to(tmp_path / "not connected")
    with pytest.raises(OSError, match="leads to nothing") as told:
        opened(tmp_path / "disk" / "private" / "answers.db")
    assert told.value.errno == errno.ELOOP
