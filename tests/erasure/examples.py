"""A sealed bundle of one device, words that nobody else would write, and a folder as it is now."""

from __future__ import annotations

from datetime import date

from kit.answers.bundles import make_key
from kit.sending.sealed import Bundle, read_public, seal

TODAY = date(2027, 6, 1)

WORDS = "a sentence that nobody else would ever write"
DEVICE = "b-01234-56789-abcde-fghjk"


def sealed(cohort, name: str, *submissions, participant=DEVICE, slug="spring"):
    make_key(cohort)
    made = Bundle(cohort=slug, participant=participant, agreed=True, submissions=submissions)
    path = cohort.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(seal(made, read_public(cohort.published, "spring")))
    return path


def everything(root) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
