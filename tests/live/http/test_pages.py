"""The pages as they are served: who gets which, under which policy, and what they never hold."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
import uuid
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.curriculum.loader import load_week
from kit.live.http.app import API
from kit.live.http.base import POLICY
from kit.live.http.pages import ROUTES, pages
from kit.live.pages.assets import STATIC, Assets
from kit.live.pages.notebook_run import WeekRun
from kit.session.plan import begin, plan, to_json
from kit.widgets.bundler import STATIC as FORMS
from kit.widgets.bundler import joined, module, scripts
from tests.cohorts import small_cohort
from tests.live.serving import serving
from tests.processes import until

DIGEST = Assets().digest


def notebook():
    cells = [
        new_markdown_cell("# Week 1 · A small week"),
        new_code_cell('cohort = "sample"\naudience = "participant"', metadata={"tags": ["parameters"]}),
        new_code_cell("import kit\nweek = kit.open_week(1, cohort=cohort, audience=audience)\nweek"),
        new_code_cell('week.practice("breath")'),
        new_code_cell('week.ask("check-in")'),
        new_code_cell('week.group("check-in")'),
        new_code_cell("week.home()"),
    ]
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages") / "spring"
    cohort = small_cohort(folder, names=None, policy={"minimum": 6, "sensitive": 9})
    nbformat.write(notebook(), cohort.notebooks / "week_01.ipynb")
    # Run before the host is there, which then has the page at once: on a busy computer it takes longer than a request.
    asyncio.run(WeekRun(cohort, load_week(cohort.curriculum / "week_01.yaml")).get())
    with serving(cohort.root, pages=pages) as running:
        yield running


@pytest.fixture(scope="module")
def participant(served):
    return served.joined()


@pytest.fixture(scope="module")
def screen(served):
    client = served.device()
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen", {}).json["ticket"]
    assert client.ask("POST", "/api/screen", {"ticket": ticket}).status == 200
    return client


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def addresses(text):
    tags = Tags(text).found
    return [value for _, attributes in tags for name, value in attributes.items() if name in ("src", "href")]


def data_of(text, name):
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text)[1])


@pytest.mark.parametrize("route", [*(path for path, _ in (*API, *ROUTES)), "/nothing"])
def test_every_address_answers_with_the_one_strict_policy(served, participant, screen, route):
    fitting = {"([0-9a-f-]{36})": str(uuid.uuid4()), "([0-9a-f]{16})/([a-z_]+\\.(?:js|css))": f"{DIGEST}/screen.js"}
    path = route
    for pattern, text in fitting.items():
        path = path.replace(pattern, text)
    path = path.replace("\\", "")
    # What listens to the session never ends; its headers come from where all others' do.
    method = "DELETE" if path.endswith("/events") else "GET"
    for client in (participant, screen, served.device()):
        assert client.ask(method, path).headers["Content-Security-Policy"] == POLICY, path


def test_the_policy_lets_nothing_run_or_load_that_is_not_the_hosts_own():
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert (rules["script-src"], rules["style-src"], rules["connect-src"]) == ("'self'", "'self'", "'self'")
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_pages_run_no_inline_script_or_style_and_name_no_address_elsewhere(served, participant):
    for path in ("/", "/week", "/screen", "/screen/enter"):
        text = participant.ask("GET", path).body.decode()
        for tag, attributes in Tags(text).found:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (path, tag)
            assert tag != "style"
            if tag == "script" and attributes.get("type") != "application/json":
                assert attributes["src"].startswith("/static/")
        for address in addresses(text):
            assert address.startswith(("/", "#", "data:,")) and not address.startswith("//"), address


def test_static_files_are_kept_under_the_hash_of_their_content_and_only_there(served, participant):
    text = participant.ask("GET", "/week").body.decode()
    files = [address for address in addresses(text) if address.startswith("/static/")]
    assert {file.rpartition("/")[2] for file in files} == {
        "page.css",
        "parts.css",
        "results.css",
        "week.css",
        "exercise.css",
        "page.js",
    }
    for file in files:
        reply = participant.ask("GET", file)
        assert reply.status == 200
        assert "immutable" in reply.headers["Cache-Control"]
    other = re.sub(r"/static/[0-9a-f]+/", f"/static/{'0' * 16}/", files[0])
    assert participant.ask("GET", other).status == 404
    folder = files[0].rpartition("/")[0]
    for name in ("nothing.js", "../api.py", "%2e%2e/api.py", "page.css/../../../cohort.toml"):
        assert participant.ask("GET", f"{folder}/{name}").status == 404


def test_the_form_on_the_page_is_the_very_text_that_a_notebook_loads(served, participant):
    folder = addresses(participant.ask("GET", "/week").body.decode())[2].rpartition("/")[0]
    assert participant.ask("GET", f"{folder}/page.js").body.decode() == joined(STATIC / "page.js")
    form = set(scripts(FORMS / "exercise" / "form.js"))
    assert form < set(scripts(FORMS / "exercise.js"))
    assert form < set(scripts(STATIC / "page.js"))
    assert participant.ask("GET", f"{folder}/practice_breath.js").body.decode() == module("breath")


def test_a_page_asks_for_one_script_and_more_only_once_it_needs_it(served, participant, screen):
    for asker, path in [(served.device(), "/"), (participant, "/week"), (screen, "/screen")]:
        text = asker.ask("GET", path).body.decode()
        (address,) = [
            attributes["src"] for tag, attributes in Tags(text).found if tag == "script" and "src" in attributes
        ]
        script = asker.ask("GET", address).body.decode()
        assert not re.search(r"(?m)^(?:import|export)\b", script)
        assert set(re.findall(r"\bimport\((.*?)[$)]", script)) <= {"`./practice_"}


def test_the_week_page_is_for_those_who_have_joined(served):
    reply = served.device().ask("GET", "/week")
    assert (reply.status, reply.headers["Location"]) == (302, "/")
    assert served.device().ask("GET", "/week/take-home").status == 302
    assert served.device().ask("GET", "/week/results").status == 401


def test_the_week_page_has_landmark_language_skip_link_and_one_title_and_is_the_same_for_all(served, participant):
    text = participant.ask("GET", "/week").body.decode()
    assert served.joined().ask("GET", "/week").body.decode() == text
    tags = Tags(text).found
    assert [attributes["lang"] for tag, attributes in tags if tag == "html"] == ["en"]
    assert len([tag for tag, _ in tags if tag == "main"]) == 1
    # Each part of the page has one, and one part is shown.
    assert [attributes["class"] for tag, attributes in tags if tag == "h1"] == [
        "page-title",
        "page-title",
        "page-title",
    ]
    assert [attributes["id"] for tag, attributes in tags if "hidden" in attributes and tag == "div"] == [
        "panel-mine",
        "panel-read",
    ]
    assert ("a", {"class": "page-skip", "href": "#main"}) in tags
    assert "<title>Week 1 · A small week</title>" in text
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_week_page_holds_the_questions_and_no_answer_name_or_note_of_the_facilitator(served, participant):
    participant.put({"energy": 7})
    text = participant.ask("GET", "/week").body.decode()
    data = data_of(text, "kit-week")
    assert [item["id"] for item in data["exercises"]["check-in"]["items"]][:2] == ["energy", "useful"]
    travels = {item["id"]: item["travels"] for item in data["exercises"]["check-in"]["items"]}
    assert "at least 6 have answered" in travels["energy"]
    assert "at least 9 have answered" in travels["tank"]
    assert "Open the window." not in text
    assert participant.ask("GET", "/api/state").json["me"]["participant"] not in text
    assert served.host.room.code not in text


def test_a_browser_that_shows_the_screen_besides_is_still_known_as_a_participants(served, screen):
    assert screen.ask("GET", "/week/state").status == 401
    both = served.joined()
    both.cookies.update(screen.cookies)
    state = both.ask("GET", "/week/state").json
    assert state["me"]["agreed"] is True
    assert state["week"] == 1


def test_no_script_uses_what_a_page_without_encryption_does_not_have():
    forbidden = re.compile(r"randomUUID|crypto\.subtle|clipboard|serviceWorker|navigator\.locks|innerHTML|eval\(")
    paths = [*STATIC.glob("*.js"), FORMS / "shared" / "copying.js", *(FORMS / "exercise").glob("*.js")]
    used = {path.name: {*forbidden.findall(path.read_text("utf-8"))} for path in paths}
    # The four words are copied by other means where there is no clipboard (tests/browser/test_page_journey.py).
    assert {name: found for name, found in used.items() if found} == {"copying.js": {"clipboard"}}


def test_the_notice_is_on_the_join_page_in_the_words_of_the_policy_in_force(served):
    text = served.device().ask("GET", "/").body.decode()
    assert "once 6 have answered, or 9 for sensitive questions" in text
    assert data_of(text, "kit-join")["me"] is None
    assert served.host.room.code not in text


def test_the_join_page_knows_a_device_that_has_joined(served):
    text = served.joined(agreed=False).ask("GET", "/").body.decode()
    assert data_of(text, "kit-join")["me"]["agreed"] is False


def test_what_is_for_the_screen_is_for_the_screen_alone(served, participant, screen):
    for path in ("/screen/now", "/screen/join.svg"):
        assert participant.ask("GET", path).status == 401, path
        assert served.device().ask("GET", path).status == 401, path
        assert screen.ask("GET", path).status == 200, path


def test_the_picture_to_scan_is_a_picture(screen):
    reply = screen.ask("GET", "/screen/join.svg")
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert reply.body.startswith(b"<?xml")
    assert b'xmlns="http://www.w3.org/2000/svg"' in reply.body


def test_what_is_taken_home_is_one_file_with_the_practices_and_nothing_about_anybody(participant):
    reply = participant.ask("GET", "/week/take-home")
    text = reply.body.decode()
    assert reply.headers["Content-Disposition"] == 'attachment; filename="week_01.html"'
    assert "Breathe in." in text
    assert "rest a little" in text
    assert addresses(text) == []
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "How much energy?" not in text


def test_the_block_and_the_minutes_left_come_from_the_clock_that_the_facilitator_keeps(served, screen):
    assert screen.ask("GET", "/screen/now").json["block"] is None
    served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": "idea"})
    block = screen.ask("GET", "/screen/now").json["block"]
    assert (block["title"], block["next"], block["left"]) == ("Idea", None, None)
    clock = {"zero": time.time() - 60, "plan": to_json(begin(plan(served.host.room.week), "arrive", 0))}
    served.facilitator().ask("POST", "/api/facilitator/advance", {"week": 1, "block": "arrive", "clock": clock})
    block = screen.ask("GET", "/screen/now").json["block"]
    assert (block["title"], block["next"]) == ("Arrive", "Idea")
    assert 500 < block["left"] <= 540


def test_a_link_from_elsewhere_leads_to_the_page_and_a_foreign_name_does_not(served):
    device = served.device()
    assert device.ask("GET", "/", headers={"Sec-Fetch-Site": "cross-site"}).status == 200
    assert device.ask("GET", "/", headers={"Host": "evil.example"}).status == 403
    assert device.ask("GET", "/week/results", headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_only_a_revealed_exercise_has_results_in_sentences_and_ranges_and_never_as_counts(served, participant, screen):
    served.open()
    for number in range(6):
        assert served.joined().put({"energy": number}).status == 201
    assert participant.ask("GET", "/week/results").json["results"] == {}
    assert served.reveal().status == 200
    (energy, *others) = participant.ask("GET", "/week/results").json["results"]["check-in"]
    assert energy["prompt"] == "How much energy?"
    assert energy["finding"]
    assert {tuple(sorted(row)) for row in energy["table"]["rows"]} == {("high", "label", "leads", "low", "words")}
    assert all(row["low"] < row["high"] for row in energy["table"]["rows"])
    assert [item["table"] for item in others] == [None] * len(others)
    assert "aren't enough answers" in others[0]["finding"]
    assert energy["talk"] == served.host.services.facts.messages("chart.talk")
    assert {item["talk"] for item in others} == {""}, "without a result there is nothing to talk about"
    assert screen.ask("GET", "/screen/now").json["results"] == participant.ask("GET", "/week/results").json["results"]


def test_a_changed_notebook_makes_another_page_without_a_restart(served, participant):
    book = notebook()
    book.cells[0].source = "# Another title"
    nbformat.write(book, served.host.store.cohort.notebooks / "week_01.ipynb")
    # The page of before is shown until the new one is ready.
    until(lambda: ">Another title</h1>" in participant.ask("GET", "/week").body.decode())


def test_whoever_asks_after_an_earlier_place_hears_only_whether_it_is_gone(served):
    one, other = served.joined(), served.joined()
    public = other.ask("GET", "/week/state").json["me"]["participant"]
    nobody = "0" * 32
    asked = one.ask("GET", f"/week/state?before={public}&before={nobody}&before=x")
    assert asked.json["gone"] == [nobody, "x"]
    assert one.ask("GET", "/week/state").json["gone"] == []
    assert len(one.ask("GET", "/week/state?" + "&".join(f"before={n}" for n in range(50))).json["gone"]) == 8


PACKED = ("/week", "/week/read", "/week/practices")


@pytest.mark.parametrize("path", PACKED)
def test_what_all_get_alike_comes_compressed_to_whoever_takes_that_and_holds_the_same(served, participant, path):
    plain = participant.ask("GET", path)
    small = participant.ask("GET", path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in participant.ask("GET", path, headers={"Accept-Encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize("path", PACKED)
def test_neither_length_nor_tag_nor_words_of_it_tell_what_anybody_answered(served, path):
    served.open()
    one, other = served.joined(), served.joined()
    before = one.ask("GET", path)
    assert other.put({"energy": 10}).status == 201
    assert one.put({"energy": 0, "useful": 2, "helped": ["rest"]}).status == 201
    told = [device.ask("GET", path) for device in (one, other)]
    assert [(reply.body, reply.headers.get("Etag")) for reply in told] == [
        (before.body, before.headers.get("Etag"))
    ] * 2


@pytest.mark.parametrize("path", PACKED[1:])
def test_text_and_practices_are_for_those_who_are_served(served, path):
    assert served.device().ask("GET", path).status == 401
    assert served.joined().ask("GET", path).status == 200


def test_the_page_itself_holds_neither_the_text_nor_what_practices_hold_until_somebody_opens_them(served, participant):
    page, read, practices = (participant.ask("GET", path).body.decode() for path in PACKED)
    assert "Breathe in." not in page
    assert "Enough of a week" in read
    assert "Enough of a week" not in page
    assert "Breathe in." in practices
    parts = data_of(page, "kit-week")["parts"]
    assert [part["title"] for part in parts][:1] == ["Arrive"]
    assert parts[0]["practices"][0]["title"]
