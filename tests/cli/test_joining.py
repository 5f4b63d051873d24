"""Taking part from the notebooks of this computer, by command, in a session that really runs."""

from __future__ import annotations

import pytest

from kit.live.process.certificate import certificate_for, fingerprint_of
from kit.sending.outbox import Outbox
from kit.sending.place import read_place
from kit.settings import outbox_of
from tests.cohorts import small_cohort
from tests.live.serving import serving
from tests.sending.examples import submission


@pytest.fixture
def served(tmp_path, monkeypatch):
    root = small_cohort(tmp_path / "spring", slug="spring", size=40).root
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    with serving(root) as running:
        yield running


@pytest.fixture
def says(monkeypatch):
    """``says("y", "Kim")`` answers what is asked, in this order."""

    def answer(*answers: str) -> None:
        left = iter(answers)
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(left))
        monkeypatch.setattr("typer.confirm", lambda *_, **__: next(left) == "y")

    return answer


def address(served) -> str:
    return f"http://127.0.0.1:{served.port}"


def test_joining_shows_the_notice_and_the_four_words_and_what_waits_goes(kit, says, served):
    served.open()
    Outbox(outbox_of("spring")).put(submission())
    says("y", "y")  # they are mine; I agree
    done = kit("join", address(served), served.host.room.code, "--name", "Kim")
    assert (done.code, done.err) == (0, "")
    assert "You're in, as Kim." in done.out
    assert "Four words to come back with" in done.out
    assert served.host.services.notice.sentences[0] in done.out
    assert Outbox(outbox_of("spring")).waiting() == []
    assert len(Outbox(outbox_of("spring")).sent()) == 1


def test_without_agreeing_nothing_is_stored_and_the_same_command_asks_again(kit, says, served):
    served.open()
    says("n")
    done = kit("join", f"{address(served)}/#{served.host.room.code}", "--name", "Kim")
    assert "Nothing you send is stored before you agree." in done.out
    says("y", "y")  # it is me; I agree now
    again = kit("join", address(served))
    assert (again.code, "Nothing you send is stored" in again.out) == (0, False)
    assert served.host.services.people.taken == 1


def test_the_next_person_is_asked_first_and_gets_a_place_of_their_own(kit, says, served):
    kit("join", address(served), served.host.room.code, "--name", "Kim", "--agree")
    first = read_place(outbox_of("spring"))
    says("n")
    done = kit("join", address(served), served.host.room.code, "--name", "Robin", "--agree")
    assert "You're in, as Robin." in done.out
    assert read_place(outbox_of("spring")).public != first.public
    assert served.host.services.people.taken == 2


def test_leaving_forgets_the_key_and_the_four_words_bring_back(kit, says, served):
    joined = kit("join", address(served), served.host.room.code, "--name", "Kim", "--agree")
    words = next(line for line in joined.out.splitlines() if "come back with" in line).split(":")[1]
    before = read_place(outbox_of("spring"))
    left = kit("leave")
    assert (left.code, "(Kim)" in left.out) == (0, True)
    assert read_place(outbox_of("spring")) is None
    says(words)
    kit("join", address(served), "--words", "--name", "Kim")
    assert read_place(outbox_of("spring")).public == before.public


def test_who_leaves_without_having_joined_is_told_how_to_join(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = kit("leave")
    assert (done.code, "kit join ADDRESS CODE" in done.err) == (1, True)


@pytest.mark.parametrize(("at", "words"), [("http://127.0.0.1:1", "doesn't answer"), ("ftp://x", "no host's address")])
def test_where_no_host_is_there_is_a_sentence(kit, tmp_path, monkeypatch, at, words):
    monkeypatch.chdir(tmp_path)
    done = kit("join", at, "CODE")
    assert (done.code, words in done.err, len(done.err.strip().splitlines())) == (1, True, 1)


def test_from_the_folder_of_another_cohort_nothing_is_joined(kit, served, tmp_path, monkeypatch):
    monkeypatch.chdir(small_cohort(tmp_path / "autumn", slug="autumn").root)
    done = kit("join", address(served), served.host.room.code)
    assert (done.code, "this folder is autumn's" in done.err) == (1, True)
    assert served.host.services.people.taken == 0


def test_a_certificate_of_its_own_is_shown_and_asked_about_before_anything_is_sent(kit, says, tmp_path, monkeypatch):
    root = small_cohort(tmp_path / "spring").root
    (root / "private" / "run").mkdir()
    path = certificate_for(root / "private" / "run", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    with serving(root, certificate=str(path), key=str(path), made=True) as served:
        at, code = f"https://127.0.0.1:{served.port}", served.host.room.code
        says("n")
        refused = kit("join", at, code, "--name", "Kim", "--agree")
        assert (refused.code, fingerprint_of(path) in refused.out) == (1, True)
        wrong = kit("join", at, code, "--name", "Kim", "--agree", "--fingerprint", "AB" * 32)
        assert (wrong.code, "another fingerprint" in wrong.err) == (1, True)
        assert served.host.services.people.taken == 0
        shown = fingerprint_of(path).lower().replace(" ", ":")
        done = kit("join", at, code, "--name", "Kim", "--agree", "--fingerprint", shown)
        assert (done.code, done.err) == (0, "")
        assert read_place(outbox_of("spring")).pem.startswith("-----BEGIN CERTIFICATE-----")
        says("y")  # it is me; nothing is asked of a certificate that was compared already
        assert kit("join", at).code == 0
