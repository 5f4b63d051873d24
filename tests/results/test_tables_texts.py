"""Shared texts as a list: escaped, in their order, and in a report only what may be quoted."""

from __future__ import annotations

from kit.curriculum.registers import load_messages
from kit.results.releases import FIRST, Release, SharedText
from kit.results.tables import text_list
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())
TEXTS = (SharedText(text="<img src=x> one", quote=False), SharedText(text="=two", quote=True))
RELEASE = Release(
    sequence=1, family="f", week=1, exercise="e", item="i", people=2, texts=TEXTS, policy="p", previous=FIRST
)


def test_texts_stand_in_a_list_in_their_order_and_every_word_is_escaped() -> None:
    found = text_list([RELEASE], MESSAGES)
    assert found.html() == '<ul class="kit-texts"><li>&lt;img src=x&gt; one</li><li>=two</li></ul>'
    assert found.text().splitlines()[1:] == ["- <img src=x> one", "- =two"]


def test_only_what_may_be_quoted_leaves_the_group() -> None:
    found = text_list([RELEASE], MESSAGES, quotes_only=True)
    assert found.texts == ("=two",)
    assert "agreed to have quoted" in found.sentence


def test_without_a_quote_there_is_a_sentence_and_no_list() -> None:
    inside = Release(**{**vars(RELEASE), "texts": TEXTS[:1]})
    found = text_list([inside], MESSAGES, quotes_only=True)
    assert (found.texts, found.html()) == ((), "")
    assert "stays within the group" in found.sentence
