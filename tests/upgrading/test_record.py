"""What an upgrade writes down of itself is there whole before anything changes, and is read with care."""

from __future__ import annotations

import json

import pytest

from kit.errors import KitError
from kit.upgrading.plan import Change, Kept, Plan
from kit.upgrading.record import begin, digest_of, last_record

PLAN = Plan(
    before="0.1.0",
    changes=(
        Change(place="notebooks/a.ipynb", before=b"old", after=b"new"),
        Change(place="guide/b.md", before=None, after=b"added"),
        Change(place="guide/c.md", before=b"gone", after=None),
    ),
    kept=(Kept(place="curriculum/d.yaml", why="own", new=b"the kit's"),),
)


def test_it_holds_the_copy_what_comes_in_its_place_and_the_kits_text_of_what_stays(tmp_path):
    record = begin(tmp_path, PLAN, ["One line."], recorded=False)
    assert last_record(tmp_path) == record
    assert [record.content(step, before=True) for step in record.steps] == [b"old", None, b"gone"]
    assert [record.content(step) for step in record.steps] == [b"new", b"added", None]
    assert (record.folder / "new" / "curriculum" / "d.yaml").read_bytes() == b"the kit's"
    assert record.report.read_text("utf-8") == "One line.\n"
    assert record.steps[0].before == digest_of(record.folder / "before" / "notebooks" / "a.ipynb")


def test_the_newest_that_was_not_undone_counts(tmp_path):
    first = begin(tmp_path, PLAN, [], recorded=False).now("done")
    second = begin(tmp_path, PLAN, [], recorded=True)
    assert second.folder.name == "02"
    second.now("undone")
    assert last_record(tmp_path) == first


@pytest.mark.parametrize(
    "change", [{"state": "other"}, {"format": 2}, {"steps": [{"place": "../x", "before": None, "after": None}]}]
)
def test_a_record_that_was_changed_is_not_followed(tmp_path, change):
    path = begin(tmp_path, PLAN, [], recorded=False).folder / "record.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(KitError, match="can't be read"):
        last_record(tmp_path)


def test_there_is_none_in_a_folder_that_was_never_upgraded(tmp_path):
    assert last_record(tmp_path) is None
