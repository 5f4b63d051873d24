"""Signs that people take for others: letters of other scripts, and what shows nothing at all."""

from __future__ import annotations

# Letters that are written with others, or that no decomposition turns into Latin ones.
SPELLED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
# What looks like a Latin letter and is another script's; written beside the letters they look like.
_LOOK_ALIKES = {
    "a": "аɑα",
    "b": "ЬвʙβЪ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєεҽ",
    "f": "ғƒ",
    "g": "ɡɢց",
    "h": "һнհʜ",
    "i": "іιɩɪ",
    "j": "јϳ",
    "k": "кκᴋ",
    "l": "ӏʟⅼ",
    "m": "мʍᴍ",
    "n": "пηոɴ",
    "o": "оοօᴏ",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱ",
    "t": "тτᴛ",
    "u": "υսᴜ",
    "v": "ѵνᴠ",
    "w": "ѡԝωᴡ",
    "x": "хχ",
    "y": "уγүʏ",
    "z": "ᴢ",
}
LATIN = {sign: latin for latin, signs in _LOOK_ALIKES.items() for sign in signs.casefold()}
# They belong to no category of invisible characters, and show nothing all the same.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
