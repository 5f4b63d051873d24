"""A computer with real adapters that come and go: network namespaces of Linux, where this machine lets us make them."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading

import pytest

from tests.processes import started

pytestmark = pytest.mark.audit

# The host in the namespace as a facilitator starts it; it prints what the window shows.
COMMAND = [sys.executable, "-c", "from kit.cli import main; main()", "host", "1", "--lan", "--no-lab", "--people", "8"]
LIMIT = 60


def run(*arguments: str) -> str:
    return subprocess.run(arguments, check=True, capture_output=True, text=True, timeout=LIMIT).stdout


@pytest.fixture
def root(make_root):
    made = make_root()
    (made / "notebooks").mkdir(exist_ok=True)
    return made


@pytest.fixture
def space():
    """A namespace with a Wi-Fi-like adapter, and ``inside(...)``, which runs a command there."""
    if shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("network namespaces need Linux, iproute2 and root")
    name = f"kit{os.getpid()}"
    try:
        run("ip", "netns", "add", name)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine lets nobody make a network namespace: {error.stderr.strip()}")

    def inside(*arguments: str) -> str:
        return run("ip", "netns", "exec", name, *arguments)

    try:
        inside("ip", "link", "set", "lo", "up")
        inside.name = name
        yield inside
    finally:
        run("ip", "netns", "del", name)


def adapter(inside, name: str, address: str) -> None:
    """An adapter that is up, with another end that is up too, as a cable or a radio has."""
    inside("ip", "link", "add", name, "type", "veth", "peer", "name", f"x{name}"[:15])
    for end in (name, f"x{name}"[:15]):
        inside("ip", "link", "set", end, "up")
    inside("ip", "addr", "add", address, "dev", name)


@contextlib.contextmanager
def hosting(inside, root, *more: str):
    """The command in the namespace, and ``until(words)``: what its window shows up to a line with these words."""
    command = ["ip", "netns", "exec", inside.name, *COMMAND, *more]
    lines: queue.Queue[str | None] = queue.Queue()
    with started(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:

        def hear() -> None:
            for line in process.stdout:
                lines.put(line)
            lines.put(None)

        threading.Thread(target=hear, daemon=True).start()

        def until(words: str) -> str:
            seen = []
            while True:
                line = lines.get(timeout=LIMIT)
                assert line is not None, "".join(seen)
                seen.append(line)
                if words in line:
                    return "".join(seen)

        try:
            yield until
        finally:
            process.terminate()


def asked(inside, address: str, root) -> int:
    """The status that the join page has at *address*, asked from inside the namespace."""
    port = json.loads((root / "private" / "run" / "host.json").read_text())["port"]
    host = f"[{address}]" if ":" in address else address
    script = f"import urllib.request as u; print(u.urlopen('http://{host}:{port}/', timeout=20).status)"
    return int(inside(sys.executable, "-c", script))


def test_a_tunnel_and_a_bridge_are_left_out_and_a_network_without_a_gateway_works(space, root):
    adapter(space, "wlan0", "192.168.1.5/24")
    adapter(space, "docker0", "172.17.0.1/16")
    space("ip", "tuntap", "add", "dev", "tun0", "mode", "tun")
    space("ip", "addr", "add", "10.8.0.6/24", "dev", "tun0")
    space("ip", "link", "set", "tun0", "up")
    with hosting(space, root) as until:
        said = until("Ctrl-C")
        assert "Join at   http://192.168.1.5:" in said
        assert "10.8.0.6 (tun0, a VPN)" in said or "10.8.0.6 (tun0, not connected)" in said
        assert "172.17.0.1 (docker0, for programs on this computer)" in said
        assert asked(space, "192.168.1.5", root) == 200


def test_the_address_changes_while_the_session_runs_and_the_session_follows(space, root):
    adapter(space, "wlan0", "192.168.1.5/24")
    with hosting(space, root) as until:
        until("Ctrl-C")
        space("ip", "addr", "del", "192.168.1.5/24", "dev", "wlan0")
        assert "in no network any more" in until("by itself.")
        space("ip", "addr", "add", "10.44.0.9/24", "dev", "wlan0")
        assert "has changed" in until("Code")
        assert asked(space, "10.44.0.9", root) == 200
        space("ip", "addr", "add", "192.168.1.5/24", "dev", "wlan0")
        assert asked(space, "192.168.1.5", root) == 200


def test_a_network_of_six_alone_is_joined_too(space, root):
    adapter(space, "eth0", "fd12:3456::7/64")
    with hosting(space, root) as until:
        assert "Join at   http://[fd12:3456::7]:" in until("Ctrl-C")
        assert asked(space, "fd12:3456::7", root) == 200


def test_an_address_that_is_asked_for_is_used_and_another_is_refused_with_what_there_is(space, root):
    adapter(space, "wlan0", "192.168.1.5/24")
    adapter(space, "eth0", "10.0.0.3/24")
    with hosting(space, root, "--address", "10.0.0.3") as until:
        assert "Join at   http://10.0.0.3:" in until("Ctrl-C")
    with hosting(space, root, "--address", "10.0.0.4") as until:
        said = until("no 10.0.0.4")
        assert "192.168.1.5 (wlan0, Wi-Fi)" in said
        assert "10.0.0.3 (eth0, a cable)" in said
