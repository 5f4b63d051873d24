"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os

import pytest

from kit.errors import KitError
from kit.files import write_text


def test_a_full_disk_leaves_the_old_file_and_no_trace(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_text(path, "old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KitError, match=r"page\.html: cannot be written \(No space left"):
        write_text(path, "new")
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("page.html", "old")]


def test_a_missing_folder_is_told_in_a_sentence(tmp_path):
    with pytest.raises(KitError, match="cannot be written"):
        write_text(tmp_path / "nowhere" / "page.html", "x")


def test_a_spreadsheet_finds_its_byte_order_mark(tmp_path):
    write_text(tmp_path / "t.csv", "a\r\nb", encoding="utf-8-sig")
    assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfa\r\nb"
