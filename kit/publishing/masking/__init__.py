"""Masking a text that somebody wants to share: names of the roster in all their forms, and whatever has a pattern.

A seat-belt, not a guarantee: people are also known by what they tell and how they write. So the author looks through
every text before it is shared, and a text that cannot be masked is not shared.
"""

from kit.publishing.masking.masker import Mark, Masked, Masker
from kit.publishing.masking.words import Kind, MaskWords, load_words, ordinary_words

__all__ = ["Kind", "Mark", "MaskWords", "Masked", "Masker", "load_words", "ordinary_words"]
