"""kit handover and kit takeover, as two facilitators at two computers use them."""

from __future__ import annotations

import re

import pytest

from kit.cli.commands import HOMES
from kit.settings import load_cohort
from kit.system.text_search import every_file


@pytest.fixture
def handed(kit, root, tmp_path):
    done = kit("handover", str(tmp_path / "spring.handover"), "--to", "Kim Vale")
    assert done.code == 0, done.err
    return done, re.search(r"^ {4}(.+)$", done.out, re.MULTILINE)[1]


def test_the_passphrase_is_shown_once_and_opens_it_over_there(kit, handed, tmp_path, monkeypatch):
    done, passphrase = handed
    assert "kit takeover" in done.out
    assert "kit purge" in done.out
    monkeypatch.setattr("typer.prompt", lambda text, *, hide_input: passphrase)
    taken = kit("takeover", str(tmp_path / "spring.handover"), str(tmp_path / "new"))
    assert taken.code == 0, taken.err
    assert "spring is in " in taken.out
    assert load_cohort(tmp_path / "new").slug == "spring"
    assert kit("check", "--cohort", str(tmp_path / "new")).code == 0
    again = kit("takeover", str(tmp_path / "spring.handover"), str(tmp_path / "new"))
    assert (again.code, "something here already" in again.err) == (1, True)


# Every command that adds to a cohort or changes something in it, and how it would.
REFUSED = {
    "host": [("host", "1", "--no-lab", "--people", "3")],
    "import": [("import", "../sheets.csv", "--consent", "on paper")],
    "publish": [("publish", "1")],
    "slips": [("slips", "2"), ("slips", "--cancel")],
    "withdraw": [("withdraw", "P01", "--yes")],
    "upgrade": [("upgrade",)],
    "peers": [("peers",), ("peers", "--blank")],
    "calendar": [("calendar",), ("calendar", "3")],
    "dates": [("dates", "--first-session", "2027-03-02", "--time", "14:00")],
    "debrief": [("debrief", "1", "--took", "idea 20")],
    "form": [("form", "1")],
    "seal": [("seal",), ("seal", "--passphrase"), ("seal", "--recover"), ("seal", "--sheet", "../sheet.html")],
    "check": [("check", "--repair")],
    "guide": [("guide", "--write")],
    "handover": [("handover", "../again.handover", "--to", "Ida")],
}
# Those that read, make pages of what is there, or are the way out of it.
NOT_REFUSED = {
    "audit",
    "check",
    "doctor",
    "export",
    "guide",
    "report",
    "simulate",
    "init",
    "demo",
    "lab",
    "purge",
    "takeover",
    "takehome",
    "join",
    "leave",
}


def test_every_command_is_said_to_change_something_or_not():
    assert set(REFUSED) | NOT_REFUSED == set(HOMES)


@pytest.mark.parametrize("command", [one for several in REFUSED.values() for one in several], ids=" ".join)
def test_the_old_folder_says_who_has_it_and_changes_nothing(kit, handed, root, command):
    if command == ("upgrade",):
        (root / "kit_version.txt").unlink()
    (root.parent / "sheets.csv").write_text("participant,week,exercise,item,answer\nP01,1,pulse,energy,7\n", "utf-8")
    before = {path: path.read_bytes() for path in every_file([root.parent]) if path.suffix != ".lock"}
    refused = kit(*command)
    assert refused.code == 1
    assert "handed over to Kim Vale" in refused.err
    assert refused.err.count("\n") == 1
    assert {path: path.read_bytes() for path in every_file([root.parent]) if path.suffix != ".lock"} == before


@pytest.mark.parametrize("command", [("audit",), ("export",), ("check",), ("doctor",)], ids=" ".join)
def test_what_only_reads_goes_on_reading(kit, handed, root, command):
    done = kit(*command)
    assert "handed over to Kim Vale" not in done.err


def test_taken_back_after_a_yes_it_goes_on(kit, handed, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda text: False)
    refused = kit("handover", "--take-back")
    assert (refused.code, "two copies" in refused.out) == (1, True)
    assert kit("publish", "1").code == 1
    assert kit("handover", "--take-back", "--yes").code == 0
    assert kit("publish", "1").code == 0
    assert "wasn't handed over" in kit("handover", "--take-back", "--yes").err


def test_a_passphrase_of_ones_own_is_typed_twice(kit, root, tmp_path, monkeypatch):
    typed = iter(["short", "a long passphrase", "another one", "a long passphrase", "a long passphrase"])
    monkeypatch.setattr("typer.prompt", lambda text, *, hide_input: next(typed))
    command = ("handover", str(tmp_path / "x"), "--to", "Kim", "--own")
    assert "at least 12" in kit(*command).err
    assert "aren't the same" in kit(*command).err
    assert not (tmp_path / "x").exists()
    done = kit(*command)
    assert done.code == 0, done.err
    assert "Its passphrase" not in done.out


@pytest.mark.parametrize("arguments", [(), ("x", "--take-back"), ("--take-back", "--to", "Kim")])
def test_wrong_use_is_told(kit, root, arguments):
    assert kit("handover", *arguments).code == 2
