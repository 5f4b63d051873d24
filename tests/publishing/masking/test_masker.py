"""The masker as a whole: what it shows, that masking twice changes nothing, and that a fault shares nothing."""

from __future__ import annotations

import random
import traceback

import pytest

from kit.errors import MaskingFailed
from kit.publishing.masking import Mark, Masker, load_words, ordinary_words
from kit.settings import packaged_curriculum

FOLDER = packaged_curriculum()
WORDS, ORDINARY = load_words(FOLDER), ordinary_words(FOLDER)
MASKER = Masker(["Benno Smith", "Zoë van Dijk", "May Brown", "Mark Grace"], WORDS, ORDINARY)


def test_masks_say_what_they_stand_for_and_where() -> None:
    masked = MASKER.mask(
        "Benno (b.smith@example.org) rang +49 171 1234567 on 12 June, see www.example.org, 12 Elm Street"
    )
    assert masked.text == "[name] ([e-mail]) rang [phone] on [date], see [link], [address]"
    kinds = [masked.text[mark.start : mark.end] for mark in masked.marks]
    assert kinds == ["[name]", "[e-mail]", "[phone]", "[date]", "[link]", "[address]"]
    assert masked.marks[0] == Mark(start=0, end=6, kind="name")


def test_a_text_without_anything_to_mask_stays_as_it_is() -> None:
    masked = MASKER.mask("I asked a second question before I offered help.\n\nIt went better.")
    assert masked.text == "I asked a second question before I offered help.\n\nIt went better."
    assert masked.marks == ()


def test_what_is_masked_is_tidied_as_the_store_keeps_it() -> None:
    assert MASKER.mask("  a\u200bb\u0000 e\u0301  ").text == "ab é"


def test_masking_a_masked_text_changes_nothing() -> None:
    rng = random.Random(1)
    written = (
        "Benno bsmith Zoë van May 12 @x.y www.a.com B. St. Elm Street (at) mark Dr. - S [name] [number] Grace's 3rd of"
    )
    parts = [*f"{written} e.g. u/ab ½ 田".split(), "Be\nnno", "\n"]
    for _ in range(500):
        once = MASKER.mask(" ".join(rng.choices(parts, k=rng.randint(1, 12))))
        assert MASKER.mask(once.text) == once


def test_a_login_with_digits_is_a_name_and_a_name_in_an_address_is_part_of_it() -> None:
    assert MASKER.mask("ask bsmith12 or 5 Smith Road").text == "ask [name] or [address]"


def test_words_that_may_be_names_are_pointed_out_and_left() -> None:
    masked = MASKER.mask("We went with Xavier to Berlin. Then home. I said NO")
    assert [masked.text[start:end] for start, end in masked.perhaps] == ["Xavier", "Berlin"]


def test_any_fault_fails_closed_and_tells_nothing_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(["what", "nobody", "may", "read"])

    def broken(given: str) -> list[object]:
        raise ValueError(given)

    monkeypatch.setattr(MASKER, "find", broken)
    with pytest.raises(MaskingFailed) as error:
        MASKER.mask(text)
    assert text not in "".join(traceback.format_exception(error.value))


def test_a_mask_that_never_comes_to_rest_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MASKER, "find", lambda text: [(0, 0, "number")])
    with pytest.raises(MaskingFailed):
        MASKER.mask("on and on")


@pytest.mark.parametrize("given", [None, 3, b"text", ["text"]])
def test_what_is_no_text_fails_closed(given: object) -> None:
    with pytest.raises(MaskingFailed):
        MASKER.mask(given)  # type: ignore[arg-type]


def test_a_masked_text_is_not_in_its_repr() -> None:
    assert "secret" not in repr(MASKER.mask("a secret text"))
