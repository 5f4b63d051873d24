"""Telling one notice from another: what somebody agreed to is kept as the version of what they had read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def version_of(policy: str, sentences: Sequence[str]) -> str:
    """The version of a notice under a policy: other sentences, or other thresholds, are another version."""
    return hashlib.sha256(json.dumps([policy, list(sentences)]).encode()).hexdigest()[:16]
