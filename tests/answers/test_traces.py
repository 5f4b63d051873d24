from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kit.answers.backup import back_up
from kit.answers.members import Key, Member, join
from kit.answers.traces import NOTHING, everybodys_traces, still_there, traces_of
from tests.answers.examples import record, said

WORDS = 'a sentence of "mine"\nthat nobody else would write'


def of(store, participant=None):
    with store.reading() as connection:
        return traces_of(connection, store.weeks, participant)


def test_ids_and_ones_own_words_are_traces_and_what_anybody_says_is_none(store):
    one = said({"words": WORDS, "energy": 7, "hopes": ["rest", "people"]})
    store.record(one, store.participant("a"), consent="yes", source="live")
    record(store, "a", {"words": "short"}, week=2)
    record(store, "b", {"words": "words of somebody else entirely"})
    found = of(store, store.participant("a"))
    assert found.words == {WORDS}
    assert one.id in found.ids
    assert len(found.ids) == 2
    everybody = of(store)
    assert len(everybody.words) == 2
    assert {store.participant("a"), store.participant("b"), one.id} <= everybody.ids


def test_the_id_that_a_device_knows_is_a_trace(store):
    key = Key(token="t", last_day=99)
    member = Member(participant=store.participant("a"), public="c0ffee" * 5)
    store.together([lambda writing: join(writing, member, "words", key, None)])
    assert of(store, member.participant).ids == {member.public}


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


@pytest.mark.parametrize("data", [None, b"no database at all"])
def test_where_there_is_no_store_there_are_no_traces_and_one_that_cannot_be_read_does_not_tell(tmp_path, data):
    if data is not None:
        (tmp_path / "answers.db").write_bytes(data)
    assert everybodys_traces(tmp_path / "answers.db", {}) == (NOTHING if data is None else None)


def test_a_file_apart_is_not_looked_at(store, cohort):
    record(store, "a", {"words": WORDS})
    path, looked = cohort.root / "notes.txt", []
    path.write_text(WORDS, "utf-8")
    assert path not in set(still_there([cohort.root], of(store), apart=[path], each=looked.append))
    assert path not in looked
