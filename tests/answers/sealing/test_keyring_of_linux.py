"""The keyring that Linux desktops have (the Secret Service, here of GNOME), as a person's session has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cohorts import whole_cohort

TABLE = "participant,week,exercise,item,answer\n" + "".join(f"p{who},1,pulse,energy,{who}\n" for who in range(6))
SESSION = 'printf pass | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$@"'
# A keyring that is there and locked, with nobody to type its password into a window.
LOCKED = 'gnome-keyring-daemon --start --components=secrets >/dev/null && exec "$@"'

pytestmark = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="this computer has no keyring to start (Debian: apt install gnome-keyring dbus)",
)


@pytest.fixture
def home(tmp_path):
    """A home of its own, so that nobody's own keyring is touched."""
    place = tmp_path / "home"
    (place / "run").mkdir(parents=True, mode=0o700)
    return place


def kit(home: Path, *words: str, within: str = SESSION) -> tuple[int, str]:
    """Exit code and words of a kit command, in a session of the desktop of its own or, with nothing, in none."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KIT_", "DBUS_", "XDG_"))}
    environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
    command = [sys.executable, "-W", "ignore", "-c", "from kit.cli import main; main()", *words]
    if within:
        command = ["dbus-run-session", "--", "sh", "-c", within, "sh", *command]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_key_of_a_cohort_lies_in_the_keyring_outlasts_the_session_and_goes_with_the_answers(home, tmp_path):
    root = whole_cohort(tmp_path / "spring").root
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    about = ("--cohort", str(root))
    code, said = kit(home, "import", str(tmp_path / "table.csv"), "--consent", "on paper", *about)
    assert code == 0, said
    code, said = kit(home, "seal", *about)
    assert code == 0 and "the keyring of this computer" in said

    # Another session of the same person finds it again; nothing in the folder and beside it opens an answer.
    code, said = kit(home, "audit", *about)
    assert code == 0, said
    assert [path for path in home.rglob("*") if "keys" in path.name and "keyrings" not in path.parts] == []

    # Where no desktop is, or its keyring is locked, one sentence says so and nothing is made in its place.
    before = sorted(path for path in root.rglob("*") if path.is_file())
    code, said = kit(home, "publish", "1", *about, within="")
    assert code == 1 and "keyring of this computer can't be opened" in said
    assert sorted(path for path in root.rglob("*") if path.is_file()) == before

    code, said = kit(home, "publish", "1", *about)
    assert code == 0 and "published" in said


def test_a_keyring_that_is_locked_is_told_and_none_other_is_taken(home, tmp_path):
    root = whole_cohort(tmp_path / "spring").root
    about = ("--cohort", str(root))
    assert kit(home, "seal", *about)[0] == 0
    code, said = kit(home, "seal", "--sheet", str(tmp_path / "sheet.html"), *about, within=LOCKED)
    assert code == 1 and "keyring of this computer can't be opened" in said
    assert not (tmp_path / "sheet.html").exists()
