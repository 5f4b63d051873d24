"""Elements, claims and messages are registers that can be read, and coverage follows from the week files."""

from __future__ import annotations

import pytest

from kit.curriculum import earlier
from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import Messages, coverage, load_claims, load_elements, load_messages, load_references
from kit.errors import ContentError
from kit.settings import packaged_curriculum


def test_coverage_names_the_place_of_each_element(curriculum):
    assert coverage(load_curriculum(curriculum).values()) == {"E01": ["week 1, idea"]}


def test_the_packaged_registers_can_be_read():
    assert len(load_elements(packaged_curriculum())) == 39
    assert load_claims(packaged_curriculum())
    assert load_messages(packaged_curriculum())("states.not_asked")


def test_a_claim_without_a_source_is_refused(tmp_path):
    (tmp_path / "claims.yaml").write_text("slow-breath: {claim: It calms, strength: weak, wording: may}", "utf-8")
    with pytest.raises(ContentError, match=r"claims\.yaml"):
        load_claims(tmp_path)


def test_every_study_is_named_by_a_claim_and_every_claim_of_research_names_one():
    claims, references = load_claims(packaged_curriculum()), load_references(packaged_curriculum())
    assert {name for claim in claims.values() for name in claim.references} == set(references)
    alone = [name for name, claim in claims.items() if claim.strength in ("strong", "mixed") and not claim.references]
    assert alone == []


def test_a_study_is_called_by_its_first_author_and_its_year():
    references = load_references(packaged_curriculum())
    assert references["levy-gigi-2022"].short == "Levy-Gigi 2022"
    assert references["ramachandran-2023"].short == "Ramachandran 2023"
    assert references["who-2019"].short == "World Health Organization 2019"


def test_a_curriculum_without_studies_of_its_own_has_the_kits(tmp_path):
    assert load_references(tmp_path) == load_references(packaged_curriculum())
    (tmp_path / "references.yaml").write_text("{}", "utf-8")
    assert load_references(tmp_path) == {}


def test_an_older_copy_of_the_messages_is_completed_by_the_packaged_ones(tmp_path):
    (tmp_path / "messages.yaml").write_text("states: {not_asked: Not yet.}", "utf-8")
    packaged = load_messages(packaged_curriculum())
    both = load_messages(tmp_path).over(packaged)
    assert both("states.not_asked") == "Not yet."
    assert both("states.not_shown") == packaged("states.not_shown")
    assert both.section("form") == packaged.section("form")


def test_a_copy_of_a_sentence_of_an_earlier_version_gives_way_to_todays(monkeypatch):
    old, own = "{n} minutes or so.", "Our minutes: {minutes}."
    monkeypatch.setitem(earlier._marks(), earlier.mark(old), frozenset())
    kits = Messages({"a": {"b": "{minutes} minutes.", "c": "{minutes} minutes."}})
    copied = Messages({"a": {"b": old, "c": own, "gone": old}})
    assert list(copied.differing(kits)) == []
    assert copied.over(kits)("a.b", minutes=3) == "3 minutes."
    assert copied.over(kits)("a.c", minutes=3) == "Our minutes: 3."
