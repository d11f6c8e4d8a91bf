"""A calibration's report in a terminal of eighty columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from xinyong.show.calibration_more import misses, not_told
from xinyong.show.wording import UNKNOWN, rounded

_WIDTH: Final = 80
_UNFIT: Final = "Not fitted, since no emulator foretells it"
_ROLES: Final = {"target": "Fitted", "prediction": "Kept back, to be foretold"}


def calibration_text(report: dict[str, Any]) -> str:
    """What was learnt, what is foretold, and how far it may be trusted."""
    return "\n".join(_lines(report))


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield f"Made with: {report['command']}"
    for number, wave in enumerate(report["waves"], 1):
        share = wave["not_ruled_out"]
        yield f"Wave {number}: {wave['draws']} draws; {100 * share:.2g} % of the ranges are not ruled out"
    unfit = {row["id"]: row for row in report.get("uninformative", [])}
    for role, title in _ROLES.items():
        rows = [row for row in report["foretold"] if row["role"] == role and row["id"] not in unfit]
        yield from _table(title, rows)
    yield from _table(_UNFIT, [row for row in report["foretold"] if row["id"] in unfit])
    yield from _learnt(report)
    yield from not_told(report)
    yield ""
    yield from _trust(report)


def _table(title: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    if not rows:
        return
    inside = sum(row.get("inside", False) for row in rows)
    yield ""
    yield f"{title}: {inside} of {len(rows)} inside nine in ten"
    yield f"  {'figure':<27}{'published':>13}{'foretold':>13}  {'nine in ten':<21}"
    yield from map(_row, rows)


def _learnt(report: dict[str, Any]) -> Iterator[str]:
    known = [row for row in report["learnt"] if row["informed"]]
    yield ""
    count = f"{len(known)} of {report['assumptions']:,} assumptions"
    yield f"Informed by the figures: {count}; the rest stay prior"
    yield f"  {'assumption':<44}{'narrowed':>9}  {'place':<12} by"
    for row in known:
        low, _, high = row["place"]
        line = f"  {row['id'][:43]:<44}{100 * row['narrowed']:>7.0f} %  {low:.2f}-{high:.2f}    {row['by']}"
        yield line[:_WIDTH]


def _trust(report: dict[str, Any]) -> Iterator[str]:
    """How far it may be trusted: what figures are worth together, the chain, truth found again."""
    together, chain, cover = report.get("together"), report.get("chain"), report["coverage"]
    if together is not None:
        yield from wrap(
            f"Figures miss together: the {len(together['ids'])} that are fitted are worth "
            f"{together['counted']:.1f} that miss apart.", _WIDTH,
        )  # fmt: skip
    if chain is not None:
        short = "" if chain["reached"] else "; shorter than fifty of them, so intervals are rough"
        yield from wrap(
            f"Chain: {chain['walkers']} walkers of {chain['steps']:,} steps, of which the first "
            f"{chain['dropped']:,} are dropped; it forgets in {chain['memory']:.0f}{short}. Worth "
            f"{chain['independent']:,} independent draws.", _WIDTH,
        )  # fmt: skip
    if "figures" in cover:
        told = (
            f"Of {cover['truths']} draws taken for the truth, unseen by the emulators asked, intervals held"
        )
        yield from wrap(
            f"{told} {_share(cover['assumptions'])} of places, of informed assumptions alone, and "
            f"{_share(cover['figures'])} of their own figures.", _WIDTH,
        )  # fmt: skip
    yield from misses(report)
    yield from wrap(
        "Intervals take in the figure's own error and what the model may miss. Places run from 0 to 1 over "
        "an assumption's range.", _WIDTH,
    )  # fmt: skip


def _share(counted: dict[str, Any]) -> str:
    if counted["covered"] is None:
        return UNKNOWN
    low, high = counted["between"]
    return f"{100 * counted['covered']:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def _row(row: dict[str, Any]) -> str:
    if "low" not in row:
        return f"  {row['id']:<27}{_number(row, row['published']):>13}{UNKNOWN:>13}"
    low, high = (_number(row, _possible(row, row[end])) for end in ("low", "high"))
    span = f"from {low} on" if row.get("reads") == "at most" else f"{low} to {high}"
    mark = "" if row["inside"] else "  outside"
    told, found = _number(row, row["published"]), _number(row, row["middle"])
    return f"  {row['id']:<27}{told:>13}{found:>13}  {span}{mark}"


def _possible(row: dict[str, Any], number: float) -> float:
    """The end of an interval, as far as there is such a number: errors are added without asking."""
    return min(max(number, 0.0), 1.0) if row["unit"] == "share" else number


def _number(row: dict[str, Any], number: float) -> str:
    if row["unit"] == "share":
        return f"{100 * number:.3g} %"
    return f"{number / 1e6:.3g} m" if abs(number) >= 1e5 else rounded(number)
