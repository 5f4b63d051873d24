"""All reports of a cohort, begun sooner: what kernels are copies of loads while papermill and nbconvert load here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING

from kit.reports.warm_kernels import warm_kernels

if TYPE_CHECKING:
    from kit.reports.all_reports import ReportResult
    from kit.settings import Cohort

_SEVERAL = 2


def make_reports(
    cohort: Cohort,
    weeks: Sequence[int] | None = None,
    *,
    progress: bool = False,
    names: Sequence[str] = (),
    jobs: int | None = None,
) -> list[ReportResult]:
    """As ``kit.reports.all_reports.make_reports``; each of the two processes needs most of a second to load."""
    with ExitStack() as until_then:
        warm = warm_kernels(_SEVERAL if weeks is None else len(set(weeks)))
        if warm is not None:
            until_then.callback(warm.close)
            warm.begin()
        make = import_module("kit.reports.all_reports").make_reports
        made: list[ReportResult] = make(cohort, weeks, progress=progress, names=names, jobs=jobs, warm=warm)
        return made
