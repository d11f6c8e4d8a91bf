"""How a survey was taken, as data that a machine holds against the indicator it is compared with.

What is asked aloud may differ from what is thought, a share of persons is not a mean of degrees, and
those asked are seldom everyone. Each of the three has its own quantity in a run; an instrument that
names one and a figure that is read from another is a mistake of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from xinyong.scheme.values import Part

Mode = Literal["online panel", "questionnaire", "national sample", "field experiment", "list experiment"]
Asks = Literal[
    "approval", "falsification", "awareness", "membership", "insecurity", "trust in strangers",
    "trust in most people", "trust in government", "trust in firms",
]  # fmt: skip
Reads = Literal["exactly", "at most", "degree for share"]
#: In which quantity of a run an item is found: what is counted in persons, and what is added up as a degree.
_COUNTS: Final[dict[str, str]] = {
    "membership": "com-scored", "falsification": "states-approval - approves",
}  # fmt: skip
_DEGREES: Final[dict[str, str]] = {
    "awareness": "aware", "insecurity": "insecurity", "trust in strangers": "trust-strangers",
    "trust in most people": "trust-general", "trust in government": "trust-government",
    "trust in firms": "trust-market",
}  # fmt: skip
#: An adult counts as approving from here on (``quantities``: approves, states-approval).
CUT: Final = 0.5


class Item(Part):
    """What was asked, and what of the answers was published."""

    words: Annotated[str, Field(min_length=8)]
    """The question in own words."""
    asks: Asks
    answer: Literal["share", "mean"]
    """Whether a share of those asked was published, or the mean of a scale."""
    cut: Annotated[float | None, Field(gt=0, lt=1)] = None
    """Of a share that approves: from where on the scale (0 to 1) an answer counts."""


class Instrument(Part):
    """How a survey was taken."""

    mode: Mode
    asked: Annotated[int | None, Field(ge=1)] = None
    """How many persons, where it is known."""
    who: Annotated[str, Field(min_length=3)]
    """Who was asked, in the source's words."""
    stands: str
    """The group of the sums that stands for them."""
    aloud: bool
    """Whether one answers for oneself, so that what is said may be what is thought acceptable."""
    item: Item
    reads: Reads = "exactly"
    """How the model's number stands to the answer: it is the same thing; it can be at most as much; or it is
    a mean degree held against a share of persons."""

    def faults(self, indicator: str, group: str) -> Iterator[tuple[str, str, str]]:
        """What does not go together with an indicator of a group: (where, found, allowed)."""
        if self.stands != group:
            yield "stands", f"{self.stands!r}", f"the figure is read from group {group!r}"
        if self.aloud == (self.mode == "list experiment"):
            yield "aloud", str(self.aloud).lower(), "a list experiment hides who says what; all else is aloud"
        if (self.item.cut is not None) != (self.item.asks == "approval" and self.item.answer == "share"):
            yield "item.cut", f"{self.item.cut}", "only a share that approves has a cut, and needs one"
        elif self.item.cut is not None and self.item.cut != CUT:
            yield "item.cut", f"{self.item.cut}", f"a run counts as approving whoever is above {CUT}"
        if self.reads != self._must_read():
            yield "reads", f"{self.reads!r}", f"this item of this mode is read {self._must_read()!r}"
        if not _has(indicator, self.quantity()):
            yield "item", f"read from {indicator!r}", f"asked in this mode it is found in {self.quantity()!r}"

    def quantity(self) -> str:
        """The quantity in which a run has the item, as this mode would hear it."""
        asks = self.item.asks
        if asks != "approval":
            return _COUNTS.get(asks) or _DEGREES[asks]
        if self.item.answer == "mean":
            return "approval"
        return "states-approval" if self.aloud else "approves"

    def _must_read(self) -> Reads:
        """A mean said aloud bounds the mean thought in private; no run adds up degrees that are stated."""
        asks, answer = self.item.asks, self.item.answer
        if asks == "approval":
            return "at most" if self.aloud and answer == "mean" else "exactly"
        if asks == "membership":
            return "exactly" if self.stands == self.who else "at most"
        return "degree for share" if asks in _DEGREES and answer == "share" else "exactly"


def _has(indicator: str, quantity: str) -> bool:
    """Whether a formula has a sum, by its whole name."""
    return re.search(rf"(?<![\w-]){re.escape(quantity)}(?![\w-])", indicator) is not None
