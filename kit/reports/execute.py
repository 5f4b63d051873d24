"""Running a notebook with papermill, on copies of what it may read."""

from __future__ import annotations

import ast
import contextlib
import json
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError

from kit import errors
from kit.errors import ReportFailed, UnknownName
from kit.reports.clean import HIDDEN
from kit.reports.kernels import Kernel, own_loop
from kit.settings import packaged_material
from kit.settings.limits import SLUG
from kit.system.opening import text_of
from kit.text.parsing import json_of

ENGINE = "kit"
CELL_SECONDS = 60
START_SECONDS = 60

# Both log each notebook's path and a dead kernel's story; the one sentence of ReportFailed says it.
for _name in ("papermill", "traitlets"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, on a kernel that is already running and is ended by whoever started it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        kernel: Kernel,
        cell_seconds: int = CELL_SECONDS,
        start_timeout: int = START_SECONDS,
        **_: Any,
    ) -> None:
        async def note(cell: NotebookNode, **_: Any) -> None:
            kernel.cell = cell.id

        client = PapermillNotebookClient(
            nb_man,
            km=kernel.manager,
            kernel_name=kernel_name,
            timeout=cell_seconds,
            startup_timeout=start_timeout,
            store_widget_state=False,
            record_timing=False,
            shutdown_kernel="immediate",
            on_cell_start=note,
        )
        client.execute(cleanup_kc=True)


papermill_engines.register(ENGINE, _Engine)


def run_notebook(
    path: Path, *, parameters: Mapping[str, str], published: Path, curriculum: Path, cell_seconds: int = CELL_SECONDS
) -> NotebookNode:
    """The notebook at *path*, executed with *parameters* in a kernel of its own.

    The kernel sees copies of *published* and *curriculum* and an empty working folder, nothing else.
    Raises UnknownName for a parameter that the notebook's ``parameters`` cell does not have, and
    ReportFailed naming notebook and cell where a cell raises, hangs, or ends the kernel.
    """
    check_parameters(path, parameters)

    def run() -> NotebookNode:
        with Kernel(published, curriculum, parameters.get("cohort", "")) as kernel:
            return run_in(kernel, path, parameters=parameters, cell_seconds=cell_seconds)

    # In a thread of its own, because the caller's may have an event loop running.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def run_in(
    kernel: Kernel, path: Path, *, parameters: Mapping[str, str], cell_seconds: int = CELL_SECONDS
) -> NotebookNode:
    """As ``run_notebook``, in a fresh *kernel* that the caller closes, with parameters already checked.

    For a report, cells tagged ``participant`` are left out before anything is run. To be called in a thread
    without a running event loop.
    """
    notebook = read_notebook(path)
    if parameters.get("audience") == "report":
        notebook.cells = [cell for cell in notebook.cells if HIDDEN not in cell.metadata.get("tags", [])]
    # papermill fills {braces} in a path with parameters; the path of a copy in the kernel's folder has none.
    copy = kernel.folder / "notebook.ipynb"
    copy.write_text(json.dumps(notebook), "utf-8")
    with own_loop(), _told(path, kernel):
        executed: NotebookNode = papermill.execute_notebook(
            str(copy),
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel=kernel,
            cell_seconds=cell_seconds,
            start_timeout=START_SECONDS,
        )
    return executed


def check_parameters(path: Path, parameters: Mapping[str, str]) -> None:
    """Raise UnknownName unless the notebook knows every parameter, and ``cohort`` is a slug.

    papermill writes a parameter's name into the notebook as it is, so a name could carry code.
    """
    known = known_parameters(path)
    for name in parameters:
        if not name.isidentifier() or name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise UnknownName(f"{path.name}: there is no parameter {name!r}; its parameters cell has: {there}.")
    slug = parameters.get("cohort")
    if slug is not None and not SLUG.fullmatch(slug):
        raise UnknownName(f"{path.name}: the cohort {slug!r} is no slug; use small letters, digits and hyphens.")


def known_parameters(path: Path) -> frozenset[str]:
    """Names of the parameters in the notebook's ``parameters`` cell. Raises ReportFailed where it cannot be read."""
    notebook = read_notebook(path)
    source = next((c.source for c in notebook.cells if "parameters" in c.metadata.get("tags", [])), "")
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        raise ReportFailed(f"{path.name}: the parameters cell can't be read; {_cure(path)}") from None
    targets = [target for line in lines for target in getattr(line, "targets", [getattr(line, "target", None)])]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at *path*. Raises ReportFailed where there is none or it cannot be read."""
    try:
        # With a mark that some editors put before a text, too.
        notebook: NotebookNode = nbformat.from_dict(json_of(_sound(text_of(path, "utf-8-sig"))))
    except FileNotFoundError:
        raise ReportFailed(f"{path.name}: this notebook is missing; {_cure(path)}") from None
    except (OSError, ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError):
        raise ReportFailed(f"{path.name}: this notebook can't be read; {_cure(path)}") from None
    return notebook


@lru_cache(maxsize=32)
def _sound(text: str) -> str:
    """The JSON of the notebook that *text* is, which a report asks for several times; looking through it takes long."""
    raw = json_of(text)
    _name_cells(raw)
    return json.dumps(nbformat.reads(json.dumps(raw), as_version=4))


def _cure(path: Path) -> str:
    if (packaged_material()["notebooks"] / path.name).is_file():
        return "restore it: kit check --repair"
    # The kit has none for a week that somebody added.
    return "put back a copy of yours, or copy another week's notebook under this name and change its week's number"


def _name_cells(raw: dict[str, Any]) -> None:
    """Give an id of its own to a cell that was copied or has none; nbformat would give a random one."""
    raw["nbformat_minor"] = max(5, raw["nbformat_minor"])
    taken: set[str] = set()
    for number, cell in enumerate(raw["cells"], start=1):
        if cell.get("id", "") in taken | {""}:
            cell["id"] = f"cell-{number}"
        taken.add(cell["id"])


@contextlib.contextmanager
def _told(path: Path, kernel: Kernel) -> Iterator[None]:
    """Turn whatever stops a notebook into one sentence that names notebook and cell."""
    try:
        yield
    except PapermillExecutionError as error:
        raise ReportFailed(f"{_where(path, kernel)} {_reason(error)}") from None
    except CellTimeoutError:
        raise ReportFailed(f"{_where(path, kernel)} took too long; run the notebook by hand to see why.") from None
    except DeadKernelError:
        raise ReportFailed(f"{_where(path, kernel)} ended the kernel; run the notebook by hand to see why.") from None
    except (RuntimeError, OSError, PapermillException):
        raise ReportFailed(f"{path.name}: its kernel didn't start; look with: kit doctor") from None


def _where(path: Path, kernel: Kernel) -> str:
    return f"{path.name}, cell '{kernel.cell}':"


def _reason(error: PapermillExecutionError) -> str:
    """An error of the kit speaks for itself; of any other only the kind is told, for its words may hold anything."""
    kind = getattr(errors, error.ename, None)
    if isinstance(kind, type) and issubclass(kind, errors.KitError):
        return str(error.evalue)
    return f"stopped with {error.ename}; open the notebook and run that cell to see why."
