"""While a session runs, and after its host was killed, whoever copies the folder reads nothing that anybody wrote."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing

import pytest

from kit.answers.backup import back_up
from kit.live.copies import read_copy
from kit.settings import keys_folder
from kit.system.text_search import every_file
from tests.attacks.canaries import found
from tests.cohorts import small_cohort
from tests.live.serving import serving

FIRST, SECOND = "kanarientext, zum ersten", "kanarientext, zum zweiten"
PLAIN = [FIRST, SECOND, '"energy":', '{"energy"', '["talk"]']


@pytest.mark.parametrize("falls", [False, True])
def test_no_file_of_a_running_session_and_no_line_of_its_log_holds_an_answer(tmp_path, caplog, falls):
    caplog.set_level(logging.DEBUG)
    root = small_cohort(tmp_path / "spring").root
    with serving(root, falls=falls) as served:
        served.open()
        anna, ben = served.joined(), served.joined()
        assert anna.put({"energy": 3, "note": FIRST}).status == 201
        assert anna.put({"energy": 4, "note": SECOND, "helped": ["talk"]}, revision=2).status == 201
        assert ben.put({"energy": "seven"}).status == 400
        assert ben.put({"energy": 7}).status == 201
        back_up(root / "private")
        names = {path.name for path in every_file([root])}
        assert {"answers.db", "answers.db-wal", "answers.db-shm", "answers-000001.db", "participant.keys"} <= names
        # Only what is there is looked through: as somebody copies it who sits at the computer for a moment.
        shutil.copytree(root, tmp_path / "copied")
        assert anna.mine()[-1]["answers"]["note"] == SECOND
    for folder in (root, tmp_path / "copied", keys_folder()):
        assert found(folder, PLAIN) == []
    assert "kanarientext" not in caplog.text


def test_a_reader_of_the_raw_file_and_a_thief_with_the_sealed_copies_of_a_browser_have_no_answer(tmp_path):
    with serving(small_cohort(tmp_path / "spring").root) as served:
        served.open()
        anna = served.joined()
        assert anna.put({"energy": 3, "note": FIRST}).status == 201
        (mine,) = anna.mine()
        path = served.host.store.cohort.private / "answers.db"
        with closing(sqlite3.connect(path)) as reading:
            reading.text_factory = bytes
            tables = [
                name.decode() for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            cells = [
                cell if isinstance(cell, bytes) else str(cell).encode()
                for table in tables
                for row in reading.execute(f'SELECT * FROM "{table}"')
                for cell in row
            ]
        assert len(cells) > 20
        kept = read_copy(mine["sealed"]).sealed
        assert not [cell for cell in (*cells, kept) if b"kanarien" in cell or b'energy":' in cell]
        assert kept not in cells
