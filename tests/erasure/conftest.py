"""A cohort at its end, for the tests of what then goes and what stays."""

from __future__ import annotations

import pytest

from kit.answers.backup import back_up
from kit.answers.bundles import make_key
from tests.answers.conftest import cohort, store, weeks
from tests.attacks.scene import scene
from tests.cohorts import write_roster
from tests.erasure.examples import WORDS

__all__ = ["cohort", "store", "weeks"]


@pytest.fixture
def outbox(tmp_path):
    return tmp_path / "outbox" / "spring"


@pytest.fixture
def over(tmp_path):
    """A cohort whose weeks are over: results, texts, backups, names and keys."""
    with scene(tmp_path / "spring") as here:
        here.all_say(range(9), calm=3, yes=1, words=WORDS)
        here.publish()
        cohort = here.store.cohort
        back_up(cohort.private)
    write_roster(cohort.root, "Ada Zwicky")
    (cohort.private / "run" / "pairs.json").write_text('{"weeks": {"1": [["Ada Zwicky", "Ben Quirk"]]}}', "utf-8")
    (cohort.private / "scan of the sheets.png").write_bytes(b"\x89PNG")
    make_key(cohort)
    return here
