"""The frontier in a terminal of eighty columns: what reforms keep and spare, and what needs what."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.judging import HIGH, QUICK_DRAWS
from xinyong.claims.weighing.findings import Finding
from xinyong.claims.weighing.frontier import (
    ADDS,
    END,
    FREE,
    LITTLE,
    NEEDS,
    NOT_BOTH,
    PRICE,
    SHIFTS,
    TOO_FEW,
    WITHOUT,
    WORDS,
    WORSE,
)  # fmt: skip
from xinyong.show.wording import UNKNOWN, rounded

WIDTH: Final = 80
_MEANS: Final = {
    FREE: "keeps every gain, lowers a cost, raises none",
    SHIFTS: "keeps every gain, lowers a cost and raises another",
    PRICE: "lowers a cost, and some gain with it",
    WORSE: "loses some gain and lowers no cost for sure",
    ADDS: "keeps every gain, and raises a cost",
    LITTLE: "keeps every gain; no cost is surely lower or higher",
    END: "no reform of it: shown to compare",
}
_SIDES: Final = {"gain": "Gains", "cost": "Costs"}


def frontier_text(finding: Finding, full: bool = False) -> str:
    """The frontier; ``full`` tells every axis of every reform."""
    return "\n".join(_lines(finding, full))


def made_with(finding: Finding) -> Iterator[str]:
    """How a finding was made."""
    made = finding.made
    grade = "" if made.draws >= QUICK_DRAWS else f" A first look: {QUICK_DRAWS} draws and more are asked for."
    told = f"{made.draws} joint draws of all assumptions ({made.ensemble}), {made.seeds} seeds each.{grade}"
    yield from wrap(told, WIDTH)
    yield from wrap(f"Made with: {made.command}", WIDTH, break_long_words=False, break_on_hyphens=False)


def _lines(finding: Finding, full: bool) -> Iterator[str]:
    data = finding.data
    yield f"Both sides of {data['base']}, beside {data['twin']}"
    yield ""
    yield from made_with(finding)
    yield from wrap(
        "Reforms are a list that comes with the program, none harsher than the base; nothing searches for "
        "other schemes.", WIDTH,
    )  # fmt: skip
    told = "Above zero is always more of what a line says: less harm +3 is harm less by three."
    yield from wrap(told, WIDTH)
    yield from _base(data)
    yield from _table(data)
    if full:
        for each in data["reforms"]:
            yield from _one(data, each)
    else:
        yield from _bonds(data)
    yield ""
    yield "One reform in full: xinyong frontier ID"


def _base(data: dict[str, Any]) -> Iterator[str]:
    for side, head in _SIDES.items():
        yield ""
        label = f"{head} of {data['base']}"
        yield f"{label:<43}{'effect':>8} {'nine draws in ten':>19}{'matters':>9}"
        for axis in _axes(data, side):
            told = data["base_effects"][axis["id"]]
            yield from _effect(axis, told)
            yield f"    {axis['unit']}"


def _effect(axis: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    spread = f"{_amount(told['low'])} to {_amount(told['high'])}"
    name = wrap(axis["name"], 42)
    yield f"{name[0]:<43}{_amount(told['median']):>8} {spread:>19}{_share(told['more']):>9}"
    yield from (f"  {line}" for line in name[1:])


def _table(data: dict[str, Any]) -> Iterator[str]:
    gains, costs = _axes(data, "gain"), _axes(data, "cost")
    yield ""
    yield f"Reforms beside {data['base']}"
    free = [each["id"] for each in data["reforms"] if each["verdict"] == FREE]
    told = ", ".join(free) if free else "none on the list"
    yield from wrap(f"Safeguards that cost nothing: {told}.", WIDTH)
    numbers = {axis["id"]: number for number, axis in enumerate([*gains, *costs], 1)}
    row = "".join(f"{numbers[axis['id']]:>2}" for axis in gains) + " |" + "".join(
        f"{numbers[axis['id']]:>2}" for axis in costs)  # fmt: skip
    yield f"{'':<17}{row} keeps"
    for each in sorted(data["reforms"], key=lambda one: WORDS.index(one["verdict"])):
        marks = "".join(f"{_mark(each, axis):>2}" for axis in gains) + " |" + "".join(
            f"{_mark(each, axis):>2}" for axis in costs)  # fmt: skip
        sure = "" if each["settled"] or each["verdict"] == END else "?"
        keeps = _share(each["keeps"]["share"])
        yield f"{each['id']:<17}{marks} {keeps:>5} {each['verdict']}{sure}"
    yield ""
    named = "; ".join(f"{numbers[a['id']]} {a['name'].lower()}" for a in [*gains, *costs])
    yield from wrap(f"Gains before the bar, costs after: {named}.", WIDTH)
    yield from wrap(
        f"+ more and - less of it, by the smallest effect that matters or more, in {HIGH:.0%} of draws; "
        ") more and ( less in half of them; . neither. keeps: share of draws in which no gain is lost by its "
        "smallest effect. ? draws are too few to be sure of that.", WIDTH,
    )  # fmt: skip
    seen = [word for word in WORDS if any(each["verdict"] == word for each in data["reforms"])]
    yield from wrap("; ".join(f"{word}: {_MEANS[word]}" for word in seen) + ".", WIDTH)


def _mark(each: dict[str, Any], axis: dict[str, Any]) -> str:
    told = each["against_base"][axis["id"]]
    more, less = told["more"] or 0.0, told["less"] or 0.0
    if more >= HIGH or less >= HIGH:
        return "+" if more >= HIGH else "-"
    return ")" if more >= 0.5 else "(" if less >= 0.5 else "."


def _one(data: dict[str, Any], each: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"{each['id']}: {each['name']}"
    yield f"  {each['verdict']}: {_MEANS[each['verdict']]}"
    for which, head in (("against_base", data["base"]), ("against_twin", data["twin"])):
        yield ""
        label = f"beside {head}"
        yield f"{label:<43}{'effect':>8} {'nine draws in ten':>19}{'matters':>9}"
        for axis in data["axes"]:
            told = each[which][axis["id"]]
            more, less = told["more"] or 0.0, told["less"] or 0.0
            yield from _effect(axis, told | {"more": max(more, less)})


def _bonds(data: dict[str, Any]) -> Iterator[str]:
    gains = {axis["id"]: axis["name"] for axis in _axes(data, "gain")}
    costs = {axis["id"]: axis["name"].lower() for axis in _axes(data, "cost")}
    yield ""
    yield "Which gain needs which cost, as far as the list goes"
    for gain, name in gains.items():
        rows = [row for row in data["needs"] if row["gain"] == gain]
        bonds = {row["bond"] for row in rows}
        if bonds <= {NOT_BOTH, TOO_FEW}:
            why = "too few draws to say." if TOO_FEW in bonds else f"{data['base']} hardly ever has it."
            yield from wrap(f"{name}: {why}", WIDTH, subsequent_indent="  ")
            continue
        yield from wrap(f"{name}", WIDTH)
        bound = [f"{costs[row['cost']]} (nearest: {_best(row)})" for row in rows if row["bond"] == NEEDS]
        free = [f"{costs[row['cost']]} ({', '.join(row['freed_by'][:2])})" for row in rows
                if row["bond"] == WITHOUT]  # fmt: skip
        for head, some in (("no listed reform keeps it without", bound), ("can be had without", free)):
            if some:
                yield from wrap(f"{head}: {'; '.join(some)}", WIDTH, initial_indent="  ",
                                subsequent_indent="    ")  # fmt: skip


def _best(row: dict[str, Any]) -> str:
    best = next(iter(row["best"]), None)
    return UNKNOWN if best is None else f"{best['reform']}, {_share(best['share'])} of draws"


def _axes(data: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [axis for axis in data["axes"] if axis["side"] == side]


def _amount(number: float | None) -> str:
    if number is None:
        return UNKNOWN
    sign = "-" if number < 0 else "+" if number > 0 else ""
    return f"{sign}{rounded(abs(number), 2)}"


def _share(number: float | None) -> str:
    return UNKNOWN if number is None else f"{100 * number:.0f} %"
