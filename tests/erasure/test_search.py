"""What is left of somebody is found in every file, and what cannot be looked into is never called clean."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from kit.answers.backup import back_up
from kit.answers.traces import NOTHING, traces_of
from kit.erasure.search import still_there
from tests.answers.examples import record, said

WORDS = 'a sentence of "mine"\nthat nobody else would write'


def of(store, participant=None):
    with store.reading() as connection:
        return traces_of(connection, store.envelopes, store.weeks, participant)


def test_words_are_found_as_they_are_stored_and_as_they_were_written(store, cohort):
    record(store, "a", {"words": WORDS})
    traces = of(store, store.participant("a"))
    assert json.dumps(WORDS)[1:-1] in traces.everything
    back_up(cohort.private)
    (cohort.root / "notes.txt").write_text(f"… {WORDS} …", "utf-8")
    names = {path.name for path in still_there([cohort.root], traces)}
    assert {"answers-000001.db", "notes.txt"} <= names


def test_words_that_were_agreed_to_be_shown_may_stay_where_they_are_shown(store, cohort):
    one = said({"words": WORDS})
    store.record(one, store.participant("a"), consent="yes", source="live")
    traces = of(store, store.participant("a"))
    for name, text in (("texts.json", WORDS), ("leak.json", one.id)):
        (cohort.root / "published").mkdir(exist_ok=True)
        (cohort.root / "published" / name).write_text(text, "utf-8")
    found = still_there([cohort.root / "published"], traces, shown=[cohort.root / "published"])
    assert [path.name for path in found] == ["leak.json"]


def test_a_file_that_cannot_be_read_is_not_said_to_be_clean(store, cohort, monkeypatch):
    record(store, "a", {"words": WORDS})
    traces = of(store, store.participant("a"))
    (cohort.root / "locked").write_bytes(b"")
    read = type(cohort.root).read_bytes

    def refuse(path):
        if path.name == "locked":
            raise PermissionError
        return read(path)

    monkeypatch.setattr(type(cohort.root), "read_bytes", refuse)
    assert cohort.root / "locked" in set(still_there([cohort.root], traces))


def test_a_name_is_found_in_every_part_of_a_path_below_the_folder_and_in_none_above_it(tmp_path):
    traces = replace(NOTHING, words=frozenset({"Ada Zwicky"}))
    root = tmp_path / "Ada Zwicky" / "spring"
    for name in ("Ada Zwicky/week 3.txt", "notes/Ada Zwicky/deep/week 3.txt", "notes/control.txt", "Ada Zwicky.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    (root / "scans" / "Ada Zwicky").mkdir(parents=True)
    (root / "scans" / "of Ada Zwicky").symlink_to(root / "nowhere")
    (root / "scans" / "empty").mkdir()
    looked = []
    found = {str(path.relative_to(root)) for path in still_there([root], traces, each=looked.append)}
    assert found == {
        *("Ada Zwicky/week 3.txt", "notes/Ada Zwicky/deep/week 3.txt", "Ada Zwicky.txt"),
        *("scans/Ada Zwicky", "scans/of Ada Zwicky"),
    }
    assert len(looked) == 4


def test_a_folder_that_cannot_be_looked_into_is_not_said_to_be_clean(tmp_path, monkeypatch):
    (tmp_path / "locked").mkdir()
    (tmp_path / "open").mkdir()
    look = Path.iterdir

    def refuse(path):
        if path.name == "locked":
            raise PermissionError
        return look(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = still_there([tmp_path], replace(NOTHING, words=frozenset({WORDS})))
    assert [path.name for path in found] == ["locked"]


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", data)
    return out.getvalue()


def test_a_file_that_cannot_be_looked_into_whole_is_not_said_to_be_clean(tmp_path):
    (tmp_path / "whole.zip").write_bytes(zipped(b"nothing" * 99))
    (tmp_path / "cut.zip").write_bytes(zipped(b"nothing" * 99)[:-9])
    found = still_there([tmp_path], replace(NOTHING, words=frozenset({WORDS})))
    assert [path.name for path in found] == ["cut.zip"]


def test_a_file_apart_is_not_looked_at(store, cohort):
    record(store, "a", {"words": WORDS})
    path, looked = cohort.root / "notes.txt", []
    path.write_text(WORDS, "utf-8")
    assert path not in set(still_there([cohort.root], of(store), apart=[path], each=looked.append))
    assert path not in looked
