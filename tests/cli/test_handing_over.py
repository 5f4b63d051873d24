"""kit handover and kit takeover, as two facilitators at two computers use them."""

from __future__ import annotations

import re

import pytest

from kit.settings import load_cohort


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


@pytest.mark.parametrize(
    "command",
    [
        ("host", "1", "--no-lab", "--people", "3"),
        ("publish", "1"),
        ("slips", "2"),
        ("withdraw", "P01", "--yes"),
        ("upgrade",),
    ],
)
def test_the_old_folder_says_who_has_it_and_does_nothing(kit, handed, root, command):
    if command == ("upgrade",):
        (root / "kit_version.txt").unlink()
    refused = kit(*command)
    assert refused.code == 1
    assert "handed over to Kim Vale" in refused.err
    assert refused.err.count("\n") == 1


def test_taken_back_after_a_yes_it_goes_on(kit, handed, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda text: False)
    refused = kit("handover", "--take-back")
    assert (refused.code, "two copies" in refused.out) == (1, True)
    assert kit("publish", "1").code == 1
    assert kit("handover", "--take-back", "--yes").code == 0
    assert kit("publish", "1").code == 0
    assert "was not handed over" in kit("handover", "--take-back", "--yes").err


def test_a_passphrase_of_ones_own_is_typed_twice(kit, root, tmp_path, monkeypatch):
    typed = iter(["short", "a long passphrase", "another one", "a long passphrase", "a long passphrase"])
    monkeypatch.setattr("typer.prompt", lambda text, *, hide_input: next(typed))
    command = ("handover", str(tmp_path / "x"), "--to", "Kim", "--own")
    assert "at least 12" in kit(*command).err
    assert "not the same" in kit(*command).err
    assert not (tmp_path / "x").exists()
    done = kit(*command)
    assert done.code == 0, done.err
    assert "Its passphrase" not in done.out


@pytest.mark.parametrize("arguments", [(), ("x", "--take-back"), ("--take-back", "--to", "Kim")])
def test_wrong_use_is_told(kit, root, arguments):
    assert kit("handover", *arguments).code == 2
