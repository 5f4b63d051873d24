"""A simulated cohort as files: its answers as a facilitator would import them, and the truth about them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from kit.answers import open_store
from kit.answers.importing import import_csv
from kit.curriculum.items import Item
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.curriculum.reading import BAR, NONE_OF_THESE, Stored
from kit.curriculum.weeks import Week
from kit.publishing.gate import publish
from kit.results.releases import FILE_NAME, read_releases, to_text
from kit.settings import MADE_UP, MADE_UP_TEXT, SAMPLE, load_cohort, packaged_curriculum, write_cohort_file
from kit.simulate.cohort import Simulated, simulate
from kit.simulate.shared import in_order, share, show
from kit.system.disk import write_text

COLUMNS = ("participant", "week", "exercise", "item", "answer")
_TRUTH = """\
# What is true of this simulated cohort: which pattern was planted, that nothing else was, and who took part how.
"""


def rows(simulated: Simulated, weeks: Mapping[int, Week]) -> Iterator[tuple[str, int, str, str, str]]:
    """Participant, week, exercise, item and answer, of every participant's last revision; passed items have no row."""
    items = {(n, exercise.id, item.id): item for n in weeks for exercise, item in weeks[n].group_items()}
    for sending in simulated.latest:
        for name, answer in sending.answers.items():
            item = items[sending.week, sending.exercise, name]
            yield sending.participant, sending.week, sending.exercise, name, cell(item, answer)


def cell(item: Item, answer: Stored) -> str:
    """An answer to *item* as the text of a cell, which can be read in one way alone: as the same answer.

    A number is written only where it is the answer itself, for one that stands for a label may count from 0 or from 1.
    """
    options = item.counted
    if isinstance(answer, list):
        words = [options.words_of(one) for one in answer]
        # Words may have commas of their own, and then only a bar says that they are one.
        alone = len(words) == 1 and {",", ";"} & set(words[0])
        return BAR.join(words) + (BAR if alone else "") or NONE_OF_THESE
    if isinstance(answer, int) and len(options):
        return options.words[answer - 1]
    return options.words_of(answer) if isinstance(answer, str) else str(answer)


def answers_text(simulated: Simulated, weeks: Mapping[int, Week]) -> str:
    """The text of answers.csv, the same bytes for the same cohort; *weeks* are those that it answers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(simulated, weeks))
    return text.getvalue()


def truth_text(simulated: Simulated, weeks: Mapping[int, Week]) -> str:
    """The text of truth.yaml: seed, size, what was planted, which questions are null, and how each person took part."""
    planted = simulated.planted
    truth = {
        "seed": simulated.seed,
        "size": simulated.size,
        "planted": [
            {
                "series": f"{planted.exercise}/{planted.item}",
                "direction": "more often",
                "shift": planted.shift,
            }
        ]
        if planted
        else [],
        "null": [name for name in _repeated(weeks) if planted is None or name != f"{planted.exercise}/{planted.item}"],
        "participants": {
            person.label: {"temperament": person.temperament.name, "weeks": sorted(person.weeks)}
            for person in simulated.people
        },
    }
    return _TRUTH + yaml.safe_dump(truth, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def _repeated(weeks: Mapping[int, Week]) -> list[str]:
    """Every question that stands in several weeks, in the order in which it first stands."""
    names = [f"{e.id}/{item.id}" for n in sorted(weeks) for e, item in weeks[n].group_items() if item.form != "text"]
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


# The sample cohort: made anew from its seed, through the real store and the real gate, the same bytes each time.

SEED = 15
SIZE = 14
CONSENT = "simulated participants"
_NOBODY = "Aspenrow"  # texts are masked by a roster, and nobody is called like this

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
    write_text(folder / "answers.csv", answers_text(simulated, weeks))
    write_text(folder / "truth.yaml", truth_text(simulated, weeks))
    write_text(folder / "published" / FILE_NAME, _published(folder, simulated))
    write_text(folder / "published" / MADE_UP, MADE_UP_TEXT)


def _published(folder: Path, simulated: Simulated) -> str:
    """The releases of the answers in *folder*, made in a store that is thrown away."""
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / SAMPLE
        root.mkdir()
        write_cohort_file(root, _COHORT)
        cohort = load_cohort(root)
        weeks = load_curriculum(cohort.curriculum)
        cohort.private.mkdir()
        (cohort.private / "roster.csv").write_text(f"name\n{_NOBODY}\n", "utf-8")
        with open_store(cohort, weeks=weeks) as store:
            import_csv(folder / "answers.csv", store, weeks, consent=CONSENT)
            share(store, simulated)
            for week in weeks:
                publish(store, weeks, policy_of(cohort), week=week)
                show(store, weeks[week])
        return to_text(in_order(read_releases(cohort.published), SEED))
