"""Starts a report's kernel; run as a script by ``kit.reports.kernels``, never imported.

It loads what every notebook of the kit needs while the first message is still on its way.
"""

import sys
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    # A kernel that shows a plotly figure by itself imports nbformat, and with it a grammar that takes a
    # second to compile (see kit/reports/__init__.py); a report shows figures as JSON and needs none of it.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    sys.path.append(str(Path(__file__).resolve().parents[2]))

    # Where this fails, the notebook's own import fails too, and then a cell can be named.
    with suppress(ImportError):
        pass
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()
