"""What a lint can see of docs/style.md: ``python -m tools.voice`` names each place that isn't in the kit's voice.

It reads what people meet: the words of the curriculum, the facilitator's guide, README and docs, and the sentences that
the code says. It can't hear whether a sentence sounds right; it finds what has made sentences sound wrong before.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STYLE = ROOT / "docs" / "style.md"  # it names what it is against

SPOKEN = ("data/curriculum/*.yaml", "data/curriculum/vignettes/*.yaml", "facilitator_guide/**/*.md", "kit/**/*.py")
WRITTEN = ("README.md", "CONTRIBUTING.md", "docs/*.md")


@dataclass(frozen=True)
class Rule:
    """One habit that reads translated: what it looks like, what to write, and whether written pages may have it."""

    name: str
    pattern: str
    instead: str
    spoken_only: bool = False

    @property
    def row(self) -> str:
        """Its row in docs/style.md, which a test compares."""
        return f"| {self.name} | {self.instead} |"

    def places(self, text: str) -> Iterator[re.Match[str]]:
        """Where *text* has it."""
        return re.finditer(self.pattern, text, re.IGNORECASE)


_VERBS = "do|does|did|is|are|was|were|has|have|had|could|would|should|will"
_ASIDES = "can|may|must|has|does|is|could|would|hears|knows|feels|needs|never|might|should|wants|sees"
RULES = (
    Rule(
        "do not, is not, cannot",
        rf"\b(?:(?:{_VERBS})\s+not|cannot)\b(?!\s+only)(?=\s+\w)",
        "don't, isn't, can't",
        spoken_only=True,
    ),
    Rule("somebody, everybody, anybody", r"\b(?:some|every|any)body\b", "someone, everyone, anyone"),
    Rule(
        "when one can, oneself",
        rf"\boneself\b|\b(?:when|as|what|that|where|how)\s+one\s+(?:{_ASIDES})\b",
        "you, people",
    ),
    Rule(
        "whoever does X gets Y",
        r"\bwhoever\s+\w+s\s[^.;]{0,60}\b(?:gets?|will|can|has|sees)\b",
        "if you ..., anyone who",
    ),
    Rule(
        "whom, without a preposition",
        r"(?<!to\s)(?<!with\s)(?<!of\s)(?<!for\s)(?<!from\s)(?<!by\s)(?<!\{)\bwhom\b(?![:}])",
        "who",
    ),
    Rule(
        "what stands here, which lies in",
        r"\b(?:what|which|that|it|they|this)\s+(?:stands?|lies?)\s+(?:in|on|under|here|there|below|beside|above)\b"
        r"|\bstands?\s+(?:here|there|below|above)\b",
        "is, or leave it out",
    ),
    Rule(
        "it is the X that",
        r"\bIt(?:'s|\s+is)\s+(?:only\s+|just\s+)?(?:the|this|your|our|his|her)\s+\w+\s+(?:that|who|which)\b",
        "say who does it",
    ),
    Rule(
        "also when, also with",
        r"\balso\s+(?:when|where|if|with|without|those|what)\b",
        "even when, ... too",
    ),
    Rule("need not, we shall", r"\bneeds?\s+not\b|\bneedn't\b|\b(?:I|you|we|they|it)\s+shall\b", "don't have to, will"),
    Rule("what became of it", r"\b(?:became|becomes|become)\s+of\b", "happened to, where it is now"),
    Rule("anew", r"\banew\b", "again"),
    Rule("mend", r"\bmend(?:s|ed|ing)?\b(?!:)", "fix"),
    Rule("a part of", r"\ba\s+part\s+of\b", "part of"),
    Rule("at present", r"\bat\s+present\b", "at the moment, now"),
    Rule(
        "come to its end, give way",
        r"\bcomes?\s+to\s+(?:an|its|the)\s+end\b|\bgives?\s+way\b",
        "ends; is shortened",
    ),
    Rule(
        "personnel department, staff council, by mail, telephone",
        r"\bpersonnel department\b|\bstaff council\b|\bby mail\b|\bthe telephone\b",
        "HR, works council, email, phone",
    ),
)

# Said so on purpose: what people type, what they tick and results count, and words of law.
ALLOWED = (
    "refer to somebody better placed",
    "somebody at work ha",
    "a clear word from somebody",
    "a limit that somebody sets",
    "They are not a tested scale",
    "what is not mine?",
    "did not argue",
    "that is not mine to give",
    "Could not decode to UTF-8",
    "skip a part of the body",
    "a part of kind",
)
# Lists of what is looked for in a text; nobody reads them as sentences.
_LISTS = re.compile(r"^\s*(?:help_phrases|help_besides|signs|was)\s*:.*$|^\s*#.*$", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->|\]\([^)]*\)", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """A place that isn't in the voice."""

    where: str
    line: int
    rule: Rule
    words: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.words!r} ({self.rule.name}; write {self.rule.instead})"


def found_in(text: str, where: str, *, written: bool = False) -> list[Found]:
    """Each place of *text* that a rule names, line by line; *written* pages have the rules for all."""
    seen = []
    for rule in RULES:
        if rule.spoken_only and written:
            continue
        for place in rule.places(text):
            around = re.sub(r"\s+", " ", text[max(0, place.start() - 40) : place.end() + 40])
            if not any(allowed in around for allowed in ALLOWED):
                words = re.sub(r"\s+", " ", place.group())
                seen.append(Found(where, text.count("\n", 0, place.start()) + 1, rule, words))
    return sorted(seen, key=lambda one: one.line)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def sentences(path: Path) -> str:
    """What people read of a file, each word in its line: no code, no lists of words, no comments."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return said_by(text)
    return _LISTS.sub(_blank, text) if path.suffix == ".yaml" else _CODE.sub(_blank, text)


def said_by(source: str) -> str:
    """The sentences in a module: texts of three words and more that aren't docstrings, each in its line."""
    lines: dict[int, list[str]] = {}
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(said, str) and len(said.split()) > 2:
            lines.setdefault(node.lineno, []).append(" ".join(said.split()))
    return "\n".join(" ¶ ".join(lines.get(number, [])) for number in range(1, max(lines, default=0) + 1))


def files(root: Path) -> Iterator[tuple[Path, bool]]:
    """What is read, and whether it is a written page."""
    for written, patterns in ((False, SPOKEN), (True, WRITTEN)):
        for pattern in patterns:
            yield from ((path, written) for path in sorted(root.glob(pattern)) if path.name != STYLE.name)
    yield root / "CHANGELOG.md", True


def everything(root: Path = ROOT) -> list[Found]:
    """Each place in the kit's own words; of the changelog only the unreleased version."""
    seen = []
    for path, written in files(root):
        text = sentences(path)
        if path.name == "CHANGELOG.md":
            text = text.split("\n## 0.1.0")[0]
        seen += found_in(text, path.relative_to(root).as_posix(), written=written)
    return seen


def main() -> int:
    """Say each place, and return what the shell is told."""
    seen = everything()
    for place in seen:
        sys.stdout.write(f"{place}\n")
    if seen:
        sys.stdout.write(f"{len(seen)} to say otherwise; docs/style.md has the voice.\n")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
