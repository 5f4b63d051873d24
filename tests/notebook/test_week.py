"""What the verbs of a week show to each audience, and that a mistake is one sentence."""

from __future__ import annotations

import pytest

import kit
from kit.curriculum.registers import load_messages
from kit.errors import ReleaseError, UnknownName
from kit.notebook.shown import PLOTLY
from kit.results.releases import FIRST, Asked, Bin, Release, Releases, to_text
from kit.session.debrief import Run, keep
from kit.settings import packaged_curriculum
from tests.notebook.shown import widgets

SAY = load_messages(packaged_curriculum())


def release(sequence, previous, item, bins, people=14):
    made = Release(
        sequence=sequence,
        family=f"w01/check-in/{item}",
        week=1,
        exercise="check-in",
        item=item,
        people=people,
        bins=tuple(Bin(label=label, low=low, high=high) for label, low, high in bins),
        policy="k5-s8-t8/5",
        previous=previous,
    )
    return Release(**{**made.__dict__, "hash": made.computed_hash()})


@pytest.fixture
def places(curriculum, tmp_path, monkeypatch):
    published = tmp_path / "published"
    published.mkdir()
    first = release(1, FIRST, "energy", [("0 to 3", 0, 3), ("4 to 6", 4, 7), ("7 to 10", 4, 7)])
    found = Releases(cohort="spring", releases=(first,), asked=(Asked(week=1, exercise="check-in", item="useful"),))
    (published / "releases.json").write_text(to_text(found), "utf-8")
    monkeypatch.setenv("KIT_CURRICULUM", str(curriculum))
    monkeypatch.setenv("KIT_PUBLISHED", str(published))
    monkeypatch.chdir(tmp_path)
    return published


def bundles(shown):
    return [piece.bundle() for piece in shown.pieces]


def html(shown):
    return "".join(bundle.get("text/html", "") for bundle in bundles(shown))


def test_a_released_item_shows_sentence_chart_and_table(places):
    found = bundles(kit.open_week(1).group("check-in"))
    assert sum(PLOTLY in bundle for bundle in found) == 1
    assert "<table" in "".join(bundle.get("text/html", "") for bundle in found)


def test_the_states_without_a_result_have_words_of_their_own(places):
    said = repr(kit.open_week(1).group("check-in"))
    assert SAY("states.not_enough") in said
    assert SAY("states.not_asked") in said


def test_a_group_text_shows_nothing_of_itself(places):
    assert "A sentence, if you like" not in repr(kit.open_week(1).group("check-in"))


def test_before_anything_is_published_a_group_result_says_so(places):
    (places / "releases.json").unlink()
    assert SAY("states.not_asked") in repr(kit.open_week(1, cohort="spring").group("check-in"))


def test_a_report_shows_results_where_a_participant_fills_in(places):
    week = kit.open_week(1, audience="report")
    assert repr(week.ask("check-in")) == repr(kit.open_week(1).group("check-in"))
    assert week.group("check-in").pieces == (), "a report shows each result once"
    for nothing in (week.read("arrive"), week.practice("breath"), week.session(), week.mine()):
        assert nothing.pieces == ()


def test_notes_are_for_the_facilitator_alone(places):
    assert "Open the window." not in html(kit.open_week(1).read("arrive"))
    assert "Open the window." in html(kit.open_week(1, audience="facilitator").read("arrive"))
    assert "Open the window." not in html(kit.open_week(1).session())
    assert "Open the window." in html(kit.open_week(1, audience="facilitator").session())


def test_raw_html_in_a_week_file_is_shown_as_text(places):
    shown = html(kit.open_week(1).read("arrive"))
    assert "<em>few</em>" in shown
    assert "<b>raw</b>" not in shown
    assert "&lt;b&gt;raw" in shown


def test_a_practice_says_how_to_stop_and_how_to_keep_the_eyes_open(places):
    said = repr(kit.open_week(1).practice("breath"))
    assert "Stop whenever you like." in said
    assert "Keep your eyes open if you like." in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: kit.open_week(7), "There is no week 7"),
        (lambda: kit.open_week(1, audience="boss"), "There is no audience 'boss'"),
        (lambda: kit.open_week(1, cohort="../private"), "never a path"),
        (lambda: kit.open_week(1).ask("chek-in"), "has no exercise 'chek-in'; it has check-in"),
        (lambda: kit.open_week(1).read("home"), "has no block 'home'; it has arrive, idea"),
        (lambda: kit.open_week(1).practice("yoga"), "has no practice 'yoga'; it has breath"),
    ],
)
def test_a_wrong_name_is_told_in_one_sentence_without_a_traceback(places, wrong, said):
    with pytest.raises(UnknownName, match=said.replace("../", r"")) as refused:
        wrong()
    assert refused.value._render_traceback_() == [str(refused.value)]


def test_a_tampered_release_is_not_shown(places):
    path = places / "releases.json"
    path.write_text(path.read_text("utf-8").replace('"high": 3', '"high": 2'), "utf-8")
    with pytest.raises(ReleaseError, match="was changed"):
        kit.open_week(1).group("check-in")


def test_a_form_says_the_numbers_of_a_cohort_that_asks_for_more_than_the_kit(places, tmp_path):
    def said():
        form = widgets(kit.open_week(1).ask("check-in"))[0]
        return {item["id"]: item["travels"] for item in form.spec["exercise"]["items"]}

    assert "at least 5 have answered" in said()["energy"]
    (tmp_path / "cohort.toml").write_text('slug = "spring"\nsize = 14\n[policy]\nminimum = 7\n', "utf-8")
    assert "at least 7 have answered" in said()["energy"]
    assert "at least 8 have answered" in said()["tank"]


def test_the_plan_shows_the_facilitator_what_earlier_runs_took_and_a_broken_log_holds_nothing_up(places, tmp_path):
    def plan(audience="facilitator"):
        return html(kit.open_week(1, audience=audience).session())

    assert "Earlier runs" not in plan()
    (tmp_path / "cohort.toml").write_text('slug = "spring"\nsize = 14\n', "utf-8")
    keep(tmp_path / "debrief" / "spring.yaml", Run(week=1, day="2027-03-02", took={"idea": 24}))
    assert "<td>took 24 in one run</td>" in plan()
    assert "took 24" not in plan("participant")
    (tmp_path / "debrief" / "broken.yaml").write_text("[", "utf-8")
    assert "Earlier runs" not in plan()
    assert "Open the window." in plan()
