"""The pages around the exercises: readings, practices, notes and the plan."""

from __future__ import annotations

import kit
from kit.curriculum.registers import load_messages
from kit.notebook import cards
from kit.results.releases import Releases
from kit.session.debrief import Run, keep
from kit.settings import packaged_curriculum
from tests.cohorts import write_settings
from tests.notebook.shown import html
from tests.weeks import block_of, week_of


def test_notes_are_for_the_facilitator_alone(places):
    assert "Open the window." not in html(kit.open_week(1).read("arrive"))
    assert "Open the window." in html(kit.open_week(1, audience="facilitator").read("arrive"))
    assert "Open the window." not in html(kit.open_week(1).session())
    assert "Open the window." in html(kit.open_week(1, audience="facilitator").session())


def test_a_practice_says_how_to_stop_and_how_to_keep_the_eyes_open(places):
    said = repr(kit.open_week(1).practice("breath"))
    assert "Stop whenever you like." in said
    assert "Keep your eyes open if you like." in said


def test_the_plan_shows_the_facilitator_what_earlier_runs_took_and_a_broken_log_holds_nothing_up(places, tmp_path):
    def plan(audience="facilitator"):
        return html(kit.open_week(1, audience=audience).session())

    assert "Earlier runs" not in plan()
    write_settings(tmp_path, slug="spring", size=14)
    keep(tmp_path / "debrief" / "spring.yaml", Run(week=1, day="2027-03-02", took={"idea": 24}))
    assert "<td>took 24 in one run</td>" in plan()
    assert "took 24" not in plan("participant")
    (tmp_path / "debrief" / "broken.yaml").write_text("[", "utf-8")
    assert "Earlier runs" not in plan()
    assert "Open the window." in plan()


SAY = load_messages(packaged_curriculum())
ODD = 'Rest & <b>be</b> "well"'


def test_what_a_facilitator_wrote_is_shown_as_they_wrote_it_in_every_card():
    week = week_of(block_of(), lead=ODD, aims=(ODD,), safety=ODD, home_practice=(ODD,))
    made = {
        "opening": cards.opening(week, SAY),
        "report": cards.report_opening(week, Releases(cohort="spring"), ODD, SAY),
        "end of a report": cards.report_close(week, SAY),
        "cohort": cards.of_cohort(ODD),
        "home": cards.home(week, SAY),
        "session": cards.session(week, SAY, notes=True),
    }
    for name, piece in made.items():
        assert "Rest &amp; &lt;b&gt;be&lt;/b&gt;" in piece.html, name
        assert "<b>be</b>" not in piece.html, name
        assert ODD in piece.text or name == "session", name


def test_a_plan_without_notes_tells_participants_minutes_and_nothing_that_is_said_to_the_facilitator():
    week = week_of(
        block_of(id="arrive", minutes=(5, 40, 45)), block_of(id="idea", minutes=(5, 50, 50)), cut_order=("idea",)
    )
    plain, full = cards.session(week, SAY, notes=False), cards.session(week, SAY, notes=True)
    for piece in (plain, full):
        assert "Arrive" in piece.text
        assert "40" in piece.text
    assert SAY("notebook.cut_order", order="Idea") not in plain.html
    assert SAY("notebook.cut_order", order="Idea") in full.html
    assert "<details>" not in plain.html
    assert full.html.count("<details>") == 2


def test_home_practice_in_a_report_leaves_out_what_its_footer_says():
    week = week_of(block_of())
    assert SAY("notebook.advice") in cards.home(week, SAY).text
    assert SAY("notebook.advice") not in cards.home(week, SAY, report=True).text
    assert "<h2>" in cards.home(week, SAY, report=True).html
