"""What every device gets alike, compressed once: it holds nothing about anyone, so its length tells nothing."""

from __future__ import annotations

import gzip
from dataclasses import dataclass


@dataclass(frozen=True)
class Packed:
    """A file or page as most browsers take it; only that is kept in memory."""

    small: bytes
    size: int

    @property
    def plain(self) -> bytes:
        """The file or page as it is."""
        return gzip.decompress(self.small)

    def as_taken(self, accepts: str) -> tuple[bytes, str]:
        """Return what to send a browser whose ``Accept-Encoding`` is *accepts*, and its ``Content-Encoding`` or ""."""
        return (self.small, "gzip") if _takes_gzip(accepts) else (self.plain, "")


def pack(plain: bytes) -> Packed:
    """Compress *plain*, the same bytes each time."""
    return Packed(gzip.compress(plain, 9, mtime=0), len(plain))


def _takes_gzip(accepts: str) -> bool:
    for coding in accepts.lower().split(","):
        name, _, rest = coding.partition(";")
        if name.strip() == "gzip":
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
