"""A cohort's masker knows the roster as it is now, and without one nothing is shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import MaskingFailed
from kit.publishing.masking.masker import CohortMasker
from kit.settings import Cohort
from tests.cohorts import unwritten_cohort


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    (tmp_path / "private").mkdir()
    return unwritten_cohort(tmp_path, size=8)


def write(cohort: Cohort, *names: str) -> None:
    (cohort.private / "roster.csv").write_text("\n".join(["name", *names, ""]), "utf-8")


def test_names_are_masked_as_soon_as_they_stand_on_the_roster(cohort: Cohort) -> None:
    write(cohort, "Benno Smith")
    masker = CohortMasker(cohort)
    assert masker.mask("Benno and Oona").text == "[name] and Oona"
    write(cohort, "Benno Smith", "Oona Dijk")
    assert masker.mask("Benno and Oona").text == "[name] and [name]"


def test_names_of_others_are_masked_where_the_facilitator_wrote_them_down(cohort: Cohort) -> None:
    write(cohort, "Benno Smith")
    (cohort.private / "other_names.txt").write_text("Falcon\n\n  Dana Fox \n", "utf-8")
    assert (
        CohortMasker(cohort).mask("Benno told Dana of the Falcon team").text == "[name] told [name] of the [name] team"
    )


@pytest.mark.parametrize("text", [None, "name\n", "name,apart_from\n", "nom\nBenno\n", b"\xff\xfe"])
def test_without_a_roster_that_can_be_read_and_has_names_nothing_is_masked_and_nothing_shared(
    cohort: Cohort, text: str | bytes | None
) -> None:
    if text is not None:
        (cohort.private / "roster.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MaskingFailed, match=r"roster\.csv"):
        CohortMasker(cohort).mask("anything")


def test_a_masks_file_that_cannot_be_read_fails_closed(cohort: Cohort) -> None:
    write(cohort, "Benno Smith")
    cohort.root.joinpath("curriculum").mkdir()
    (cohort.root / "curriculum" / "masks.yaml").write_text("shown_as: {}\n", "utf-8")
    with pytest.raises(MaskingFailed, match=r"masks\.yaml"):
        CohortMasker(cohort).mask("anything")
