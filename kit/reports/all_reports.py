"""All reports of a cohort: every notebook run on what is published, each on its own, and an index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from tqdm import tqdm

from kit.curriculum.loader import find_week_file, load_curriculum
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import week_number_of
from kit.errors import KitError, ReportFailed
from kit.notebook.week import whose
from kit.reports.clean import Forbidden, clean, scan, scan_notebook, to_text
from kit.reports.execute import CELL_SECONDS, check_parameters, known_parameters, run_in
from kit.reports.html import index_html, titled, to_html
from kit.reports.kernels import Pool
from kit.reports.warm_kernels import WarmKernels
from kit.results.glance import glance
from kit.results.releases import read_releases
from kit.settings import Cohort, places_in
from kit.system.content_files import content_files
from kit.system.disk import write_text

SUMMARY = "cohort_summary"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEAD = 4096
_MOST_AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class ReportResult:
    """What became of one report: its file and title, or the sentence that says why there is none."""

    notebook: str
    path: Path
    title: str = ""
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the report was made."""
        return not self.error


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What all reports of one run have in common."""

    cohort: Cohort
    pool: Pool
    messages: Messages
    forbidden: Forbidden
    cell_seconds: int

    @property
    def whose(self) -> str:
        """Which cohort the reports are of, in words."""
        return whose(places_in(self.cohort), self.messages)


def make_reports(
    cohort: Cohort,
    weeks: Sequence[int] | None = None,
    *,
    progress: bool = False,
    names: Sequence[str] = (),
    jobs: int | None = None,
    cell_seconds: int = CELL_SECONDS,
    warm: WarmKernels | None = None,
) -> list[ReportResult]:
    """Run the notebooks of *weeks* (none: all weeks from the first, and the cohort's) and write their reports.

    A notebook that fails keeps the others from nothing: its result says why, and its former report stays. An index
    that cannot be written is one more result that says why.
    *names* are words that no report may contain. *jobs* notebooks run at once, by default one a processor. With
    *progress* a bar is shown on stderr. *warm* is what kernels are copies of, where the caller has begun it. Raises
    UnknownName for a week that is not in the curriculum, ReportFailed where reports/ cannot be made.
    """
    notebooks = _chosen(cohort, weeks)
    try:
        (cohort.reports / "notebooks").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportFailed(f"{cohort.reports}: can't be made ({error.strerror}); check its permissions.") from None
    work = _Work(
        cohort=cohort,
        pool=Pool(cohort.published, cohort.curriculum, notebooks=len(notebooks), cohort=cohort.slug, warm=warm),
        messages=messages_in(cohort.curriculum),
        forbidden=Forbidden(names=tuple(names), folders=(cohort.root, cohort.root.resolve())),
        cell_seconds=cell_seconds,
    )
    # What the index says is found while the first notebooks run.
    with ThreadPoolExecutor(1, thread_name_prefix="index") as beside:
        first = beside.submit(_first_findings, work)
        try:
            made = _all(work, notebooks, jobs or min(os.cpu_count() or 1, _MOST_AT_ONCE), progress=progress)
        finally:
            work.pool.close()
    return [*made, *_write_index(work, first)]


def _all(work: _Work, notebooks: Sequence[Path], jobs: int, *, progress: bool) -> list[ReportResult]:
    """The results in the order of *notebooks*. When interrupted, no kernel is left behind."""
    # A notebook runs in a process of its own, so threads are enough; a pool of processes would break
    # as a whole when one of them dies.
    with ThreadPoolExecutor(max(1, min(len(notebooks), jobs)), thread_name_prefix="report") as threads:
        waiting = [threads.submit(_one, work, notebook) for notebook in notebooks]
        try:
            done = as_completed(waiting)
            for _ in tqdm(done, total=len(waiting), desc="Reports", unit="report", disable=not progress):
                pass
        except BaseException:
            work.pool.stop()
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in waiting]


def _one(work: _Work, notebook: Path) -> ReportResult:
    path = report_path(work.cohort, notebook)
    try:
        title = _make(work, notebook, path)
    except KitError as error:
        return ReportResult(notebook=notebook.name, path=path, error=str(error))
    return ReportResult(notebook=notebook.name, path=path, title=title)


def _make(work: _Work, notebook: Path, path: Path) -> str:
    parameters = {"audience": "report", "cohort": work.cohort.slug}
    check_parameters(notebook, parameters)
    with work.pool.kernel() as kernel:
        executed = run_in(kernel, notebook, parameters=parameters, cell_seconds=work.cell_seconds)
    scan_notebook(executed, known_parameters(notebook), where=notebook.name)
    result = clean(executed, notebook.name)
    text = to_text(result)
    scan(text, work.forbidden, where=notebook.name)
    page = to_html(result, work.whose, name=notebook.stem, messages=work.messages, forbidden=work.forbidden)
    write_text(work.cohort.reports / "notebooks" / notebook.name, text)
    write_text(path, page.html)
    return page.title


def report_path(cohort: Cohort, notebook: Path) -> Path:
    """The file of the report that is made from *notebook*: ``week_03.html``, or ``cohort.html``."""
    return cohort.reports / f"{'cohort' if notebook.stem == SUMMARY else notebook.stem}.html"


def _chosen(cohort: Cohort, weeks: Sequence[int] | None) -> list[Path]:
    if weeks is not None:
        stems = [find_week_file(cohort.curriculum, number).stem for number in dict.fromkeys(weeks)]
    else:
        stems = [*(stem for stem in _stems(cohort) if week_number_of(stem)), SUMMARY]
    return [cohort.notebooks / f"{stem}.ipynb" for stem in stems]


def _stems(cohort: Cohort) -> list[str]:
    """Stems of the curriculum's week files, the orientation first."""
    numbers = {path.stem: week_number_of(path.stem) for path in content_files(cohort.curriculum, ".yaml")}
    return [stem for number, stem in sorted((number, stem) for stem, number in numbers.items() if number is not None)]


def _write_index(work: _Work, first: Future[dict[str, str]]) -> list[ReportResult]:
    """Write the list of all reports; what kept it from being written, if anything did."""
    path = work.cohort.reports / "index.html"
    try:
        findings = first.result()
        rows = [
            (name, title.removesuffix(titled("", work.whose)), findings.get(name, ""))
            for name, title in _titles(work.cohort)
        ]
        write_text(path, index_html(rows, work.whose, messages=work.messages, forbidden=work.forbidden))
    except KitError as error:
        return [ReportResult(notebook=path.name, path=path, error=str(error))]
    return []


def _first_findings(work: _Work) -> dict[str, str]:
    """The first sentence that each week's report says, by the name of its file. Raises ReleaseError, ContentError."""
    published = read_releases(work.cohort.published, cohort=work.cohort.slug)
    made = {}
    for week in load_curriculum(work.cohort.curriculum).values():
        sentences = glance(week, published, work.messages).sentences
        if sentences:
            made[report_path(work.cohort, Path(week.file_name)).name] = sentences[0]
    return made


def _titles(cohort: Cohort) -> Iterator[tuple[str, str]]:
    """File name and title of every report there is, also of those made earlier."""
    for stem in [*_stems(cohort), SUMMARY]:
        path = report_path(cohort, Path(stem))
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                title = _TITLE.search(file.read(_HEAD))
            yield path.name, unescape(title[1]) if title else path.stem
