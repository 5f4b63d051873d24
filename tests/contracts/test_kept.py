"""Where something is kept is said only where it is so: a sentence holds in every browser, or two stand side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kit.settings import packaged_curriculum
from tests.catalogue import MESSAGES, SECTIONS
from tests.kept_words import said_untrue

ROOT = Path(__file__).parents[2]
CURRICULUM = packaged_curriculum()
# What a page says instead where the browser keeps nothing. The host, the printed sheets and the commands know nothing
# of a browser, so that they may say none of it.
PARTNERS = ("{}_unkept", "{}_lost")
# Shown only by the code that knows it is so: see tests/browser/test_no_storage.py.
SHOWN_WHERE_KEPT = {("journal", "autosaved"), ("everything", "copy_about"), ("aside", "aside_said")}
FILES = [
    *(path for path in sorted(CURRICULUM.rglob("*.yaml")) if not path.name.endswith("messages.yaml")),
    *sorted((ROOT / "facilitator_guide").glob("*.md")),
    ROOT / "README.md",
]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_message_that_is_not_true_everywhere_has_another_for_where_it_is_not(section):
    texts = MESSAGES.section(section)
    alone = {
        key
        for key, said in texts.items()
        if said_untrue(said) and not any(partner.format(key) in texts for partner in PARTNERS)
    }
    assert {(section, key) for key in alone} - SHOWN_WHERE_KEPT == set()


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_said_where_nothing_is_kept_is_true_there(section):
    texts = MESSAGES.section(section)
    assert [key for key, said in texts.items() if key.endswith(("_unkept", "_lost")) and said_untrue(said)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_read_out_or_read_says_only_what_holds_in_every_browser(path):
    folded = re.sub(r"\n(?:\s*\n)+", "\n\n", path.read_text("utf-8"))
    told = " ".join(re.sub(r"(?<!\n)\n(?!\n)\s*(?:> )?", " ", folded).split(" "))
    assert said_untrue(told) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_says_only_what_holds_in_every_browser(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert said_untrue("\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")) == []


@pytest.mark.parametrize(
    "said",
    [
        "Your answers stay on your device.",
        "It stays in your own browser, as always.",
        "They're still in this browser and go by themselves.",
        "What you send waits here.",
        "It never leaves this device.",
        "On this device.",
    ],
)
def test_such_a_sentence_is_found(said):
    assert said_untrue(f"First. {said} Last.") == [said]


@pytest.mark.parametrize("said", ["No network on this device.", "It's never sent.", "Keep this page open."])
def test_what_is_true_everywhere_is_left_alone(said):
    assert said_untrue(said) == []
