"""From a built wheel, in an environment of its own, the main job runs: init, check, and the whole demo."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The ``kit`` command of a fresh environment that holds this wheel; its libraries are the tested ones."""
    place = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True, timeout=600)
    python = place / "bin" / "python"
    asked = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = subprocess.run(
        [str(python), "-c", asked], check=True, capture_output=True, text=True, timeout=600
    ).stdout.strip()
    # A plain path entry: the editable install of this checkout is not followed through it.
    Path(site, "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-q", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, timeout=600)
    return place / "bin" / "kit"


def run(command: Path, *arguments: str, cwd: Path) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KIT_", "PYTHON"))}
    done = subprocess.run(
        [str(command), *arguments], cwd=cwd, env=clean, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_content_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "kit/_content/data/curriculum/week_08.yaml" in names
    assert "kit/_content/data/sample_cohort/published/releases.json" in names
    assert "kit/_content/notebooks/cohort_summary.ipynb" in names
    assert "kit/_content/notebooks/my_practice.ipynb" in names
    assert "kit/_content/facilitator_guide/README.md" in names
    assert any(name.endswith("static/exercise.js") for name in names)
    assert not [name for name in names if name.startswith("tests/") or "private" in name]


def test_init_and_check_work_from_the_wheel(installed, tmp_path):
    run(installed, "init", "spring", cwd=tmp_path)
    assert "All is well" in run(installed, "check", cwd=tmp_path / "spring")


def test_the_demo_runs_from_the_wheel(installed, tmp_path):
    run(installed, "demo", "--no-open", cwd=tmp_path)
    reports = {path.name for path in (tmp_path / "kit-demo" / "reports").glob("*.html")}
    assert reports >= {f"week_{number:02d}.html" for number in range(1, 9)} | {"cohort.html", "index.html"}
    again = run(installed, "demo", "--no-open", cwd=tmp_path)
    assert "index.html" in again
