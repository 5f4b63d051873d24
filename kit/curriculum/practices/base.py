"""What every practice has: something done rather than answered, and by which front-end module it is done."""

from __future__ import annotations

from pydantic import Field

from kit.curriculum.items import Content, Slug, Words


class Practice(Content):
    """Something done rather than answered. A kind of practice adds its own content and names its ``module``."""

    id: Slug
    title: Words
    minutes: int = Field(ge=1, le=60)
    intro: str = ""
    module: str

    @property
    def on_paper(self) -> tuple[str, ...]:
        """What it asks people to write for themselves, in order; a printed sheet leaves lines for each."""
        return ()
