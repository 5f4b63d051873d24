"""A tired person at the keyboard: files from other programs, spaces in names, odd roster, Ctrl-C, nothing typed."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.curriculum.loader import load_curriculum
from kit.errors import CohortError
from kit.settings import load_cohort
from tests.answers.examples import record
from tests.cohorts import whole_cohort

SAME = "I do not know what to say yet."
OWN = "A kettle, a door, and then one breath."


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    root = whole_cohort(tmp_path / "spring 2027", slug="spring", keys=True).root
    monkeypatch.chdir(root)
    monkeypatch.setenv("KIT_OUTBOX", str(tmp_path / "outbox"))
    return root


def brought(kit, root: Path, *rows: str) -> None:
    answers = root.parent / "answers.csv"
    answers.write_text("\n".join(["participant,week,exercise,item,answer", *rows]) + "\n", "utf-8")
    assert kit("import", str(answers), "--consent", "on paper").code == 0
    answers.unlink()


def test_who_withdraws_leaves_what_somebody_else_wrote_in_the_same_words(kit, root):
    def written() -> list[object]:
        with open_store(load_cohort(root), weeks=load_curriculum(root / "curriculum")) as store:
            return sorted(store.contributions(7, "after-action", "sentence").values())

    with open_store(load_cohort(root), weeks=load_curriculum(root / "curriculum")) as store:
        for who, text in (("P01", SAME), ("P02", SAME), ("P03", OWN)):
            record(store, who, {"sentence": text}, week=7, exercise="after-action", cohort=store.cohort.slug)
    assert written() == [OWN, SAME, SAME]
    brought(kit, root, "P02,8,pitfalls,helped-most,pause")
    done = kit("withdraw", "P01", "--yes")
    assert (done.code, "answers.db" in done.out) == (0, False)
    assert written() == [OWN, SAME]
    assert kit("withdraw", "P03", "--yes").code == 0
    assert written() == [SAME]


def test_drawing_peer_groups_again_touches_no_file_of_somebody_s_own(kit, root):
    names = "".join(f"{name},\n" for name in ("Ada Berg", "Ben Ito", "Cem Kaya", "Dina Levi", "Eva Roth", "Finn Holm"))
    (root / "private" / "roster.csv").write_text(f"name,apart_from\n{names}", "utf-8")
    assert kit("peers", "--seed", "1").code == 0
    mine = [root / "peer_groups" / name for name in ("group_1.pdf", "group_photos.zip", "group_notes.html")]
    for path in mine:
        path.write_text("my own", "utf-8")
    (root / "peer_groups" / "group_9.html").write_text("of an earlier drawing", "utf-8")
    assert kit("peers", "--again", "--seed", "2").code == 0
    assert [path.read_text("utf-8") for path in mine] == ["my own"] * 3
    assert not (root / "peer_groups" / "group_9.html").exists()


def test_no_cohort_is_made_where_one_of_a_file_has_no_room(kit, root, tmp_path):
    rows = [f"aa,a{n},1,pulse,energy,7" for n in range(5)] + [f"bb,b{n},1,pulse,energy,7" for n in range(16)]
    answers = tmp_path / "many.csv"
    answers.write_text("\n".join(["cohort,participant,week,exercise,item,answer", *rows]) + "\n", "utf-8")
    into = tmp_path / "many"
    into.mkdir()
    assert kit("init", str(into / "bb"), "--size", "14").code == 0
    done = kit("import", str(answers), "--into", str(into), "--consent", "on paper")
    assert done.code == 1
    assert "bb would have 16 participants" in done.err
    assert not (into / "aa").exists()


def test_a_note_is_not_kept_where_nobody_can_tell_whether_it_names_somebody(kit, root):
    (root / "private" / "roster.csv").write_text("name;apart_from;\nAnna Berg;x;y;z\n\x00", "utf-8")
    done = kit("debrief", "1", "--note", "Anna Berg cried")
    assert done.code == 1
    assert "roster.csv" in done.err
    assert not list(root.glob("debrief/*"))


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_note_is_none(kit, root, text):
    done = kit("debrief", "1", "--note", text)
    assert done.code == 0
    assert "inside the kit" not in done.err


def test_what_is_printed_to_be_typed_can_be_typed(kit, root):
    (line,) = [one for one in kit("form", "1").out.splitlines() if "kit import" in one]
    words = shlex.split(line.partition("then: ")[2])
    assert words[:2] == ["kit", "import"]
    assert Path(words[2]).is_file()
    made = kit("init", str(root.parent / "autumn 2027"))
    assert shlex.split(made.out.partition("cd ")[2].partition(", then")[0]) == [str(root.parent / "autumn 2027")]


def test_a_file_of_settings_from_another_editor_is_read_or_told(root):
    path = root / "cohort.toml"
    text = path.read_text("utf-8")
    path.write_text(text, "utf-8-sig")
    assert load_cohort(root).slug == "spring"
    for encoding in ("utf-16", "latin-1"):
        path.write_bytes((text + "# Grüße\n").encode(encoding))
        with pytest.raises(CohortError, match="encoding UTF-8"):
            load_cohort(root)


@pytest.mark.parametrize("how", [KeyboardInterrupt(), SystemExit(130)])
def test_ctrl_c_is_answered_in_a_sentence(kit, monkeypatch, how):
    def stopped() -> None:
        raise how

    monkeypatch.setattr(sys.modules["kit.cli.main"], "app", stopped)
    done = kit("check")
    assert (done.code, done.err) == (1, "Stopped; what was finished is kept.\n")


def test_words_for_masks_that_cannot_be_read_are_found_before_the_session(kit, root):
    (root / "curriculum" / "masks.yaml").write_text("titles: [mr\n", "utf-8")
    done = kit("check")
    assert done.code == 1
    assert "masks.yaml" in done.out + done.err


def test_a_lost_secret_is_told_by_the_doctor_and_not_missed_after_a_purge(kit, root):
    brought(kit, root, "P01,1,pulse,energy,7")
    secret = root / "private" / "secret.key"
    kept = secret.read_bytes()
    secret.unlink()
    done = kit("doctor")
    assert done.code == 1
    assert "secret.key is missing" in done.out + done.err
    secret.write_bytes(kept)
    secret.chmod(0o600)
    assert kit("purge", "--yes").code == 0
    assert "secret.key is missing" not in kit("doctor").out


def test_a_purge_that_could_not_end_does_not_begin(kit, root, monkeypatch):
    brought(kit, root, "P01,1,pulse,energy,7")
    real = os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "published" and real(path, mode))
    done = kit("purge", "--yes")
    assert done.code == 1
    assert "nothing was deleted" in done.err
    assert (root / "private" / "answers.db").is_file()
    assert (root / "private" / "secret.key").is_file()


def test_a_damaged_file_of_releases_names_a_way_that_releases_nothing_new(kit, root):
    brought(kit, root, *(f"P{n:02},{week},pulse,energy,7" for n in range(9) for week in (1, 2)))
    assert kit("publish", "1").code == 0
    path = root / "published" / "releases.json"
    before = path.read_bytes()
    path.write_text('{"rel', "utf-8")
    done = kit("audit")
    assert done.code == 1
    assert "kit publish, with a week that is published already" in done.out + done.err
    assert kit("publish", "1").code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cell: cell.pop("source"),
        lambda cell: cell.update(source=7),
        lambda cell: cell.update(metadata=None),
        lambda cell: cell.update(metadata=[]),
        lambda cell: cell.update(cell_type="poem"),
    ],
)
def test_a_cell_that_no_program_can_read_is_found_and_brought_back(kit, root, spoil):
    path = root / "notebooks" / "week_01.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    mine = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "My own words."}
    notebook["cells"].append(mine)
    spoil(notebook["cells"][4])
    path.write_text(json.dumps(notebook), "utf-8")
    found = kit("check", "1")
    assert found.code == 1
    assert "week_01.ipynb: this is no notebook any more; kit check --repair" in found.out + found.err
    assert kit("check", "1", "--repair").code == 0
    assert kit("check", "1").code == 0
    assert "My own words." in path.read_text("utf-8")


def test_another_format_of_a_notebook_is_found_and_brought_back(kit, root):
    path = root / "notebooks" / "week_01.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"nbformat": 3, "metadata": None}), "utf-8")
    assert kit("check", "1").code == 1
    assert kit("check", "1", "--repair").code == 0
    assert kit("check", "1").code == 0


def test_a_week_of_one_s_own_without_a_notebook_gets_a_cure_that_works(kit, root):
    week = (root / "curriculum" / "week_01.yaml").read_text("utf-8").replace("number: 1\n", "number: 9\n", 1)
    (root / "curriculum" / "week_09.yaml").write_text(week, "utf-8")
    done = kit("check", "9", "--repair")
    assert done.code == 1
    assert "week_09.ipynb: the notebook is missing; copy the notebook of another week" in done.out + done.err
