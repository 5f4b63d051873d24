"""A cohort of 0.1.0, its bundle, its outbox and its sheets: today's code opens all of it and changes no old release."""

from __future__ import annotations

import json
import shutil

import pytest

from kit.answers import open_store
from kit.curriculum.loader import load_curriculum
from kit.sending.outbox import Outbox
from kit.session.debrief import log_of, read_log
from kit.settings import load_cohort
from tests.earlier import state_0_1_0
from tests.live.serving import Client, serving

LAST_DAY = 20_787  # on which it was made, in days since 1970


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    found = state_0_1_0(tmp_path)
    monkeypatch.chdir(found.cohort)
    return found


def releases(earlier):
    return json.loads((earlier.cohort / "published" / "releases.json").read_text("utf-8"))["releases"]


def answers(earlier, week, exercise, item):
    cohort = load_cohort(earlier.cohort)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store:
        return len(store.contributions(week, exercise, item))


def test_its_content_is_well_and_its_chain_holds(kit, earlier):
    checked, audited = kit("check"), kit("audit")
    assert (checked.code, audited.code) == (0, 0), checked.out + audited.err
    assert "21 releases" in audited.out
    assert kit("audit", "published").code == 0


def test_pages_that_an_update_leaves_behind_are_named_with_their_cure_and_are_no_fault(kit, earlier):
    for name in ("privacy", "week_02"):
        page = earlier.cohort / "facilitator_guide" / f"{name}.md"
        text = page.read_text("utf-8")
        assert "\n| " in text
        page.write_text(text.replace("\n| ", "\n| As it was said then: ", 1), "utf-8")
    checked = kit("check")
    assert checked.code == 0, checked.out
    assert "To renew when you like, with: kit guide --write\n  privacy.md: its tables" in checked.out
    assert "\n  week_02.md: its tables" in checked.out
    assert "All is well: 9 weeks" in checked.out
    assert kit("guide", "--write").code == 0
    assert "To renew" not in kit("check").out


def test_another_week_is_published_and_the_old_releases_stay_as_they_are(kit, earlier):
    before = releases(earlier)
    assert len(before) == 21
    assert kit("publish", "1").code == 0
    assert releases(earlier) == before
    assert kit("publish", "3").code == 0
    after = releases(earlier)
    assert after[:21] == before
    assert {one["week"] for one in after[21:]} == {3}
    assert kit("audit").code == 0


def test_what_was_withdrawn_put_aside_or_held_is_not_counted(kit, earlier):
    assert answers(earlier, 3, "pulse", "energy") <= 13  # twelve sheets and a bundle
    log = (earlier.cohort / "private" / "withdrawals.log").read_bytes()
    assert kit("withdraw", *earlier.people["withdrawn"]["words"], "--yes").code == 1
    assert (earlier.cohort / "private" / "withdrawals.log").read_bytes() == log


def test_reports_are_made_of_it(kit, earlier):
    shutil.rmtree(earlier.cohort / "reports")
    assert kit("report", "7").code == 0
    text = (earlier.cohort / "reports" / "week_07.html").read_text("utf-8")
    assert "Two breaths at the door" in text


def test_its_bundle_is_taken_in(kit, earlier):
    before = answers(earlier, 4, "pulse", "energy")
    refused = kit("import", str(earlier.bundle))  # it names no slip, and nobody has handed in one from there before
    assert (refused.code, "--whose CODE" in refused.err) == (1, True)
    done = kit("import", str(earlier.bundle), "--whose", "bela")
    assert done.code == 0, done.err
    assert "1 bundle was taken in, 1 of them with something new" in done.out
    assert answers(earlier, 4, "pulse", "energy") == before + 1
    assert kit("withdraw", earlier.people["bundles"]["waiting"], "--yes").code == 0
    assert answers(earlier, 4, "pulse", "energy") == before


def test_the_table_of_its_printed_form_is_imported_and_published(kit, earlier):
    asked = kit("import", str(earlier.table), "--consent", "on paper, 30 March")  # its sheets are numbered
    assert (asked.code, "--codes-as-written" in asked.err) == (1, True)
    done = kit("import", str(earlier.table), "--consent", "on paper, 30 March", "--codes-as-written")
    assert done.code == 0, done.err
    assert kit("publish", "5").code == 0
    assert {one["people"] for one in releases(earlier) if one["week"] == 5} <= {5, 6}
    assert [one for one in releases(earlier) if one["week"] == 5]


def test_an_outbox_of_it_is_read_and_exported(kit, earlier, monkeypatch, tmp_path):
    outbox = Outbox(earlier.outbox / "harbour-2027")
    assert outbox.damaged() == []
    assert (len(outbox.sent()), len(outbox.rejected())) == (2, 1)
    assert outbox.rejected()[0][1] == "The exercise was closed."
    assert [one.revision for one in outbox.waiting()].count(2) == 1
    monkeypatch.setenv("KIT_OUTBOX", str(earlier.outbox))
    made = kit("export", "--bundle", str(tmp_path / "again.bundle"), "--agree")
    assert made.code == 0, made.err
    assert earlier.people["bundles"]["waiting"] in made.out
    assert kit("import", str(tmp_path / "again.bundle"), "--whose", "bela").code == 0


def test_a_host_knows_its_people_by_cookie_and_by_words(earlier, monkeypatch):
    monkeypatch.setattr("kit.live.people.today", lambda: LAST_DAY)  # keys of devices run out after 90 days
    known, came_back = earlier.people["devices"][0], earlier.people["devices"][1]
    with serving(earlier.cohort) as served:
        device = Client(served.port, cookies=dict(known["cookies"]))
        mine = device.mine()
        assert {(one["week"], one["exercise"]) for one in mine} >= {(7, "pulse"), (7, "after-action")}
        assert max(one["revision"] for one in mine if one["exercise"] == "pulse") == 2
        assert device.ask("GET", "/api/mine/fates").json["answers"]
        other = served.device()
        reply = other.ask("POST", "/api/return", {"words": " ".join(came_back["words"])})
        assert reply.json["participant"] == came_back["participant"]
        assert (
            served.device().ask("POST", "/api/return", {"words": " ".join(earlier.people["withdrawn"]["words"])}).status
            == 403
        )


def test_what_was_noted_of_its_sessions_and_groups_is_read(kit, earlier):
    (run,) = [one for one in read_log(log_of(load_cohort(earlier.cohort))) if one.week == 1]
    assert (run.took["arrive"], run.notes) == (7, ("Fewer words at the start.",))
    before = (earlier.cohort / "private" / "peer_groups.toml").read_bytes()
    assert kit("peers").code == 0
    assert (earlier.cohort / "private" / "peer_groups.toml").read_bytes() == before


def test_its_entries_in_calendars_stay_the_same_entries(kit, earlier):
    def uids():
        text = (earlier.cohort / "sessions.ics").read_text("utf-8")
        return sorted(line for line in text.splitlines() if line.startswith("UID:"))

    before = uids()
    assert len(before) == 8
    assert kit("calendar").code == 0
    assert uids() == before


def test_it_is_purged_to_the_last_trace_and_still_verifies(kit, earlier):
    for page in (earlier.cohort / "reports").glob("*.html"):
        page.unlink()  # ten megabytes of a drawing library to search through
    assert kit("purge", "--yes").code == 0
    assert kit("audit", "published").code == 0
    assert len(releases(earlier)) == 21
