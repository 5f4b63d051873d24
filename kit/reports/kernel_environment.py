"""What a kernel of a report is started with: a command, and an environment that leads to no cohort's answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# -P: the folder of the script and the working folder stay off the import path.
COMMAND = [sys.executable, "-P", str(Path(__file__).with_name("kernel_start.py"))]
# What a Windows process cannot do without. Elsewhere nothing is handed on.
_KEEP = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PATH") if os.name == "nt" else ()


def environment(
    folder: Path, inherited: Mapping[str, str] = os.environ, *, cohort: str = "", sector: str = ""
) -> dict[str, str]:
    """The whole environment of a report's kernel of *cohort*. It names nothing outside *folder*."""
    home = str(folder / "home")
    kept = {name: inherited[name] for name in _KEEP if name in inherited}
    return {
        "PATH": os.defpath,
        **kept,
        **dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), home),
        **dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"), home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",  # the same order of sets in every run, so that a report has the same bytes
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "KIT_PUBLISHED": str(folder / "published"),
        "KIT_CURRICULUM": str(folder / "curriculum"),
        "KIT_OUTBOX": str(folder / "outbox"),
        **({"KIT_COHORT": cohort} if cohort else {}),
        **({"KIT_SECTOR": sector} if sector else {}),
    }
