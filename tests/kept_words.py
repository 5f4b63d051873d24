"""Sentences that say where something is kept: true in most browsers, and not in one that keeps nothing."""

from __future__ import annotations

import re

# "On this device." stands as a title, and "No network on this device." is something else.
UNTRUE = re.compile(
    r"\b(?:kept|keeps? it|saved|safe|still|stay(?:s|ing)?|lives?|lies?|wait(?:s|ing)?) (?:only )?(?:in|on) "
    r"(?:(?:this|your|their|his|her) (?:own )?(?:browser|device|phone)|the browser|this computer)\b"
    r"|\bin (?:this|your|their) (?:own )?browser (?:only|and nowhere)"
    r"|\bnever leaves?\b[^.]*\b(?:browser|device)"
    r"|\bwait(?:s|ing)? here\b|\bkept here\b|(?-i:\bOn this device\.)|\bwhat this browser keeps\b",
    re.IGNORECASE,
)


def said_untrue(text: str) -> list[str]:
    """The sentences of *text* that would not be true in a browser that keeps nothing."""
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [sentence for sentence in sentences if UNTRUE.search(sentence)]
