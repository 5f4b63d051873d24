"""The kit's own JupyterLab as a process, for tests."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager

import httpx

from kit.lab.starting import lab_command
from tests.processes import free_port, started

TOKEN = "the-kits-own-token"
LIMIT = 120


@contextmanager
def lab(folder, environment):
    """The kit's JupyterLab on *folder*, up and answering: a client for it, and its process."""
    port = free_port()
    with started(
        lab_command(folder, port=port, browser=False),
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        up = threading.Event()
        said = []

        def listen():
            for line in process.stderr:
                said.append(line)

        def ask():
            with httpx.Client(trust_env=False) as probe:
                while process.poll() is None and not up.is_set():
                    try:
                        probe.get(f"http://127.0.0.1:{port}/api", timeout=5)
                        up.set()
                    except httpx.TransportError:
                        up.wait(0.1)

        threads = [threading.Thread(target=work, daemon=True) for work in (listen, ask)]
        for one in threads:
            one.start()
        try:
            assert up.wait(LIMIT), "".join(said)
            headers = {"Authorization": f"token {TOKEN}"}
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=LIMIT
            ) as client:
                yield client, process
        finally:
            process.stdin.close()
            process.wait(LIMIT)
            for one in threads:
                one.join(LIMIT)
