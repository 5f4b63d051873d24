"""The page that JupyterLab opens at: a notebook without visible code, run before anybody sees it.

JupyterLab asks the server for the file, and gets it once its one cell has run. The kernel stays, so that what the cell
shows is alive; JupyterLab finds it by the session of the same path.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.system.disk import write_text

FIRST_PAGE = "start.ipynb"
SOURCE = "import kit\n\nkit.open_session()"
_PATIENCE = 60.0
# A kernel's ports are found before it starts, and another program may take one of them until it does.
_TRIES = 2
_WIDGET = "application/vnd.jupyter.widget-view+json"

log = logging.getLogger("kit.lab")


def first_page(outputs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the notebook, with what its cell has shown."""
    cell = {
        "cell_type": "code",
        "id": "start",
        "execution_count": None,
        "metadata": {"jupyter": {"source_hidden": True}, "editable": False, "deletable": False},
        "outputs": outputs or [],
        "source": SOURCE,
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "title": "Start"}
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def without_dead_widgets(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return *notebook* without the widgets that it showed: their kernel has gone, and they cannot be drawn again."""
    cells = [_without_widgets(cell) for cell in notebook.get("cells", [])]
    metadata = {name: value for name, value in notebook.get("metadata", {}).items() if name != "widgets"}
    return {**notebook, "cells": cells, "metadata": metadata}


def _without_widgets(cell: dict[str, Any]) -> dict[str, Any]:
    if cell.get("cell_type") != "code":
        return cell
    return {**cell, "outputs": [one for one in cell.get("outputs", []) if _WIDGET not in one.get("data", {})]}


class FirstPage:
    """The first page of a JupyterLab on the folder *root*; *sessions* and *kernels* are the server's managers."""

    def __init__(self, root: Path, sessions: Any, kernels: Any) -> None:
        self._path = root / FIRST_PAGE
        self._sessions, self._kernels = sessions, kernels
        self._running = asyncio.Lock()

    async def ready(self) -> None:
        """Run the page unless its kernel is there. Where it cannot run, the page says how to go on."""
        async with self._running:
            if self._path.is_file() and await is_alive(self._sessions, FIRST_PAGE):
                return
            outputs: list[dict[str, Any]] = []
            for _ in range(_TRIES):
                try:
                    outputs = await self._run()
                except Exception as error:  # noqa: BLE001 - whatever is wrong with a kernel must not keep JupyterLab closed
                    log.warning("first page: %s", type(error).__name__)
                else:
                    break
            await asyncio.to_thread(self._write, outputs)

    def _write(self, outputs: list[dict[str, Any]]) -> None:
        write_text(self._path, json.dumps(first_page(outputs), indent=1, ensure_ascii=False) + "\n")

    async def _run(self) -> list[dict[str, Any]]:
        session = await self._sessions.create_session(
            path=FIRST_PAGE, name=FIRST_PAGE, type="notebook", kernel_name="python3"
        )
        try:
            return await self._shown_by(self._kernels.get_kernel(session["kernel"]["id"]))
        except BaseException:
            # Whatever runs the page next needs a kernel that answers.
            await self._sessions.delete_session(session["id"])
            raise

    @staticmethod
    async def _shown_by(kernel: Any) -> list[dict[str, Any]]:
        client = kernel.client()
        client.start_channels()
        shown: list[dict[str, Any]] = []
        try:
            await client.wait_for_ready(timeout=_PATIENCE)
            await client.execute_interactive(SOURCE, output_hook=_collect(shown), timeout=_PATIENCE)
        finally:
            client.stop_channels()
        return shown


def _collect(shown: list[dict[str, Any]]) -> Callable[[dict[str, Any]], None]:
    def hear(message: dict[str, Any]) -> None:
        kind, content = message["msg_type"], message["content"]
        if kind in ("display_data", "execute_result"):
            made = {"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]}
            shown.append(made)
        elif kind == "error":
            shown.append({"output_type": "stream", "name": "stdout", "text": content["evalue"]})

    return hear


async def is_alive(sessions: Any, path: str) -> bool:
    """Return whether a kernel runs for the notebook at *path*."""
    running = await sessions.list_sessions()
    return any(one["path"] == path and one["kernel"] is not None for one in running)
