"""Is the facilitator's guide whole: is its first page there, and can every page be made."""

from __future__ import annotations

from collections.abc import Iterator

from kit.reports.paper.guide import Material, page_problems


def guide_problems(material: Material) -> Iterator[str]:
    """One sentence for everything that is missing, leads nowhere, or cannot be made in the guide."""
    if not (material.folder / "README.md").is_file():
        yield f"{material.folder.name}: README.md is missing; copy the guide of a fresh kit init."
    yield from page_problems(material)
