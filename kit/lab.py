"""How the kit starts JupyterLab: on this computer only, and without asking anybody on the network for news."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_CONFIG = Path(__file__).parent / "lab_config"


def start_page(folder: Path, week: int | None = None) -> str:
    """Where JupyterLab opens in *folder*: at the notebook of *week*, at all notebooks, or at the folder itself."""
    notebook = f"week_{week:02d}.ipynb" if week else "orientation.ipynb"
    if week is not None and (folder / "notebooks" / notebook).is_file():
        return f"/lab/tree/notebooks/{notebook}"
    return "/lab/tree/notebooks" if (folder / "notebooks").is_dir() else "/lab"


def lab_command(folder: Path, *, port: int | None = None, start: str = "", browser: bool = True) -> list[str]:
    """The command that opens JupyterLab on *folder* at *start*, by default at its notebooks where it has some.

    Bound to the loopback address. Neither news nor updates are asked for: no request leaves the computer.
    """
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--log-level=WARN",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.default_url={start or start_page(folder)}",
        "--LabApp.news_url=None",
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
    """The environment for ``lab_command``: that of this process, with *own* variables added.

    The kit's default settings answer Lab's question about news beforehand; a person's own settings still win.
    """
    found = os.environ | dict(own or {})
    paths = [str(_CONFIG), *filter(None, [found.get("JUPYTER_CONFIG_PATH")])]
    return found | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
