"""Attacks on everything the kit writes: none of it holds words planted in codes, names, texts, folders or secrets."""

from __future__ import annotations

import base64
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from sqlalchemy import insert

from kit.answers import open_store, schema
from kit.answers.bundles import make_key
from kit.answers.finding import People, Person
from kit.answers.pseudonyms import FILE_NAME as SECRET
from kit.answers.sealing.envelopes import Envelopes
from kit.cli import main
from kit.curriculum.items import Text
from kit.curriculum.loader import load_curriculum
from kit.errors import StoreError
from kit.new_cohort import make_cohort
from kit.reports.kernels import environment
from kit.sending.sealed import Bundle, device_code, read_public, seal
from kit.settings import Cohort, load_cohort
from tests.answers.examples import record, said
from tests.answers.plain import opened_answers
from tests.attacks.canaries import found
from tests.attacks.scene import scene
from tests.reports.notebooks import code, saved, words
from tests.weeks import SMALL_WEEK

CODES = [f"Kanárek Żółty {number}" for number in range(12)]
NAMES = ("Aurelia Kanarek-Okonkwo", "Balthasar Ümläut", "Çelik Ivanova")
TEXT, CONSENT, TOKEN = "a canary sings in the third drawer", "agreed beside the canary cage", "canary-facilitator-key"
FOLDER = "canary-folder-of-the-cohort"
BROUGHT = f"{TEXT} of somebody's own computer"


@dataclass(frozen=True)
class Planted:
    """A cohort that was imported, published, reported and exported, what was said meanwhile, and what was planted."""

    cohort: Cohort
    said: str
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    root = tmp_path_factory.mktemp("base") / FOLDER
    make_cohort(root, size=14, slug="spring")
    for path in [*root.glob("curriculum/week_*.yaml"), *root.glob("curriculum/orientation.yaml")]:
        path.unlink()
    for path in root.glob("notebooks/*.ipynb"):
        path.unlink()
    (root / "curriculum" / "week_01.yaml").write_text(SMALL_WEEK, "utf-8")
    show = "week = kit.open_week(1, cohort=cohort, audience=audience)\nweek.group('check-in')"
    saved(root / "notebooks" / "week_01.ipynb", words("# A small week"), code("import kit\n" + show, id="show"))
    rows = ["participant,week,exercise,item,answer"]
    for number, who in enumerate(CODES):
        rows += [f"{who},1,check-in,energy,{number % 11}", f"{who},1,check-in,note,{TEXT} {number}"]  # not stored
        rows += [f"{who},1,check-in,useful,{number % 3 + 1}"]
    (root / "answers.csv").write_text("\n".join(rows), "utf-8")
    bundle(root, BROUGHT, week=1, exercise="check-in", item="note")
    (root / "private" / "roster.csv").write_text("name,apart_from\n" + "".join(f"{one},\n" for one in NAMES), "utf-8")
    with open_store(load_cohort(root), weeks=load_curriculum(root / "curriculum")) as store:
        for number, who in enumerate(CODES):
            record(store, who, {"note": f"{TEXT} {number}"}, cohort=store.cohort.slug)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_FACILITATOR", TOKEN)
        patch.chdir(root)
        said = "".join(spoken(patch, *arguments) for arguments in COMMANDS)
    cohort = load_cohort(root)
    with open_store(cohort, weeks={}) as store:
        pseudonyms = sorted(store.participants())
    key = (cohort.private / SECRET).read_bytes()
    secrets = (*CODES, *NAMES, TEXT, CONSENT, TOKEN, FOLDER, *pseudonyms, key.hex(), base64.b64encode(key).decode())
    yield Planted(cohort, said, secrets)


COMMANDS = (
    ("import", "answers.csv", "--consent", CONSENT),
    ("import", "mine.bundle", "--whose", CODES[0], "--consent", CONSENT),  # a text that is stored
    ("publish", "1"),
    ("publish", "1"),
    ("report", "1"),
    ("export", "--out", "figures.csv"),
    ("audit",),
)


