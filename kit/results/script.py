"""The script that draws figures in a page that stands alone; plotly itself is not loaded for it."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


def plotly_file() -> Path:
    """Where plotly.js lies in the installed plotly. Raises FileNotFoundError where plotly is installed without it."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("plotly.min.js")
    return Path(next(iter(spec.submodule_search_locations)), "package_data", "plotly.min.js")


@lru_cache(maxsize=1)
def plotly_script() -> str:
    """plotly.js, fit to stand in a ``<script>`` element. Raises FileNotFoundError as ``plotly_file``."""
    return plotly_file().read_text("utf-8").replace("</script", "<\\/script")
