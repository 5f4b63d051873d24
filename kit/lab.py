"""How the kit starts JupyterLab: on this computer only, and without asking anybody on the network for news."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_CONFIG = Path(__file__).parent / "lab_config"


def lab_command(folder: Path, *, port: int | None = None, browser: bool = True) -> list[str]:
    """The command that opens JupyterLab on *folder*, at its notebooks where it has some.

    Bound to the loopback address. Neither news nor updates are asked for: no request leaves the computer.
    """
    start = "/lab/tree/notebooks" if (folder / "notebooks").is_dir() else "/lab"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.default_url={start}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if not browser:
        command.append("--no-browser")
    return command


def lab_environment(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for ``lab_command``: that of this process, with *own* variables added.

    The kit's default settings answer Lab's question about news beforehand; a person's own settings still win.
    """
    found = os.environ | dict(own or {})
    paths = [str(_CONFIG), *filter(None, [found.get("JUPYTER_CONFIG_PATH")])]
    return found | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
