"""Where releases.json and the ledger differ, publish, audit and doctor say one thing, and the cure works."""

from __future__ import annotations

import json
import shutil

import pytest

HEADER = "participant,week,exercise,item,answer\n"


@pytest.fixture
def root(kit, root, tmp_path):
    """A cohort that published week 1 and then week 2, with copies of store and file from in between."""
    for week in (1, 2):
        rows = "".join(f"slip {person},{week},pulse,energy,{person % 11}\n" for person in range(1, 13))
        (root / "rows.csv").write_text(HEADER + rows, "utf-8")
        assert kit("import", "rows.csv", "--consent", "on paper, 3 May").code == 0
        assert kit("publish", str(week)).code == 0
        if week == 1:
            shutil.copytree(root, tmp_path / "before")
    (root / "rows.csv").unlink()
    return root


def file(root):
    return root / "published" / "releases.json"


def newer(root, before):
    shutil.copy(before / "private" / "answers.db", root / "private" / "answers.db")


def another_cohorts(root, before):
    document = json.loads(file(root).read_text("utf-8"))
    file(root).write_text(json.dumps({**document, "cohort": "autumn"}), "utf-8")


def older(root, before):
    shutil.copy(file(before), file(root))


def cut_short(root, before):
    text = file(root).read_text("utf-8")
    file(root).write_text(text[: len(text) // 2], "utf-8")


def missing(root, before):
    file(root).unlink()


def edited(root, before):
    file(root).write_text(file(root).read_text("utf-8").replace('"people": 12', '"people": 11'), "utf-8")


def no_text(root, before):
    file(root).write_bytes(b"\xff\xfe\x00")


CASES = [
    (newer, "holds releases that private/answers.db doesn't know", False),
    (another_cohorts, "it belongs to the cohort 'autumn' and this is 'spring'; move it away", False),
    (older, "it's older than the ledger; kit publish writes it again", True),
    (cut_short, "this isn't a list of releases; write it again: kit publish", True),
    (missing, "it's missing; kit publish writes it again", True),
    (edited, "was changed, moved or removed after it was published", True),
    (no_text, "releases.json: can't be read", True),
]


@pytest.mark.parametrize(("harm", "said", "mended"), CASES, ids=[case[0].__name__ for case in CASES])
def test_one_thing_is_said_by_all_three_and_its_cure_works(kit, root, tmp_path, harm, said, mended):
    whole = {name: (root / name).read_bytes() for name in ("private/answers.db", "published/releases.json")}
    harm(root, tmp_path / "before")
    audit, doctor = kit("audit"), kit("doctor")
    assert audit.code == 1
    (line,) = [line for line in doctor.out.splitlines() if not line.startswith("ok ") and said.split(";")[0] in line]
    assert said in line
    assert line[6:] in audit.out, audit.out
    published = kit("publish", "1")
    if mended:
        assert published.code == 0
    else:
        assert published.code == 1
        assert said in published.err
        if harm is newer:
            (root / "private" / "answers.db").write_bytes(whole["private/answers.db"])
        else:
            file(root).unlink()
            assert kit("publish", "1").code == 0
    assert file(root).read_bytes() == whole["published/releases.json"]
    assert kit("audit").code == 0
    assert "results are published and verified" in kit("doctor").out


def test_where_file_and_ledger_went_different_ways_both_come_from_one_backup(kit, root, tmp_path):
    keep = tmp_path / "keep"
    shutil.copytree(root, keep)
    document = json.loads(file(root).read_text("utf-8"))
    assert len(document["releases"]) == 2
    # The file of a run in which another item was published in between.
    shutil.copytree(tmp_path / "before", tmp_path / "other")
    rows = "".join(f"slip {person},3,pulse,energy,{person % 11}\n" for person in range(1, 13))
    (tmp_path / "rows.csv").write_text(HEADER + rows, "utf-8")
    other = ("--cohort", str(tmp_path / "other"))
    assert kit("import", str(tmp_path / "rows.csv"), "--consent", "on paper, 3 May", *other).code == 0
    assert kit("publish", "3", *other).code == 0
    shutil.copy(file(tmp_path / "other"), file(root))
    said = "it differs from the ledger in private/answers.db"
    assert said in kit("audit").out
    assert said in kit("doctor").out
    assert said in kit("publish", "1").err
    for name in ("private/answers.db", "published/releases.json"):
        shutil.copy(keep / name, root / name)
    assert kit("audit").code == 0
