"""A file of the cohort's own that is there and broken is never replaced by the kit's."""

from __future__ import annotations

import os
import shutil

import pytest

from kit.checks.adapted import load_reasons
from kit.curriculum.policy import FLOORS, load_policy
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk.vignettes import raw_vignettes
from kit.curriculum.registers import load_claims, load_elements, messages_in
from kit.errors import ContentError, KitError
from kit.publishing.masking.words import load_words
from kit.session.debrief import read_log
from kit.settings import packaged_curriculum

READERS = {
    "policy.yaml": load_policy,
    "practices.yaml": load_practices,
    "vignettes": raw_vignettes,
    "masks.yaml": load_words,
    "messages.yaml": messages_in,
    "practice_messages.yaml": messages_in,
    "elements.yaml": load_elements,
    "claims.yaml": load_claims,
    "adapted.yaml": load_reasons,
    "spring.yaml": lambda folder: read_log(folder / "spring.yaml"),
}


@pytest.fixture
def own(tmp_path):
    shutil.copytree(packaged_curriculum(), tmp_path / "curriculum")
    return tmp_path / "curriculum"


def empty(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def a_folder(path):
    path.with_suffix("").mkdir(exist_ok=True)
    path.mkdir()


def a_link_to_nothing(path):
    path.symlink_to(path.with_name("gone"))


def another_encoding(path):
    path.write_bytes("K\u00f6ln: ja".encode("cp1252"))


@pytest.mark.skipif(os.name == "nt", reason="links are made otherwise there")
@pytest.mark.parametrize("instead", [a_folder, a_link_to_nothing, another_encoding])
@pytest.mark.parametrize("name", READERS)
def test_what_is_there_and_broken_is_told_by_name(own, name, instead):
    empty(own / name)
    if name == "vignettes" and instead is a_folder:
        pytest.skip("a folder is right there")
    instead(own / name)
    with pytest.raises(KitError) as told:
        READERS[name](own)
    assert str(told.value).startswith(name)


@pytest.mark.parametrize("name", ["policy.yaml", "practices.yaml", "vignettes", "masks.yaml", "messages.yaml"])
def test_what_is_not_there_at_all_is_the_kits_own(own, name):
    empty(own / name)
    assert READERS[name](own)
    if name == "policy.yaml":
        assert load_policy(own).minimum == FLOORS["minimum"]


def test_sentences_of_practices_alone_count_too(own):
    (own / "messages.yaml").unlink()
    path = own / "practice_messages.yaml"
    path.write_text(path.read_text("utf-8") + "\n\t: x\n", "utf-8")
    with pytest.raises(ContentError, match="practice_messages"):
        messages_in(own)
