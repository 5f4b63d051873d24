import pytest

from kit.answers import Store, open_store
from kit.curriculum.weeks import Week
from kit.settings import Cohort
from tests.answers.examples import week
from tests.cohorts import unwritten_cohort


@pytest.fixture
def weeks() -> dict[int, Week]:
    return {number: week(number) for number in (1, 2, 3)}


@pytest.fixture
def cohort(tmp_path) -> Cohort:
    root = tmp_path / "a cohort, 100% ours?#"
    root.mkdir()
    return unwritten_cohort(root)


@pytest.fixture
def store(cohort, weeks) -> Store:
    with open_store(cohort, weeks=weeks) as opened:
        yield opened


@pytest.fixture
def small(tmp_path, weeks):
    root = tmp_path / "small"
    root.mkdir()
    with open_store(unwritten_cohort(root, size=6), weeks=weeks) as store:
        yield store
