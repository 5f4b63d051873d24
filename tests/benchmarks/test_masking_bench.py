"""How long masking takes, and what it lets through and takes too much: figures to read, never a guarantee."""

from __future__ import annotations

import random
import re
from collections import Counter
from statistics import median
from time import perf_counter

import pytest

from kit.publishing.masking import Masker, load_words, ordinary_words
from kit.settings import packaged_curriculum
from tests.attacks.written import ESSAYS, FORMS, SENTENCES, SYNTHETIC, essays, masker, roster, synthetic, woven
from tests.browser.chromium import chromium
from tests.browser.speaking import showing_help

pytestmark = pytest.mark.bench

FOLDER = packaged_curriculum()


def test_a_thousand_texts_are_masked_in_a_few_seconds() -> None:
    rng = random.Random(0)
    people = roster(rng, 30)
    made = [make(person, rng) or person.name for person in people for make in FORMS.values()]
    texts = [woven(rng.choice(SENTENCES), rng.choice(made), rng) for _ in range(1000)]
    start = perf_counter()
    mask = masker(people).mask
    ready, taken = perf_counter() - start, []
    for text in texts:
        start = perf_counter()
        mask(text)
        taken.append(perf_counter() - start)
    each = median(taken) * 1e3
    print(f"a masker for 30 people: {ready * 1e3:.0f} ms; 1,000 texts: {sum(taken):.2f} s, median {each:.2f} ms")
    assert sum(taken) < 5


@pytest.mark.skipif(not SYNTHETIC.is_file(), reason="the public made texts are not on this machine")
@pytest.mark.parametrize("on_roster", [True, False], ids=["people on the roster", "nobody on the roster"])
def test_what_masks_find_in_made_texts(on_roster: bool) -> None:
    words, ordinary = load_words(FOLDER), ordinary_words(FOLDER)
    there, whole, plain, taken = Counter[str](), Counter[str](), 0, 0
    for row in synthetic():
        text, gold = row["text"], row["spans"]
        names = [one["text"].replace("\n", " ") for one in gold if on_roster and one["label"] == "PERSON"]
        covered = {place for start, end, _ in Masker(names, words, ordinary).find(text) for place in range(start, end)}
        for one in gold:
            left = [at for at in range(one["start"], one["end"]) if text[at].isalnum() and at not in covered]
            there[one["label"]] += 1
            whole[one["label"]] += not left
        known = {place for one in gold for place in range(one["start"], one["end"])}
        free = [set(range(*word.span())) for word in re.finditer(r"\S+", text)]
        free = [word for word in free if not word & known]
        plain, taken = plain + len(free), taken + sum(bool(word & covered) for word in free)
    print(", ".join(f"{label} {whole[label] / there[label]:.2f} of {there[label]}" for label in sorted(there)))
    print(f"ordinary words masked: {taken / plain:.1%} of {plain}")
    kinds = ("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", *(["PERSON"] if on_roster else []))
    assert all(whole[kind] / there[kind] >= 0.95 for kind in kinds)
    assert taken / plain < 0.02


@pytest.mark.skipif(not ESSAYS.is_file(), reason="the public essays are not on this machine")
def test_what_masks_take_from_real_essays_in_which_nobody_of_the_roster_is_named() -> None:
    masks, words = Counter[str](), 0
    maskers = [masker(roster(random.Random(f"nobody {number}"))) for number in range(10)]
    for place, text in enumerate(essays()):
        masks.update(kind for _, _, kind in maskers[place % 10].find(text))
        words += len(text.split())
    print(
        f"in {words} words: "
        + ", ".join(f"{kind} {count} ({count / words:.2%})" for kind, count in masks.most_common())
    )
    assert masks["name"] / words < 0.002
    assert (masks["address"] + masks["date"]) / words < 0.002


@pytest.mark.skipif(not ESSAYS.is_file(), reason="the public essays are not on this machine")
def test_how_many_real_essays_about_distressing_news_show_the_help_card() -> None:
    written = essays()
    with chromium() as browser:
        shown = showing_help(browser.new_page(), written)
    about = [text for text in written if re.search(r"su[ic]+d|overdos|self.?harm", text, re.IGNORECASE)]
    print(
        f"the help card: shown by {len(shown)} of {len(written)} essays; of {len(about)} that touch on suicide, "
        f"overdose or self-harm, with any spelling, by {len(set(about) & set(shown))}"
    )
    assert len(shown) / len(written) < 0.1
