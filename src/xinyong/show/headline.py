"""The headline in a terminal of eighty columns: which corner, how surely, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.weighing.findings import Finding
from xinyong.claims.weighing.headline import BOTH, CONTROL, CORNERS, HARMONY, MOST_OF, NEARLY_ALL, NEITHER
from xinyong.show.both_sides import made_with
from xinyong.show.wording import UNKNOWN, rounded

WIDTH: Final = 80
#: What a corner is called.
NAMES: Final = {
    CONTROL: "digital authoritarianism", HARMONY: "harmonious society", BOTH: "both at once",
    NEITHER: "neither",
}  # fmt: skip


def headline_text(finding: Finding, parts: bool = False) -> str:
    """The headline; ``parts`` tells what each index is made of."""
    return "\n".join(_lines(finding, parts))


def _lines(finding: Finding, parts: bool) -> Iterator[str]:
    data = finding.data
    yield data["question"]
    yield ""
    yield from made_with(finding)
    for setting in dict.fromkeys(each["setting"] for each in data["entries"]):
        rows = [each for each in data["entries"] if each["setting"] == setting]
        yield ""
        yield f"{setting}: {rows[0]['name']}"
        yield from wrap(_answer(rows[-1]), WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield f"  year {'control':>9}{'harmony':>9}{'both':>9}{'neither':>9}   control index    harmony index"
        for each in rows:
            yield _row(each)
        yield from wrap(_turns(rows[-1]), WIDTH, initial_indent="  ", subsequent_indent="  ")
        if parts:
            yield from _parts(rows[-1])
    yield ""
    yield from wrap(
        f"Shares of draws: control alone, harmony alone, both, neither. Each part is the difference to a "
        f"twin without the system, in smallest effects that matter; an index is their plain mean, and rises "
        f"from {data['cut']:g} on. {data['cut_reason']} {data['most_reason']} Index: middle draw, "
        "and nine draws in ten.", WIDTH,
    )  # fmt: skip
    if any(each["setting"] == "FICT" for each in data["entries"]):
        yield "FICT is fiction: no law contains one national score."
    if not parts:
        yield "What the indices are made of: xinyong headline --parts"


def _answer(each: dict[str, Any]) -> str:
    mass = each["masses"][each["leading"]]
    name = NAMES[each["leading"]]
    spread = f"{100 * mass['share']:.0f} % of draws, {100 * mass['low']:.0f} to {100 * mass['high']:.0f}"
    if mass["share"] >= NEARLY_ALL and mass["low"] > MOST_OF:
        return f"In {each['year']}: {name} ({spread})."
    if mass["low"] > MOST_OF:
        return f"In {each['year']}: most likely {name} ({spread})."
    return f"In {each['year']}: open; {name} has most ({spread})."


def _row(each: dict[str, Any]) -> str:
    masses = "".join(f"{100 * each['masses'][corner]['share']:>7.0f} %" for corner in CORNERS)
    return f"  {each['year']} {masses}   {_index(each['control']):<17}{_index(each['harmony'])}"


def _index(told: dict[str, Any]) -> str:
    if told["median"] is None:
        return UNKNOWN
    return f"{told['median']:.1f} ({told['low']:.1f}, {told['high']:.1f})"


def _turns(each: dict[str, Any]) -> str:
    turned = [_turned(row) for row in each["sensitivity"] if row["turns"]]
    if turned:
        return f"Turns ({each['year']}): {'; '.join(turned)}."
    return f"No part left out turns it ({each['year']}), nor does counting every part in full."


def _turned(row: dict[str, Any]) -> str:
    corner = row["leading"]
    return f"{row['how']} it would be {NAMES[corner]} ({100 * row['masses'][corner]:.0f} %)"


def _parts(each: dict[str, Any]) -> Iterator[str]:
    for index in (CONTROL, HARMONY):
        yield ""
        label = f"parts of {index}, {each['year']}"
        yield f"  {label:<46}{'counted':>8} {'nine in ten':>15}{'matters':>8}"
        for part in each["parts"]:
            if part["index"] == index:
                yield from _part(part)


def _part(part: dict[str, Any]) -> Iterator[str]:
    told, effect = part["counted"], part["effect"]
    if told["median"] is None:
        yield f"  {part['name']:<46}{UNKNOWN:>8}"
        return
    spread = f"{_signed(told['low'])} to {_signed(told['high'])}"
    matters = f"{100 * (part['more'] or 0):.0f} %"
    yield f"  {part['name'][:46]:<46}{_signed(told['median']):>8} {spread:>15}{matters:>8}"
    kind = "of the twin's" if part["compare"] == "relative" else "apart"
    bar = part["smallest"]
    size = f"{effect['median']:+.3g} {kind}; smallest {bar['value']:g}: {bar['reason']}"
    yield from wrap(size, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _signed(number: float) -> str:
    sign = "-" if number < 0 else "+" if number > 0 else ""
    return f"{sign}{rounded(abs(number), 2)}"
