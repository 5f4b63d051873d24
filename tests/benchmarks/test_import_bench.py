"""How long ``import kit`` takes, beside starting Python and beside importing what it must not import."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.bench
ROUNDS = 7


def seconds(code: str) -> float:
    """Median wall time of a fresh Python that runs *code*."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, timeout=600)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def memory(code: str) -> float:
    """Memory of a fresh Python that has run *code*, in megabytes."""
    measured = f"{code}\nimport psutil; print(psutil.Process().memory_info().rss / 1024**2)"
    done = subprocess.run([sys.executable, "-c", measured], check=True, capture_output=True, text=True, timeout=600)
    return float(done.stdout)


def test_importing_the_kit_costs_next_to_nothing():
    bare, kit, pandas = seconds("pass"), seconds("import kit"), seconds("import pandas")
    week = seconds("import kit; kit.open_week(1)")
    print(
        f"\nimport kit: {1000 * (kit - bare):.0f} ms, {(kit - bare) / (pandas - bare):.3f} of import pandas; "
        f"open a week: {1000 * (week - bare):.0f} ms; memory {memory('import kit'):.0f} MB, with a week "
        f"{memory('import kit; kit.open_week(1)'):.0f} MB, with pandas {memory('import pandas'):.0f} MB"
    )
    assert kit - bare < 0.15
