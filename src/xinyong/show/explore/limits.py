"""How much one explorer takes on: for everybody together, for each page, for each request."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds, each of them told on the page.

    ``citizens`` and ``months`` of one run, ``citizen_months`` of one of its worlds; ``runs`` finished ones
    that are kept; ``queue`` unfinished jobs of all pages, ``each`` of one page (one running, the rest
    waiting); ``clients`` open pages; ``body`` bytes of a request or message; ``draws`` and ``claims`` of
    one question about claims; ``files`` sent along with a run.
    """

    citizens: int = 200_000
    months: int = 240
    citizen_months: int = 24_000_000
    runs: int = 24
    queue: int = 32
    each: int = 2
    clients: int = 200
    body: int = 256 * 1024
    draws: int = 40
    claims: int = 3
    files: int = 8

    def as_dict(self) -> dict[str, int]:
        """Plain data."""
        return asdict(self)


LIMITS = Limits()
