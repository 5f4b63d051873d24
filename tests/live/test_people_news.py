"""A cohort that runs through an update: who agreed has agreed, and is told once what has changed since."""

from __future__ import annotations

import pytest

from kit.answers import open_store
from kit.answers.consents import COUNTED, Consent, note
from kit.curriculum.loader import load_curriculum
from kit.live.http.pages import pages
from kit.settings import load_cohort
from tests.earlier import state_0_1_0
from tests.live.serving import Client, serving

LAST_DAY = 20_787  # on which the fixture was made, in days since 1970


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    monkeypatch.setattr("kit.live.people.today", lambda: LAST_DAY)  # keys of devices run out after 90 days
    return state_0_1_0(tmp_path)


def phone(served, earlier, number=0):
    return Client(served.port, cookies=dict(earlier.people["devices"][number]["cookies"]))


def me(client):
    assert client.ask("POST", "/api/join", {}).status == 200
    return client.ask("GET", "/week/state").json["me"]


def test_a_phone_that_agreed_under_0_1_0_is_told_once_and_its_agreement_stays(earlier):
    with serving(earlier.cohort, pages=pages) as served:
        served.open("pulse")
        client = phone(served, earlier)
        mine = me(client)
        assert mine["agreed"]
        (sentence,) = mine["news"]
        assert "sealed" in sentence
        assert client.ask("GET", "/week").status == 302
        # What is sent before it was read counts all the same, under the notice that was agreed to.
        assert client.put({"energy": 5}, exercise="pulse").status == 201
        given = client.ask("GET", "/api/mine/export").json["consents"]
        version = served.host.services.notice.version
        agreed_to = [one["version"] for one in given if one["purpose"] == COUNTED]
        assert version not in agreed_to
        assert len(agreed_to) == 1
        assert client.ask("POST", "/api/notice/told", {"version": version}).status == 200
        assert me(client)["news"] == []
        assert client.ask("GET", "/week").status == 200
        assert client.ask("GET", "/api/mine/export").json["consents"] == given
        assert me(phone(served, earlier, 1))["news"] == [sentence]
    with serving(earlier.cohort, pages=pages) as served:
        assert me(phone(served, earlier))["news"] == []
        store = served.host.store
        with store.reading() as connection:
            words = connection.exec_driver_sql(
                "SELECT consent FROM submissions WHERE week = 1 AND exercise = 'pulse' AND source = 'live'"
            ).scalars()
            assert set(words) == {f"{COUNTED} {agreed_to[0]}"}


def test_only_who_is_here_can_be_told_and_only_of_the_notice_in_force(earlier):
    with serving(earlier.cohort, pages=pages) as served:
        version = served.host.services.notice.version
        assert served.device().ask("POST", "/api/notice/told", {"version": version}).status == 401
        client = phone(served, earlier)
        me(client)
        refused = client.ask("POST", "/api/notice/told", {"version": "9692ce641115f448"})
        assert (refused.status, refused.json["code"]) == (409, "other_notice")
        assert me(client)["news"]


def test_taken_back_the_agreement_to_an_earlier_notice_is_no_agreement(earlier):
    with serving(earlier.cohort, pages=pages) as served:
        client = phone(served, earlier)
        me(client)
        client.ask("POST", "/api/consent/take-back", {"purpose": COUNTED})
        assert (me(client)["agreed"], me(client)["news"]) == (False, [])
        client.agree()
        assert (me(client)["agreed"], me(client)["news"]) == (True, [])


def test_who_agreed_to_some_other_notice_is_asked_anew(earlier):
    with serving(earlier.cohort, pages=pages) as served:
        client = phone(served, earlier)
        me(client)
        client.ask("POST", "/api/consent/take-back", {"purpose": COUNTED})
        store = served.host.store
        known = earlier.people["devices"][0]["participant"]
        (member,) = [one for one in served.host.people.everybody() if one[0] == known]
        other = Consent(purpose=COUNTED, version="0123456789abcdef", how="page")

        def agree():
            with store.transaction() as connection:
                note(connection, member[1], other)

        served.do(agree)
    with serving(earlier.cohort, pages=pages) as served:
        assert me(phone(served, earlier))["agreed"] is False


def test_who_joins_now_reads_the_notice_and_is_told_of_no_change(earlier):
    with serving(earlier.cohort, pages=pages) as served:
        client = served.joined()
        assert (me(client)["agreed"], me(client)["news"]) == (True, [])


def test_a_printed_and_an_imported_agreement_stay_and_their_answers_count(earlier):
    cohort = load_cohort(earlier.cohort)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store, store.reading() as connection:
        given = connection.exec_driver_sql(
            "SELECT c.version, c.how, count(DISTINCT s.participant) FROM consents c JOIN submissions s "
            "ON s.participant = c.participant WHERE c.purpose = 'aggregate' AND s.consent IS NOT NULL GROUP BY 1, 2"
        ).fetchall()
    assert ("", "on paper, 2 March", 12) in [tuple(row) for row in given]
    assert [row for row in given if row[1] == "agreed when the bundle was made"]
