"""The sample cohort: made anew from its seed, through the real store and the real gate, the same bytes each time."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kit.answers import open_store
from kit.answers.importing import import_csv
from kit.cohort_file import write_cohort_file
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.publishing.gate import publish
from kit.results.releases import FILE_NAME
from kit.settings import SAMPLE, load_cohort, packaged_curriculum
from kit.simulate.cohort import simulate
from kit.simulate.files import answers_text, truth_text
from kit.system.disk import write_text

SEED = 15
SIZE = 14
CONSENT = "simulated participants"

_COHORT = f"""\
# The sample cohort: simulated participants, none of them a real person.
slug = "{SAMPLE}"
size = {SIZE}
"""


def remake_sample(folder: Path) -> None:
    """Write answers.csv, truth.yaml, cohort.toml and published/releases.json of the sample cohort into *folder*."""
    weeks = load_curriculum(packaged_curriculum())
    simulated = simulate(weeks, seed=SEED, size=SIZE)
    (folder / "published").mkdir(parents=True, exist_ok=True)
    write_cohort_file(folder, _COHORT)
    write_text(folder / "answers.csv", answers_text(simulated))
    write_text(folder / "truth.yaml", truth_text(simulated, weeks))
    write_text(folder / "published" / FILE_NAME, _published(folder))


def _published(folder: Path) -> str:
    """The releases of the answers in *folder*, made in a store that is thrown away."""
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / SAMPLE
        root.mkdir()
        write_cohort_file(root, _COHORT)
        cohort = load_cohort(root)
        weeks = load_curriculum(cohort.curriculum)
        with open_store(cohort, weeks=weeks) as store:
            import_csv(folder / "answers.csv", store, weeks, consent=CONSENT)
            for week in weeks:
                publish(store, weeks, policy_of(cohort), week=week)
        return (cohort.published / FILE_NAME).read_text("utf-8")
