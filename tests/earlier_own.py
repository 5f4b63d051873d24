"""Note the kit's own words before they are released, so that a later version knows them for its own: ``make own``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from kit import __version__
from kit.checks.adapted import places
from kit.checks.kits_notebooks import EARLIER, packaged_notebook, source
from kit.curriculum.earlier import FILE, file_mark, mark, place_mark
from kit.curriculum.loader import load_curriculum
from kit.curriculum.notices import FILE as NOTICES_FILE
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import load_elements, load_messages, message_files
from kit.curriculum.yaml_files import read_yaml
from kit.live.notice import NETWORK, PARTS
from kit.new_cohort import files_of, to_text
from kit.settings import packaged_curriculum, packaged_material
from kit.system.content_files import content_files

ROOT = Path(__file__).parent.parent
OWN = ROOT / "data" / FILE
NOTICES = ROOT / "data" / NOTICES_FILE


def own_lines(material: Mapping[str, Path]) -> Iterator[str]:
    """The line for each text, cell, file and place of a version's *material*, whatever is there already."""
    curriculum, notebooks = material["curriculum"], material["notebooks"]
    weeks = load_curriculum(curriculum)
    for path in message_files(curriculum):
        for texts in read_yaml(path).values():
            yield from map(mark, texts.values())
    for week in weeks.values():
        yield mark(week.safety)
        for practice in week.practices:
            if isinstance(practice, Guided):
                yield from map(mark, (practice.eyes_open, practice.stopping))
    for path in content_files(notebooks, ".ipynb"):
        yield from cell_lines(path)
    yield from map(place_mark, places(load_elements(curriculum), weeks))
    for name, folder in material.items():
        yield from file_lines(name, folder)


def cell_lines(path: Path) -> Iterator[str]:
    """The lines for the cells of the notebook at *path*."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if source(cell).strip():
            yield f"{mark(source(cell))} {cell['id']}"
        yield place_mark(f"{path.name}, {cell['id']}")


def file_lines(name: str, folder: Path) -> Iterator[str]:
    """The lines for the files in the folder of material called *name*."""
    for place, path in files_of(name, folder):
        yield place_mark(place)
        if path.suffix != ".ipynb":  # of which the cells are known
            yield file_mark(place, path.read_bytes())


def missing(material: Mapping[str, Path], lines: list[str]) -> list[str]:
    """Those of ``own_lines`` that are not among *lines*, in order."""
    return sorted(set(own_lines(material)) - set(lines))


def with_notice(text: str) -> str:
    """The *text* of the earlier notices with this version's behind them, unless it is there already."""
    if f'version: "{__version__}"' in text:
        return text
    live = load_messages(packaged_curriculum()).section("live")
    says = "".join(f"    {part}: {_quoted(live[f'notice_{part}'])}\n" for part in (*PARTS, *NETWORK))
    parts = f"  parts: [{', '.join(PARTS)}]\n  network: [{', '.join(NETWORK)}]\n"
    return f'{text}- version: "{__version__}"\n{parts}  says:\n{says}'


def _quoted(sentence: str) -> str:
    return json.dumps(sentence, ensure_ascii=False)


def keep_notebooks(into: Path) -> None:
    """Keep this version's notebooks in the folder *into*, for cohorts that go on with it."""
    into.mkdir(parents=True, exist_ok=True)
    for path in content_files(packaged_material()["notebooks"], ".ipynb"):
        notebook = packaged_notebook(path.name)
        assert notebook is not None
        (into / path.name).write_text(to_text(notebook), "utf-8")


def main() -> None:
    """Add a section for this version, with what no version before it had, and keep its notebooks."""
    lines = OWN.read_text("utf-8").splitlines()
    new = missing(packaged_material(), lines)
    heading = f"# {__version__}"
    if heading in lines:
        print(f"{OWN.name} has {heading} already: {len(new)} are added to it.")
    else:
        lines.append(heading)
    OWN.write_text("\n".join([*lines, *new, ""]), "utf-8")
    keep_notebooks(ROOT / "data" / EARLIER / __version__)
    NOTICES.write_text(with_notice(NOTICES.read_text("utf-8")), "utf-8")
    print(f"{heading}: {len(new)} lines. Commit data/ together with the version.")


if __name__ == "__main__":
    main()
