"""A list's luck is its name's: another list in a scheme moves nobody's luck on the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import worlds

from xinyong.fields import FIRM_LISTS, LISTS, OFFICE_LISTS
from xinyong.scheme import library
from xinyong.scheme.compile import Timeline

MONTHS = 10
#: The court lists debtors where its period says, and this is not there. It comes before all other lists.
EMPTY = {
    "id": "empty", "name": "A list that nobody enters", "colour": "black",
    "entry": {"grounds": ["any"]}, "term": [{"months": 12}], "exit": ["expiry"],
    "publicity": "unnamed",
}  # fmt: skip


def _longer() -> tuple[Timeline, Timeline, str]:
    """A scheme, the same with one list more before all others, and the word of that list."""
    book = worlds.timeline().lists[0].partition(".")[0]
    said = [dict(each) for each in library.read(library.book_files()[book]).data["lists"]]
    for each in said:
        # some are named and some are not, so that luck has a say
        each["publicity"] = {"how": "named", "share": 0.5}
    plain, more = (
        worlds.timeline("china-2020", {"set": f"book.{book}.lists", "to": lists})
        for lists in (said, [EMPTY, *said])
    )
    return plain, more, f"{book}.empty"


def _renumbered(bits: Any, before: tuple[str, ...], after: tuple[str, ...]) -> Any:
    """Bits by the numbers of ``before`` as bits by those of ``after``."""
    found = np.zeros_like(bits)
    for number, word in enumerate(before):
        found |= (bits >> np.uint32(number) & np.uint32(1)) << np.uint32(after.index(word))
    return found


def test_a_list_has_the_same_number_for_draws_in_every_scheme_and_no_two_share_one() -> None:
    plain, more, _ = _longer()
    one, other = plain.at(worlds.LATE).list_luck, more.at(worlds.LATE).list_luck
    own = dict(zip(plain.lists, one.tolist(), strict=True))
    assert own.items() <= dict(zip(more.lists, other.tolist(), strict=True)).items()
    assert len(set(other.tolist())) == len(more.lists)


def test_a_list_that_nobody_enters_changes_nothing_for_those_on_others() -> None:
    plain, more, word = _longer()
    assert more.lists.index(word) == 0
    people = worlds.society("debtors", 6000)
    one, other = (worlds.world(people, rules, start=worlds.LATE) for rules in (plain, more))
    for before, after in zip(worlds.steps(one, MONTHS), worlds.steps(other, MONTHS), strict=True):
        for part in ("places", "blocks", "conducts", "grades", "institutions"):
            assert np.array_equal(getattr(before, part), getattr(after, part)), (before.month, part)
        moved = [more.lists.index(each) for each in plain.lists]
        assert np.array_equal(before.causes[: len(moved)], after.causes[moved])
    columns = {"pw": LISTS, "cw": FIRM_LISTS, "ow": OFFICE_LISTS}
    for name, row in columns.items():
        a, b = np.array(getattr(one.state, name)), np.array(getattr(other.state, name))
        a[row] = _renumbered(a[row], plain.lists, more.lists)
        assert np.array_equal(a, b), name
    assert (np.array(one.state.pw)[LISTS] >> np.uint32(2)).any(), "nobody is on a list whose number moved"
