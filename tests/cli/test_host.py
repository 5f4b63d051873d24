"""The command that runs a session, as a facilitator types it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kit.cli import host as host_command
from kit.cli.starting import Running
from kit.live.process.networks import Kind, LocalAddress, choose
from kit.live.process.session import new_session
from kit.live.process.supervise import Supervisor
from kit.session.host_client import HostClient
from kit.settings import load_cohort
from tests.processes import DEAF, started

COMMAND = [sys.executable, "-c", "from kit.cli import main; main()"]


@contextlib.contextmanager
def hosting(root: Path, *arguments: str, by: Sequence[str] = ()):
    """The command in a process of its own, and what it prints until it is ready; *by* stands before it."""
    with started(
        [*by, *COMMAND, "host", *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        lines = []
        try:
            for line in process.stdout:
                lines.append(line)
                if "Ctrl-C" in line:
                    break
            yield process, "".join(lines)
        finally:
            if process.poll() is None:
                process.kill()


def test_a_session_begins_with_address_code_and_qr_and_ends_in_good_order(cohort):
    with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, said):
        code = re.search(r"Code\s+([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})", said)[1]
        address = re.search(r"Join at\s+(http://127\.0\.0\.1:\d+)", said)[1]
        assert "█" in said or "▀" in said
        assert "Only this computer can join" in said
        request = urllib.request.Request(f"{address}/api/join", json.dumps({"code": code}).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=20) as reply:
            assert len(json.loads(reply.read())["words"]) == 4
        kept = json.loads((cohort / "private" / "run" / "host.json").read_text())
        assert kept["token"] not in said
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "has ended" in rest
    assert err == ""
    assert not (cohort / "private" / "run" / "host.json").exists()
    assert list((cohort / "private" / "backups").glob("*.db"))


def test_in_a_window_it_asks_how_many_are_here_and_names_the_places_kept_for_slips(cohort, kit):
    assert kit("slips", "4").code == 0
    window, inside = os.openpty()
    command = [*COMMAND, "host", "1", "--no-lab"]
    said = ""
    with started(command, cwd=cohort, stdin=inside, stdout=inside, stderr=inside, start_new_session=True) as process:
        os.close(inside)
        for answer in ("many\n", "3\n"):
            while not said.endswith("laptop? "):
                said += os.read(window, 4096).decode("utf-8", "replace")
            os.write(window, answer.encode())
            said += os.read(window, len(answer)).decode()
        with contextlib.suppress(OSError):  # the window's end, once the command has ended
            while "Ctrl-C" not in said:
                said += os.read(window, 4096).decode("utf-8", "replace")
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    os.close(window)
    assert "Please type a number from 1 to 14" in said
    assert "There are 3 places." in said
    assert "in a second window: kit lab" in said
    assert "4 places are kept for slips" in said


def test_while_a_session_runs_other_commands_are_told_to_wait(cohort, kit):
    with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, _):
        for command in (("publish", "1"), ("host", "1", "--no-lab", "--people", "3")):
            done = kit(*command)
            assert done.code == 1
            assert "kit host 1" in done.err
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert kit("publish", "1").code == 0


def test_the_port_stays_and_a_taken_one_is_told_before_the_code(cohort):
    with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, said):
        port = int(re.search(r":(\d+)\n", said)[1])
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, said):
            assert said.startswith(f"Port {port} is taken by another program")
            assert said.index("taken") < said.index("Code")
            os.kill(process.pid, signal.SIGTERM)
            process.communicate(timeout=60)


def test_wrong_use_is_told_in_a_sentence(cohort, kit):
    assert "there are weeks 0, 1, 2" in kit("host", "9", "--no-lab", "--people", "3").err
    assert "both files" in kit("host", "1", "--no-lab", "--people", "3", "--certificate", "cohort.toml").err
    missing = kit("host", "1", "--no-lab", "--people", "3", "--certificate", "none.pem", "--key", "none.pem")
    assert missing.code == 1
    assert "no such file" in missing.err
    assert kit("host").code == 2
    assert not (cohort / "private" / "run" / "host.json").exists()


def test_no_answer_gets_into_a_folder_that_is_copied_elsewhere(kit, tmp_path):
    root = tmp_path / "OneDrive - Work" / "spring"
    root.parent.mkdir()
    refused = kit("init", str(root))
    assert (refused.code, root.exists()) == (1, False)
    assert "copied to other computers" in refused.err
    kit("init", str(tmp_path / "spring"))
    (tmp_path / "spring").rename(root)
    answers = tmp_path / "answers.csv"
    answers.write_text("participant,week,exercise,item,answer\na,1,pulse,energy,7\n", "utf-8")
    for command in (("host", "1", "--no-lab", "--people", "3"), ("import", str(answers), "--consent", "on paper")):
        done = kit(*command, "--cohort", str(root))
        assert done.code == 1
        assert "copied to other computers" in done.err
    assert not (root / "private" / "answers.db").exists()


def test_in_the_network_the_facilitator_is_told_what_others_could_read(capsys, tmp_path):
    session = new_session(tmp_path, 1, lan="192.168.1.5")
    running = Running(
        session=session,
        supervisor=Supervisor(session),
        address="http://192.168.1.5:8765",
        code="ABCD-EFGH",
        moved="",
    )
    host_command._tell(running)
    said = capsys.readouterr().out
    assert "could read" in said
    assert "four words" in said
    assert "--encrypted" in said
    host_command._tell(replace(running, session=replace(session, certificate="c.pem", key="k.pem")))
    said = capsys.readouterr().out
    assert "could read" not in said
    assert "hotspot" in said
    groups = " ".join(["AB12"] * 16)
    host_command._tell(replace(running, session=replace(session, certificate="c.pem", made=True), fingerprint=groups))
    said = capsys.readouterr().out
    assert said.count("AB12") == 16
    assert "shows a warning once" in said


def test_who_is_led_here_from_outside_is_told_with_the_way_of_the_proxy(cohort, capsys):
    public = {"public": "https://spring.example.org", "behind": "127.0.0.1", "public_port": 8770}
    session = new_session(cohort, 1, mode="remote", **public)
    running = Running(session=session, supervisor=Supervisor(session), address=session.url(8765), code="", moved="")
    host_command._tell(running)
    said = capsys.readouterr().out
    assert "Join at   https://spring.example.org" in said
    assert "The proxy at 127.0.0.1 leads people here: 127.0.0.1:8770. It can read what passes through it." in said
    assert "Only this computer can join" not in said
    both = replace(session, lan="192.168.1.5")
    host_command._tell(replace(running, session=both, room=both.room_url(8765)))
    assert "Or here   http://192.168.1.5:8765, in this network" in capsys.readouterr().out


def test_another_address_than_last_time_is_told_for_the_sake_of_private_notes(cohort, capsys):
    for told in ({"lan": "192.168.1.5"}, {"public": "https://spring.example.org"}, {}):
        session = new_session(cohort, 1, **told)
        running = Running(session=session, supervisor=Supervisor(session), address=session.url(8765), code="", moved="")
        host_command._tell_of_the_change(load_cohort(cohort), running)
    said = capsys.readouterr().out
    assert said.count("Last time the address was http://192.168.1.5:8765.") == 1
    assert "Online and hybrid" in said
    assert "spring.example.org" not in said, "a try-out on this computer is no change"


def test_what_was_left_out_and_what_is_as_good_is_named_before_the_code(capsys):
    def local(address, adapter, kind):
        return LocalAddress(address=address, adapter=adapter, kind=kind, network=address)

    wifi, cable = local("192.168.1.5", "wlan0", Kind.WIFI), local("10.0.0.3", "eth0", Kind.CABLE)
    host_command._tell_of_networks(choose([local("10.8.0.6", "tun0", Kind.VPN), wifi, cable]))
    said = capsys.readouterr().out
    assert "Left out  10.8.0.6 (tun0, a VPN)" in said
    assert "As good   10.0.0.3 (eth0, a cable)" in said
    assert "--address 10.0.0.3" in said
    assert "Network   192.168.1.5 (wlan0, Wi-Fi)" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--encrypted"], "add --lan"),
        (["--lan", "--encrypted", "--certificate", "c.pem", "--key", "k.pem"], "leave it out"),
        (["--rehearse", "--encrypted"], "leave out"),
        (["--rehearse", "--address", "10.0.0.1"], "leave out"),
        (["--address", "203.0.113.7"], "has no 203.0.113.7"),
        (["--address", "127.0.0.1"], "this computer alone"),
        (["--address", "wlan0"], "no address"),
        (["--rehearse", "--public", "https://spring.example.org"], "leave out"),
        (["--public", "http://spring.example.org"], "need an encrypted address"),
        (["--public", "https://example.org/spring"], "host name of its own"),
        (["--public", "https://spring.example.org", "--behind", "proxy"], "no IP address"),
        (["--public", "https://spring.example.org", "--public-port", "443"], "from 1024 on"),
        (["--behind", "10.0.0.5"], "add --public"),
        (["--public-port", "8771"], "add --public"),
    ],
)
def test_wrong_use_of_the_network_is_told_with_the_cure(cohort, kit, arguments, words):
    done = kit("host", "1", "--no-lab", "--people", "3", *arguments)
    assert done.code in (1, 2)
    assert words in " ".join(done.err.replace("│", " ").split())


def test_a_window_that_knows_few_letters_still_shows_address_code_and_adapter(cohort, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    monkeypatch.setenv("PYTHONUTF8", "0")
    said = 'from kit.cli.app import say; say("Network   192.168.1.5 (Беспроводная, Wi-Fi)")'
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "Network   192.168.1.5 (????????????, Wi-Fi)\n"
    with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, said):
        assert re.search(r"Join at\s+http://127\.0\.0\.1:\d+\n", said)
        assert re.search(r"Code\s+[0-9A-Z]{4}-[0-9A-Z]{4}\n", said)
        assert "█" not in said
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0


def test_the_closing_of_the_window_ends_the_session_in_good_order(cohort):
    with hosting(cohort, "1", "--no-lab", "--people", "3") as (process, _):
        process.send_signal(signal.SIGHUP)
        rest, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "has ended" in rest
    assert err == ""
    assert list((cohort / "private" / "backups").glob("*.db"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not say what a process ignores")
def test_one_that_a_script_starts_outlasts_its_window_and_ends_when_it_is_told_to(cohort):
    with hosting(cohort, "1", "--no-lab", "--people", "3", by=DEAF) as (process, _):
        kept = json.loads((cohort / "private" / "run" / "host.json").read_text())
        ignored = re.search(r"^SigIgn:\s*(\w+)$", Path(f"/proc/{kept['pid']}/status").read_text(), re.MULTILINE)[1]
        assert not int(ignored, 16) & (1 << signal.SIGHUP - 1 | 1 << signal.SIGINT - 1 | 1 << signal.SIGQUIT - 1)
        for number in (signal.SIGHUP, signal.SIGINT):
            process.send_signal(number)
        state = HostClient(kept["address"], kept["token"]).state()
        assert state.week == 1
        process.send_signal(signal.SIGTERM)
        rest, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "has ended" in rest
    assert not psutil.pid_exists(kept["pid"])


@pytest.mark.parametrize("there", [0, 3])
def test_a_backup_is_spoken_of_only_where_it_was_made_and_by_its_name(there):
    before = Path(f"answers-{there:06}.db") if there else None
    after = Path(f"answers-{there + 1:06}.db")
    assert host_command._ended(before, after) == f"The session has ended; a backup is in private/backups/{after.name}."
    said = host_command._ended(before, before)
    assert "No backup could be made at its end." in said
    assert (f"private/backups/answers-{there:06}.db" in said) == bool(there)
