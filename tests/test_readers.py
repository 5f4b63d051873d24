"""Nothing that lies in a cohort's folder, however deep, long or odd, brings more than a sentence of the kit's."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from kit.answers.answer_files import Problems, read_rows
from kit.answers.bundles import make_key
from kit.answers.database import look_at
from kit.answers.ending import deleted_on
from kit.answers.peer_groups import read_groups
from kit.answers.pseudonyms import open_secret
from kit.answers.revisions import revise
from kit.answers.roster import Roster, draw, names_to_mask, read_roster
from kit.answers.withdrawals import who_withdrew
from kit.checks.adapted import load_reasons
from kit.checks.notebooks import read_notebook
from kit.curriculum.loader import load_week
from kit.curriculum.policy import load_policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.curriculum.registers import load_claims, load_elements, load_messages
from kit.errors import KitError
from kit.publishing.masking.words import load_words
from kit.reports import execute
from kit.reports.paper.guide import gather, make_guide
from kit.results.releases import read_releases
from kit.sending.sealed import read_public
from kit.session.debrief import read_log, read_logs
from kit.settings import load_cohort
from kit.system.version_control import keep_out
from tests.cohorts import whole_cohort
from tests.instead import THINGS

DEEP = "[" * 200_000
BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
TEXTS = {
    "deep lists": DEEP,
    "deep braces": '{"a":' * 100_000,
    "a bomb": BOMB,
    "a circle": "a: &a [*a]\n",
    "a long cell": 'name,apart_from\n"' + "x" * 300_000 + '",y\n',
    "nothing seen": "\0\x01\x02",
    "a list": "[1, 2, 3]",
    "a word": "word",
    "a number": "7",
    "nothing": "",
    "a mark of the beginning in the middle": "a: 1\n\ufeffb: 2\n",
    "what a machine left that lost its power": "\0" * 4096,
    "a page of a network that asks to sign in": "<!DOCTYPE html>\n<html><title>Sign in</title></html>\n",
    "what a merge left": "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n",
}


def answers_of(cohort):
    problems = Problems()
    list(read_rows(cohort.private / "answers.csv", problems))
    problems.refuse_if_any()


READERS = {
    "curriculum/week_01.yaml": lambda cohort: load_week(cohort.curriculum / "week_01.yaml"),
    "curriculum/policy.yaml": lambda cohort: load_policy(cohort.curriculum),
    "curriculum/practices.yaml": lambda cohort: load_practices(cohort.curriculum),
    "curriculum/vignettes/toxic-culture.yaml": lambda cohort: raw_vignettes(cohort.curriculum),
    "curriculum/elements.yaml": lambda cohort: load_elements(cohort.curriculum),
    "curriculum/claims.yaml": lambda cohort: load_claims(cohort.curriculum),
    "curriculum/messages.yaml": lambda cohort: load_messages(cohort.curriculum),
    "curriculum/masks.yaml": lambda cohort: load_words(cohort.curriculum),
    "curriculum/adapted.yaml": lambda cohort: load_reasons(cohort.curriculum),
    "debrief/spring.yaml": lambda cohort: read_log(cohort.debriefs / "spring.yaml"),
    "cohort.toml": lambda cohort: load_cohort(cohort.root),
    "private/peer_groups.toml": lambda cohort: read_groups(cohort, Roster(names=(), apart=frozenset())),
    "private/roster.csv": read_roster,
    "private/answers.csv": answers_of,
    "published/releases.json": lambda cohort: read_releases(cohort.published),
    "notebooks/week_01.ipynb": lambda cohort: read_notebook(cohort.notebooks / "week_01.ipynb"),
    "notebooks/week_02.ipynb": lambda cohort: execute.read_notebook(cohort.notebooks / "week_02.ipynb"),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("file", READERS)
def test_whatever_stands_in_a_file_is_refused_in_a_sentence_within_a_second(tmp_path, file, name):
    cohort = whole_cohort(tmp_path / "spring")
    path = cohort.root / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXTS[name], "utf-8")
    before = time.process_time()
    try:
        READERS[file](cohort)
    except KitError as error:
        assert str(error).endswith((".", "kit init", "--repair", "again"))
        assert path.stem in str(error)
    else:
        assert name in ("a list", "a word", "a number", "a long cell", "nothing")
    assert time.process_time() - before < 1


OTHERS = {
    "private/other_names.txt": names_to_mask,
    "private/secret.key": lambda cohort: open_secret(cohort.private, may_make=True),
    "private/bundle.key": make_key,
    "private/withdrawals.log": lambda cohort: who_withdrew(cohort.private),
    "private/run/pairs.json": lambda cohort: draw(cohort, 1, ["Anna", "Ben"]),
    "private/run/calendar.json": lambda cohort: revise(cohort, []),
    "private/answers.db": lambda cohort: look_at(cohort.private / "answers.db"),
    "published/cohort.pub": lambda cohort: read_public(cohort.published, cohort.slug),
    "deletion.json": deleted_on,
    ".gitignore": lambda cohort: keep_out(cohort.root),
    "facilitator_guide/week_01.md": lambda cohort: make_guide(
        gather(cohort.guide, cohort.curriculum, load_policy(cohort.curriculum))
    ),
    "debrief": lambda cohort: read_logs(cohort.debriefs),
    "curriculum/vignettes": lambda cohort: raw_vignettes(cohort.curriculum),
}


@pytest.mark.skipif(os.name == "nt", reason="pipes, sockets and links are made otherwise there")
@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("file", READERS | OTHERS)
def test_what_is_no_file_is_neither_waited_for_nor_taken_for_a_missing_one(tmp_path, file, name):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.private / "roster.csv").write_text("name,apart_from\nAnna,\nBen,\n", "utf-8")
    path = cohort.root / file
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if name == "a folder" and file in ("debrief", "curriculum/vignettes"):
        return
    THINGS[name](path)
    before = path.lstat().st_ino
    with pytest.raises(KitError) as told:
        (READERS | OTHERS)[file](cohort)
    assert path.stem.lstrip(".") in str(told.value)
    assert path.lstat().st_ino == before, "nothing was put into its place"
