from __future__ import annotations

import pytest

from kit.curriculum.loader import load_week
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk.vignettes import raw_vignettes, vignette_files
from kit.errors import ContentError
from kit.settings import packaged_curriculum


def walk_in(curriculum, named):
    path = curriculum / "week_01.yaml"
    text = path.read_text("utf-8")
    start, end = text.index("    practices:"), text.index("    facilitator:")
    path.write_text(f"{text[:start]}    practices: {{five-step-walk: {{{named}}}}}\n{text[end:]}", "utf-8")
    (walk,) = load_week(path).practices
    return walk


def test_a_week_walks_through_the_vignettes_that_it_names(curriculum):
    assert [one.id for one in walk_in(curriculum, "vignettes: [termination]").vignettes] == ["termination"]


def test_a_walk_that_names_none_offers_all(curriculum):
    assert {one.id for one in walk_in(curriculum, "").vignettes} == set(raw_vignettes(curriculum))
    walk = load_practices(curriculum)["five-step-walk"]
    assert {one.id for one in walk.vignettes} == set(raw_vignettes(packaged_curriculum()))


def test_an_unknown_vignette_is_named_with_its_place_and_what_there_is(curriculum):
    with pytest.raises(ContentError, match=r"block 'arrive': there is no vignette 'tea'.*it has client-in-tragedy"):
        walk_in(curriculum, "vignettes: [tea]")


def test_a_file_that_is_no_vignette_is_named(curriculum):
    (curriculum / "vignettes").mkdir()
    (curriculum / "vignettes" / "list.yaml").write_text("- one\n", "utf-8")
    with pytest.raises(ContentError, match=r"list\.yaml: a vignette starts with keys"):
        raw_vignettes(curriculum)
    assert [path.name for path in vignette_files(curriculum)] == ["list.yaml"]
