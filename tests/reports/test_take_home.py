"""The files that are taken home: what is in them, how large they are, and what is refused."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from kit.errors import KitError
from kit.reports.take_home import LARGEST, take_home_file, take_home_folder
from tests.cohorts import whole_cohort


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return whole_cohort(tmp_path_factory.mktemp("home") / "spring", size=9)


@pytest.fixture(scope="module")
def files(cohort):
    return take_home_folder(cohort)


@pytest.fixture(scope="module")
def page(cohort) -> str:
    return take_home_file(cohort)


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="kit-home">(.*?)</script>', page, re.DOTALL)[1])


def test_it_has_breath_sittings_journal_plan_letter_and_the_copy_of_everything(files):
    practices = data_of(files["index.html"].decode())["practices"]
    assert {"breath", "pause", "body-scan", "sitting", "journal", "commitment", "letter", "everything"} <= set(
        practices
    )
    assert practices["pause"]["practice"]["waits"]
    assert "practice/journal" in practices["everything"]["sheets"]


def test_folder_and_file_stay_below_400_kilobytes(files, page):
    assert sum(map(len, files.values())) <= LARGEST == 400_000
    assert len(page.encode()) <= LARGEST


def test_nothing_in_it_asks_anybody_else_for_anything(files, page):
    for text in (*(data.decode() for data in files.values()), page):
        assert set(re.findall(r"https?://[^\s\"'<)]+", text)) <= {"http://www.w3.org/2000/svg"}
    for html in (files["index.html"].decode(), page):
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1])
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "connect-src 'none'" in policy
        assert not re.search(
            r"\son\w+=|\sstyle=", re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
        )


def test_nothing_in_it_is_about_anybody(files, cohort):
    for data in files.values():
        assert cohort.slug not in data.decode().replace(cohort.identity, "")


def test_a_browser_is_told_what_to_keep_and_notices_every_change(files, cohort):
    worker = files["offline.js"].decode()
    kept = json.loads(re.search(r"HOME_FILES = (\[.*?\]);", worker)[1])
    assert set(kept) == {"./", *files} - {"index.html", "offline.js"}
    assert take_home_folder(cohort) == files
    version = re.search(r'HOME_VERSION = "([0-9a-f]{16})"', worker)[1]
    (cohort.curriculum / "week_01.yaml").write_text(
        (cohort.curriculum / "week_01.yaml").read_text("utf-8").replace("A pause inside a moment", "A moment's pause"),
        "utf-8",
    )
    assert version not in take_home_folder(cohort)["offline.js"].decode()


def test_the_manifest_lets_it_be_installed_wherever_it_lies(files):
    manifest = json.loads(files["manifest.webmanifest"])
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("./", "./", "standalone")
    assert files[manifest["icons"][0]["src"]].startswith(b"<svg")


def test_recordings_are_taken_by_the_id_of_their_practice(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.root / "recordings").mkdir()
    (cohort.root / "recordings" / ".DS_Store").write_bytes(b"x")
    (cohort.root / "recordings" / "pause.m4a").write_bytes(b"sound" * 200_000)
    files = take_home_folder(cohort)
    assert files["recordings/pause.m4a"].startswith(b"sound")
    assert data_of(files["index.html"].decode())["recordings"] == {"pause": "recordings/pause.m4a"}
    assert data_of(take_home_file(cohort))["recordings"] == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my voice.m4a", "a recording is called by the id of its practice, such as pause.m4a"),
        ("journal-2.mp3", "a recording is called by the id of its practice"),
        ("pause.txt", "a recording is called by the id of its practice"),
        ("pause.mp3", "there are two recordings of pause; keep one of them"),
    ],
)
def test_a_file_that_is_no_recording_of_a_practice_is_named(tmp_path, name, said):
    cohort = whole_cohort(tmp_path / "spring")
    (cohort.root / "recordings").mkdir()
    (cohort.root / "recordings" / "pause.m4a").write_bytes(b"sound")
    (cohort.root / "recordings" / name).write_bytes(b"sound")
    with pytest.raises(KitError) as refused:
        take_home_folder(cohort)
    assert said in str(refused.value)


def test_a_cohort_with_sentences_of_an_earlier_version_has_those_of_the_kit(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    path = cohort.curriculum / "messages.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("\ntake_home:") + 1] + text[text.index("\nanswer:") + 1 :], "utf-8")
    assert "<h1>Between the sessions</h1>" in take_home_file(cohort)


def test_more_than_a_slow_phone_gets_is_refused(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    week = cohort.curriculum / "week_01.yaml"
    text = week.read_text("utf-8")
    assert "A pause inside a moment" in text
    week.write_text(text.replace("A pause inside a moment", "long " * 40_000), "utf-8")
    with pytest.raises(KitError, match="phones on a slow network get at most 400"):
        take_home_folder(cohort)
