"""How the kit starts JupyterLab: on this computer only, and without asking anybody on the network for news."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from kit.lab.first_page import FIRST_PAGE
from kit.settings import APP

# Where things lie on this computer. Everything else that begins with JUPYTER is a setting of somebody's, from another
# address or password to a server elsewhere that would run the notebooks.
_PLACES = ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS")


def start_page(folder: Path, *, facilitates: bool = False) -> str:
    """Where JupyterLab opens in *folder*: at the first page for a facilitator, else at its notebooks."""
    if facilitates:
        return f"/doc/tree/{FIRST_PAGE}"
    return "/lab/tree/notebooks" if (folder / "notebooks").is_dir() else "/lab"


def lab_command(folder: Path, *, port: int | None = None, start: str = "", browser: bool = True) -> list[str]:
    """The command that opens JupyterLab on *folder* at *start*, by default at its notebooks where it has some.

    Bound to the loopback address. Neither news nor updates are asked for: no request leaves the computer. It runs
    in ``lab_environment`` and until its standard input is closed.
    """
    command = [
        sys.executable,
        "-P",  # a file of the cohort's folder that is called like a part of the kit is not taken for it
        "-m",
        "kit.lab.server",
        "--log-level=WARN",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port_retries=0",  # at another port than is said, nobody would find it
        "--ServerApp.contents_manager_class=kit.lab.server.Contents",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.default_url={start or start_page(folder)}",
        "--LabApp.news_url=None",
        "--LabApp.custom_css=True",  # of config/custom
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container there may be no other user, and Lab listens on loopback alone either way.
        command.append("--allow-root")
    return command


def lab_environment(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for ``lab_command``: that of this process without settings of Jupyter, and *own* variables.

    What is chosen in this JupyterLab itself, such as its theme, is kept for the next one in a folder of the kit's.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER") or name in _PLACES}
    place = platformdirs.user_config_path(APP) / "lab"
    return kept | {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel beside the kit comes before others of that name
        "JUPYTERLAB_SETTINGS_DIR": str(place / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
        **(own or {}),
    }
