"""Running a notebook for an audience, making HTML of it, and refusing anything personal in it.

Nothing here knows the answers: a notebook is run on a temporary copy of what is published.
"""

from __future__ import annotations

import sys

# papermill and nbformat import jsonschema, which on import looks for rfc3987_syntax to check IRIs. That
# module compiles a grammar for more than a second, about half of a whole report, and a notebook's schema
# has no IRI in it. None in sys.modules makes the import fail at once, which jsonschema allows for.
_GRAMMAR = "rfc3987_syntax"
if _GRAMMAR not in sys.modules:
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    import jsonschema  # type: ignore[import-untyped]  # noqa: F401

    del sys.modules[_GRAMMAR]
