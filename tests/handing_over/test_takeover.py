"""Taking over: the whole cohort in a new folder, or nothing at all."""

from __future__ import annotations

import os
import stat

import pytest

from kit.answers import open_store
from kit.curriculum.policy import Policy
from kit.errors import CohortError, HandoverRefused, StoreError
from kit.handing_over import takeover as taking
from kit.handing_over.handover import hand_over
from kit.handing_over.packing import About, packed
from kit.handing_over.sealed_file import seal
from kit.handing_over.takeover import take_over
from kit.publishing.audit import audit
from kit.publishing.gate import publish
from kit.settings import keys_folder
from tests.handing_over.handed import KIM, WEEKS, WORDS, begun


@pytest.fixture
def cohort(tmp_path):
    return begun(tmp_path / "spring")


@pytest.fixture
def file(cohort, tmp_path):
    hand_over(cohort, tmp_path / "spring.handover", WORDS, KIM)
    return tmp_path / "spring.handover"


def test_answers_results_names_and_keys_are_there_and_the_cohort_goes_on(cohort, file, tmp_path):
    taken = take_over(file, tmp_path / "new", WORDS)
    assert (taken.cohort.root, taken.about.to, taken.releases) == (tmp_path / "new", "Kim Vale", 1)
    assert (taken.cohort.private / "roster.csv").read_bytes() == (cohort.private / "roster.csv").read_bytes()
    assert audit(taken.cohort, WEEKS).problems == ()
    with open_store(taken.cohort, weeks=WEEKS) as store:
        publish(store, WEEKS, Policy(), week=1)
        assert len(store.contributions(1, "check-in", "calm")) == 9
    assert audit(taken.cohort, WEEKS).problems == ()


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_private_files_are_their_owners_alone(file, tmp_path):
    taken = take_over(file, tmp_path / "new", WORDS)
    for path in (taken.cohort.private, *taken.cohort.private.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_wrong_passphrase_or_a_damaged_file_leaves_nothing_behind(file, tmp_path):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(HandoverRefused, match="doesn't open"):
        take_over(file, tmp_path / "new", "another passphrase")
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(HandoverRefused, match="doesn't open"):
        take_over(file, tmp_path / "new", WORDS)
    assert sorted(tmp_path.iterdir()) == before


def test_a_cohort_whose_key_came_to_nothing_is_not_taken_over(cohort, tmp_path):
    with pytest.raises(StoreError, match="isn't the key"):
        take_over(sealed(cohort, tmp_path / "x", key="00" * 32), tmp_path / "new", WORDS)
    assert not (tmp_path / "new").exists()


def test_where_the_folder_cannot_get_its_name_no_key_stays_behind(file, tmp_path, monkeypatch):
    kept = sorted(path.name for path in keys_folder().iterdir())

    replace = type(tmp_path).replace

    def refuse(self, target):
        if self.name == "cohort":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(type(tmp_path), "replace", refuse)
        with pytest.raises(StoreError):
            take_over(file, tmp_path / "new", WORDS)
    assert sorted(path.name for path in keys_folder().iterdir()) == kept


def test_a_folder_that_is_there_is_never_touched_and_a_place_must_be_safe(file, tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    with pytest.raises(HandoverRefused, match="something here already"):
        take_over(file, tmp_path / "new", WORDS)
    with pytest.raises(HandoverRefused, match="no such folder"):
        take_over(file, tmp_path / "none" / "new", WORDS)
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(CohortError, match="copied to other computers"):
        take_over(file, tmp_path / "Dropbox" / "new", WORDS)
    with pytest.raises(HandoverRefused, match="can't be read"):
        take_over(tmp_path / "nothing", tmp_path / "other", WORDS)


def sealed(cohort, path, **about):
    known = {"kit": "0.2.0", "cohort": cohort.slug, "to": "Kim", "on": "2027-04-01", **about}
    content, _ = packed(cohort, About(**known), reports=False)
    path.write_bytes(seal(content, WORDS))
    return path


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda root: (root / "cohort.toml").write_text("size = 'x'\n", "utf-8"), "cohort.toml"),
        (lambda root: (root / "private" / "answers.db").write_bytes(b"none"), "answers.db"),
        (lambda root: (root / "published" / "releases.json").write_text("{}", "utf-8"), "releases.json"),
    ],
)
def test_what_was_not_whole_when_it_was_packed_is_not_taken_over(cohort, tmp_path, damage, words):
    damage(cohort.root)
    with pytest.raises(HandoverRefused, match=words):
        take_over(sealed(cohort, tmp_path / "x"), tmp_path / "new", WORDS)
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".kit-takeover-*"))


def test_a_file_of_a_later_version_is_left_to_that_version(cohort, tmp_path):
    with pytest.raises(HandoverRefused, match=r"version 9\.1\.0"):
        take_over(sealed(cohort, tmp_path / "x", kit="9.1.0"), tmp_path / "new", WORDS)


def test_a_file_that_is_no_handover_at_all_is_not_read_into_memory(tmp_path, monkeypatch):
    (tmp_path / "film").write_bytes(b"x" * 100)
    monkeypatch.setattr(taking, "MOST_BYTES", 10)
    with pytest.raises(HandoverRefused, match="larger than any file"):
        take_over(tmp_path / "film", tmp_path / "new", WORDS)
