"""The kit's own JupyterLab: with the kit's settings alone, closed to private folders, and gone with its command.

Run as a process of its own by ``kit.lab.starting``, which keeps its standard input open for as long as it is wanted.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_dir
from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyterlab.labapp import LabApp
from nbformat import from_dict
from tornado.web import HTTPError

from kit.lab.first_page import FIRST_PAGE, FirstPage, is_alive, without_dead_widgets
from kit.settings import find_audience

PRIVATE = "private"
_SETTINGS = Path(__file__).with_name("config")
_PATIENCE = 10.0


class Closed(HTTPError, OSError):
    """There is nothing here for JupyterLab: to whoever asks a 404, and to a list of files one to pass over."""

    def __init__(self) -> None:
        super().__init__(404, "There's nothing here that JupyterLab can open.")
        self.errno = errno.EACCES


def is_closed(path: str, root: str) -> bool:
    """Whether *path*, wherever its links lead, is a folder called private below *root*, or lies in one.

    Such folders hold a cohort's answers, keys and names. Where a link leads out of *root*, all of its way counts.
    """
    real, top = Path(path).resolve(), Path(root).resolve()
    # On a Mac temporary folders lie in /private, so what is above the root says nothing.
    above = top.parents if real.is_relative_to(top) else real.parents[-2:]
    return any(_is_private(one) for one in (real, *real.parents) if one != top and one not in above)


def holds_closed(path: str) -> bool:
    """Whether there is a private folder somewhere below *path*."""
    return any(_is_private(Path(top, name)) for top, folders, _ in os.walk(path) for name in folders)


def _is_private(folder: Path) -> bool:
    if folder.name.casefold() == PRIVATE:
        return True
    try:
        # File systems know many spellings of one name: without its case, with blanks or signs that nobody sees.
        return folder.samefile(folder.parent / PRIVATE)
    except OSError:
        return False


class _Reach:
    """What contents and checkpoints have in common: each way from a name to the disk leads through here."""

    root_dir: str

    def _get_os_path(self, path: str) -> str:
        place: str = super()._get_os_path(path)  # type: ignore[misc]
        if is_closed(place, self.root_dir):
            raise Closed
        return place


class Checkpoints(_Reach, AsyncFileCheckpoints):
    """Checkpoints of what ``Contents`` can reach."""


class Files(AuthenticatedFileHandler):
    """Files as they are, for pictures and downloads, of what ``Contents`` can reach."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        place: str = super().validate_absolute_path(root, absolute_path)
        if is_closed(place, root):
            raise Closed
        return place


class Contents(_Reach, AsyncLargeFileManager):  # type: ignore[misc]  # its own bases differ in a signature
    """The files and folders below the root, but for private folders and what is in them."""

    _first: FirstPage | None = None

    async def get(
        self,
        path: str,
        content: bool = True,
        type: str | None = None,
        format: str | None = None,
        require_hash: bool = False,
    ) -> dict[str, Any]:
        """A file or folder; the first page once it has run, and no notebook with widgets whose kernel is gone."""
        name = path.strip("/")
        if name == FIRST_PAGE and find_audience():
            await self._first_page().ready()
        model: dict[str, Any] = await super().get(path, content, type, format, require_hash)  # type: ignore[no-untyped-call]
        if not content or model["type"] != "notebook":
            return model
        if not await is_alive(self._server.session_manager, name):
            model["content"] = from_dict(without_dead_widgets(model["content"]))
        elif name == FIRST_PAGE and find_audience():
            # It was made a moment ago by this very process.
            for cell in model["content"]["cells"]:
                cell["metadata"]["trusted"] = True
        return model

    def _first_page(self) -> FirstPage:
        if self._first is None:
            server = self._server
            self._first = FirstPage(Path(self.root_dir), server.session_manager, server.kernel_manager)
        return self._first

    @property
    def _server(self) -> Any:
        return self.parent

    def _checkpoints_class_default(self) -> type:
        return Checkpoints

    def _files_handler_class_default(self) -> type:
        return Files

    async def _copy_dir(self, from_path: str, *arguments: Any, **options: Any) -> Any:
        self._refuse_around(from_path)
        return await super()._copy_dir(from_path, *arguments, **options)

    async def delete_file(self, path: str) -> None:
        self._refuse_around(path)
        await super().delete_file(path)  # type: ignore[no-untyped-call]

    async def rename_file(self, old_path: str, new_path: str) -> None:
        self._refuse_around(old_path)
        await super().rename_file(old_path, new_path)  # type: ignore[no-untyped-call]

    def _refuse_around(self, path: str) -> None:
        if holds_closed(self._get_os_path(path)):
            raise HTTPError(
                403, "This folder holds a cohort's private folder; copy, move or delete it outside JupyterLab."
            )


def _end_with_the_command() -> None:
    """Wait until whoever started this has gone, in whatever way, and end too."""
    # Nothing is ever written to this pipe; reading returns when its other end is closed. It is read below Python's own
    # file, which would not let go of it when this process ends for another reason.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    # Kernels that do not end keep nobody: they see by themselves that their server has gone.
    last = threading.Timer(_PATIENCE, os._exit, (1,))
    last.daemon = True
    last.start()


def main() -> None:
    """JupyterLab with the options on the command line, until its standard input is closed."""
    threading.Thread(target=_end_with_the_command, daemon=True, name="kit-parent").start()
    # With JUPYTER_NO_CONFIG, Jupyter reads one fresh folder: nothing of this person's, this computer's or of others.
    own = Path(jupyter_config_dir())
    try:
        shutil.copytree(_SETTINGS, own, dirs_exist_ok=True)
        (own / "migrated").touch()  # no settings of IPython's early years are looked for either
        LabApp.launch_instance()
    finally:
        shutil.rmtree(own, ignore_errors=True)


if __name__ == "__main__":
    main()
