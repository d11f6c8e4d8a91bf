"""The end of a calibration's report: studies made again, what no figure tells, what the model may miss."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, Final

from xinyong.show.wording import UNKNOWN

_WIDTH: Final = 80
_ROLES: Final = {"prior": "set assumptions", "target": "fitted", "prediction": "foretold"}


def not_told(report: dict[str, Any]) -> Iterator[str]:
    """Studies beside what their contrasts come to in the model, and bounds."""
    if "studies" in report:
        yield ""
        yield "Studies made again inside the model"
        yield f"  {'study':<24}{'found':>9} {'between':>15}{'in the model':>18}  role"
        yield from map(_study, report["studies"])
        unrun = [row for row in report["studies"] if row["untestable"]]
        for row in unrun:
            yield from wrap(f"{row['id']}: {row['untestable']}", _WIDTH, initial_indent="  ",
                            subsequent_indent="    ")  # fmt: skip
        yield from wrap("A study that set assumptions is no witness for them.", _WIDTH)
    if "bounds" in report:
        yield ""
        yield "What no figure tells, as bounds"
        yield from _approval(report["bounds"]["private-approval"])
        yield from _carriers(report["bounds"]["carriers"])


def _study(row: dict[str, Any]) -> str:
    found = _percent(row["estimate"]) if row["sign"] is None else row["sign"]
    between = UNKNOWN if row["between"][0] is None else _span(*row["between"])
    model = row.get("model")
    told = "not run" if row["untestable"] else UNKNOWN if model is None else _span(model[0], model[2])
    return f"  {row['id']:<24}{found:>9} {between:>15}{told:>18}  {_ROLES[row['role']]}"[:_WIDTH]


def _approval(bound: dict[str, Any]) -> Iterator[str]:
    low, high = bound["as_on_the_regime"]
    model = bound["model"]
    inside = "too few draws meet it to say" if model is None else f"{_span(*model)} in the model"
    yield from wrap(
        f"Private approval, where {100 * bound['stated']:.0f} % say that they approve: {inside}, over all "
        f"that people may withhold; {_span(low, high)} if they withhold as on questions about the regime.",
        _WIDTH, initial_indent="  ", subsequent_indent="    ",
    )  # fmt: skip


def _carriers(bound: dict[str, Any]) -> Iterator[str]:
    model = bound["model"]
    told = "too few draws to say" if model is None else f"{_span(*model)} (nine in ten of the draws)"
    widest = "" if bound["widest"] is None else f", {_span(*bound['widest'])} at the widest"
    yield from wrap(
        f"Of the carriers' full compliance, the credit record's own part: {told}{widest}. The count of those "
        "who complied leaves anything from none to all.",
        _WIDTH, initial_indent="  ", subsequent_indent="    ",
    )  # fmt: skip


def misses(report: dict[str, Any]) -> Iterator[str]:
    """Which of the reasons why the model may miss are counted, each once."""
    reasons = {row["misses"]: row["id"] for row in reversed(report["foretold"]) if row.get("misses")}
    if not reasons:
        return
    yield ""
    yield "What the model may miss, by figure"
    for row in report["foretold"]:
        if reasons.get(row.get("misses")) == row["id"]:
            size = f"{row['missed']:.2f} of its {row['scale']}"
            yield from wrap(f"{row['id']} and its like, {size}: {row['misses']}", _WIDTH,
                            initial_indent="  ", subsequent_indent="    ")  # fmt: skip
    yield ""


def _span(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
