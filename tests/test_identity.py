"""Two cohorts of one name share nothing on a computer or in a browser, and what 0.1.0 kept is still found."""

from __future__ import annotations

import re
import shutil
import sys

import pytest

from kit.answers.bundles import make_key
from kit.cli import main
from kit.errors import CohortError
from kit.live.http.pages import pages
from kit.sending.outbox import Outbox, Submission, new_id
from kit.sending.sealed import read_public
from kit.session.calendar_files import event_id
from kit.session.debrief import log_of
from kit.settings import find_places, load_cohort
from tests.cohorts import whole_cohort, without_id
from tests.live.serving import Client, serving


def made(folder, old=False):
    root = whole_cohort(folder, size=12).root
    if old:
        without_id(root)
    make_key(load_cohort(root))
    return load_cohort(root)


def answered(root):
    one = Submission(id=new_id(), cohort="spring", week=1, exercise="pulse", answers={"energy": 3}, revision=1)
    Outbox(find_places(root).outbox).put(one)


def test_a_new_folder_of_the_same_name_never_finds_anothers_waiting_answer(tmp_path, monkeypatch, capsys):
    first, second = made(tmp_path / "a" / "spring"), made(tmp_path / "b" / "spring")
    assert (first.slug, second.slug) == ("spring", "spring")
    answered(first.root)
    assert Outbox(find_places(second.root).outbox).waiting() == []
    monkeypatch.chdir(second.root)
    monkeypatch.setattr(sys, "argv", ["kit", "export", "--bundle", "answers.bundle", "--agree"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    assert "There are no answers for the group on this computer yet" in capsys.readouterr().err


@pytest.mark.parametrize("mine", ["again", "moved", "copied"])
def test_the_same_cohort_finds_its_answers_wherever_its_folder_goes(tmp_path, mine):
    cohort = made(tmp_path / "spring")
    answered(cohort.root)
    there = {"again": cohort.root, "moved": tmp_path / "elsewhere" / "x", "copied": tmp_path / "copy"}[mine]
    if mine == "moved":
        there.parent.mkdir()
        cohort.root.rename(there)
    elif mine == "copied":
        shutil.copytree(cohort.root, there, ignore=shutil.ignore_patterns("private"))
    assert len(Outbox(find_places(there / "notebooks").outbox).waiting()) == 1


def test_a_folder_of_the_first_version_keeps_what_it_had(tmp_path):
    old = made(tmp_path / "spring", old=True)
    assert find_places(old.root).outbox == tmp_path / "outbox" / "spring"
    assert old.identity == "spring"
    assert (old.published / "cohort.pub").read_text().count("\n") == 1
    new = made(tmp_path / "new" / "spring")
    answered(old.root)
    assert Outbox(find_places(new.root).outbox).waiting() == []
    assert event_id(old.identity, "week/1") == "cd02eed2-febe-5105-a7e4-5af225482545"


@pytest.mark.parametrize("old", [False, True])
def test_a_copy_with_notebooks_and_published_results_alone_is_of_the_same_cohort(tmp_path, old):
    cohort = made(tmp_path / "spring", old=old)
    copy = tmp_path / "at home"
    for part in ("notebooks", "published"):
        shutil.copytree(cohort.root / part, copy / part)
    places = find_places(copy / "notebooks")
    assert (places.cohort, places.identity) == ("spring", cohort.identity)
    assert places.published == copy / "published"
    assert places.outbox == find_places(cohort.root).outbox
    assert read_public(places.published, "spring").public_bytes_raw()


@pytest.mark.parametrize("text", ["", "é", "kit-public-key 1 ", "kit-public-key 1 spring AA\nkit-cohort-id ../../x\n"])
def test_a_copy_whose_public_file_is_damaged_is_not_taken_for_another(tmp_path, text):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "cohort.pub").write_text(text, "utf-8")
    with pytest.raises(CohortError, match=r"cohort\.pub: this file was changed or cut short"):
        find_places(tmp_path)


@pytest.mark.parametrize("line", ["id = 5", 'id = "../../x"', 'id = "ABCDEFGH"', 'id = "short"', "id = true"])
def test_an_id_that_was_changed_is_told(tmp_path, line):
    root = without_id(whole_cohort(tmp_path / "spring").root)
    path = root / "cohort.toml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")
    with pytest.raises(CohortError, match="'id' isn't as kit init wrote it"):
        load_cohort(root)


def test_browsers_keep_two_cohorts_of_one_name_apart(tmp_path):
    first, second = made(tmp_path / "a" / "spring"), made(tmp_path / "b" / "spring")
    cookies = set()
    for cohort in (first, second):
        with serving(cohort.root, pages=pages) as served:
            cookies |= {served.host.services.access.cookie, served.host.services.access.screen_cookie}
            client = Client(served.port)
            client.ask("POST", "/api/join", {"code": served.session.code})
            page = client.ask("GET", "/week").body.decode()
            assert re.findall(r'"cohort": ?"([^"]+)"', page) == [cohort.identity]
    assert first.identity != second.identity
    assert len(cookies) == 4
    old = made(tmp_path / "c" / "spring", old=True)
    with serving(old.root) as served:
        assert served.host.services.access.cookie == "kit_participant_spring"


def test_cohorts_of_one_name_that_share_a_folder_of_debriefs_have_each_their_own_file(tmp_path):
    logs = set()
    for name in ("a", "b", "c"):
        root = made(tmp_path / name / "spring", old=name == "c").root
        path = root / "cohort.toml"
        path.write_text(f'debrief = "{(tmp_path / "shared").as_posix()}"\n{path.read_text("utf-8")}', "utf-8")
        logs.add(log_of(load_cohort(root)))
    assert len(logs) == 3
    assert tmp_path / "shared" / "spring.yaml" in logs


def test_invitations_to_a_cohort_made_anew_are_entries_of_their_own(tmp_path, monkeypatch):
    ids = []
    for name, day in (("a", "2027-03-02"), ("b", "2027-09-07")):
        root = made(tmp_path / name / "spring").root
        path = root / "cohort.toml"
        text = path.read_text("utf-8").replace('first_session = ""', f'first_session = "{day}"')
        path.write_text(text.replace('time = ""', 'time = "14:00"'), "utf-8")
        monkeypatch.chdir(root)
        monkeypatch.setattr(sys, "argv", ["kit", "calendar"])
        with pytest.raises(SystemExit) as stop:
            main()
        assert not stop.value.code
        lines = (root / "sessions.ics").read_text("utf-8").splitlines()
        ids.append({line for line in lines if line.startswith("UID")})
    assert len(ids[0]) == len(ids[1]) == 8
    assert not ids[0] & ids[1]