def bundle(root: Path, text: str, *, week: int, exercise: str, item: str) -> None:
    """Seal *text* as somebody's answer, for the cohort in *root*: ``mine.bundle``."""
    cohort = load_cohort(root)
    make_key(cohort)
    one = said({item: text}, cohort=cohort.slug, week=week, exercise=exercise)
    made = Bundle(cohort=cohort.slug, participant=device_code(root.parent / "own"), agreed=True, submissions=(one,))
    (root / "mine.bundle").write_bytes(seal(made, read_public(cohort.published, cohort.slug)))


def spoken(patch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command prints and logs, at every level."""
    lines: list[str] = []
    listener = logging.Handler(logging.DEBUG)
    listener.emit = lambda record: lines.append(logging.Formatter().format(record))  # type: ignore[method-assign]
    patch.setattr(sys, "argv", ["kit", *arguments])
    patch.setattr("typer.echo", lambda text="", **_: lines.append(str(text)))
    root = logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        main()
    except SystemExit as stopped:
        assert not stopped.code, lines
    finally:
        root.removeHandler(listener)
        root.setLevel(before)
    return "\n".join(lines)


def visible(planted: Planted) -> tuple[str, ...]:
    """What no reader may find; the folder's name is the reader's own on the command line."""
    return tuple(secret for secret in planted.secrets if secret != FOLDER)


def test_nothing_planted_is_in_a_report_a_notebook_or_an_exported_figure(planted: Planted) -> None:
    for place in (planted.cohort.reports, planted.cohort.published, planted.cohort.root / "figures.csv"):
        assert found(place, planted.secrets) == []
    assert len(list(planted.cohort.reports.rglob("*.ipynb"))) == 1
    assert "of 12" in (planted.cohort.reports / "week_01.html").read_text("utf-8")


def test_nothing_planted_is_said_or_logged_by_any_command(planted: Planted) -> None:
    assert "published, from 12 answers" in planted.said
    assert found(planted.said.encode(), visible(planted)) == []


def test_the_search_would_have_found_it(planted: Planted) -> None:
    assert found(planted.cohort.root / "answers.csv", [CODES[0], TEXT]) == [
        f"answers.csv: {one}" for one in (CODES[0], TEXT)
    ]
    assert found(planted.cohort.private / "answers.db", [CONSENT]) == [f"answers.db: {CONSENT}"]
    assert found(planted.cohort.private, NAMES[:1]) == [f"roster.csv: {NAMES[0]}"]
    # They are in the store, and whoever has its keys finds them; whoever has the folder finds no word.
    assert found(opened_answers(planted.cohort), [TEXT, BROUGHT]) == [TEXT, BROUGHT]
    assert found(planted.cohort.private, [TEXT, BROUGHT]) == []


def test_no_name_of_a_file_beside_the_answers_holds_a_code_or_a_name(planted: Planted) -> None:
    names = "\n".join(str(path.relative_to(planted.cohort.root)) for path in planted.cohort.root.rglob("*"))
    assert found(names.encode(), visible(planted)) == []


def test_a_report_s_notebook_holds_two_parameters_no_widget_state_and_nothing_but_results(planted: Planted) -> None:
    (path,) = planted.cohort.reports.rglob("*.ipynb")
    made = nbformat.read(path, as_version=4)
    assert "widgets" not in made.metadata
    injected = [cell.source for cell in made.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert {line.partition(" = ")[0] for text in injected for line in text.splitlines() if " = " in line} <= {
        "cohort",
        "audience",
    }
    kinds = {kind for cell in made.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert kinds <= {"text/html", "text/plain", "application/vnd.plotly.v1+json"}
    text = path.read_text("utf-8")
    assert not re.search(r"sqlite|answers\.db|<pandas|DataFrame|Traceback|application/vnd\.jupyter\.widget", text)


def test_reports_come_in_two_kinds_of_file_and_no_page_has_a_comment_or_an_author(planted: Planted) -> None:
    made = [path for path in planted.cohort.reports.rglob("*") if path.is_file()]
    assert {path.suffix for path in made} == {".html", ".ipynb"}
    for path in planted.cohort.reports.glob("*.html"):
        page = re.sub(r"<script\b.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert "<!--" not in page
        assert not re.search(r'<meta[^>]+name="(author|generator|creator)"', page, re.IGNORECASE)
    assert json.loads((planted.cohort.published / "releases.json").read_text("utf-8"))["cohort"] == "spring"


def test_the_same_code_is_somebody_else_in_another_cohort(tmp_path: Path) -> None:
    with scene(tmp_path / "one") as one, scene(tmp_path / "other") as other:
        pseudonyms = [{here.store.participant(code) for code in CODES} for here in (one, other)]
        assert not pseudonyms[0] & pseudonyms[1]
        assert [len(found) for found in pseudonyms] == [12, 12]
        assert one.store.order("a") != other.store.order("a")
        assert one.store.hidden("words", "a") != one.store.hidden("other", "a") != other.store.hidden("words", "a")


def test_a_kernel_of_a_report_is_given_no_variable_of_the_one_who_starts_it(tmp_path: Path) -> None:
    inherited = {"KIT_FACILITATOR": TOKEN, "DATABASE_URL": f"sqlite:///{FOLDER}/answers.db", "PGPASSWORD": TEXT}
    given = environment(tmp_path, inherited)
    assert found(json.dumps(given).encode(), [TOKEN, FOLDER, TEXT]) == []


Broken = Callable[[pytest.MonkeyPatch], None]


def a_check_fails(patch: pytest.MonkeyPatch) -> None:
    def check(_self: Text, answer: object, **_: object) -> str:
        raise LookupError(f"cannot read {answer}")

    patch.setattr(Text, "check", check)


def the_sealing_fails(patch: pytest.MonkeyPatch) -> None:
    def seal(*row: object) -> bytes:
        raise LookupError(repr(row))

    patch.setattr(Envelopes, "seal", seal)


def the_database_fails(patch: pytest.MonkeyPatch) -> None:
    class Failing:
        def run(self, *row: object) -> None:
            raise LookupError(repr(row))

        run_each = run

    patch.setattr("kit.answers.recording._ADD_SUBMISSION", Failing())


def a_search_fails(patch: pytest.MonkeyPatch) -> None:
    def find(_self: People, code: str) -> Person:
        raise LookupError(f"nobody is {code}")

    patch.setattr(People, "find", find)


@pytest.mark.parametrize("broken", [a_check_fails, the_sealing_fails, the_database_fails, a_search_fails])
@pytest.mark.parametrize("debug", ["", "1"])
def test_a_fault_on_the_way_in_prints_no_answer_and_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Broken, debug: str
) -> None:
    root = make_cohort(tmp_path / "spring", size=14).root
    with open_store(load_cohort(root), weeks={}) as store:
        who = store.participant(CODES[0])
        store.enrol(who)
    asked = load_curriculum(root / "curriculum")[7].group_items()
    exercise, item = next((exercise.id, item.id) for exercise, item in asked if isinstance(item, Text))
    bundle(root, TEXT, week=7, exercise=exercise, item=item)
    monkeypatch.chdir(root)
    monkeypatch.setenv("KIT_DEBUG", debug)
    lines: list[str] = []
    monkeypatch.setattr("typer.echo", lambda text="", **_: lines.append(str(text)))
    monkeypatch.setattr(sys, "argv", ["kit", "import", "mine.bundle", "--whose", CODES[0]])
    broken(monkeypatch)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert "LookupError" in "".join(lines)
    assert found("\n".join(lines).encode(), [CODES[0], TEXT, who]) == []


def test_a_fault_of_the_database_carries_no_answer(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say([0], calm=1, words="first")
        with pytest.raises(StoreError) as told, here.store.transaction() as connection:
            connection.execute(insert(schema.submissions), {"id": TEXT, "consent": TEXT, "sealed": TEXT.encode()})
        chain = [told.value, told.value.__cause__, told.value.__context__]
        assert found("".join(map(repr, chain)).encode() + str(told.value).encode(), [TEXT]) == []
