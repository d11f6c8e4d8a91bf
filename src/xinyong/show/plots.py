"""Small pictures for pages, as SVG text: a share with its interval, an effect beside its bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from xinyong.claims.judging import HIGH, LOW

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDE: Final = 128
_HIGH: Final = 26
_EDGE: Final = 6


def share_plot(share: float, interval: Sequence[float | None]) -> Markup:
    """A probability on 0..1 with its interval; what lies between the cuts is shaded."""
    low, high = (share if each is None else each for each in interval)

    def at(value: float) -> float:
        return _EDGE + value * (_WIDE - 2 * _EDGE)

    return _svg(
        f"q {share:.2f}, from {low:.2f} to {high:.2f}",
        f'<rect class="band" x="{at(LOW):.1f}" y="3" width="{at(HIGH) - at(LOW):.1f}" height="14"/>'
        f'<line class="axis" x1="{at(0):.1f}" x2="{at(1):.1f}" y1="10" y2="10" stroke-width="1"/>'
        f'<line class="mid" x1="{at(low):.1f}" x2="{at(high):.1f}" y1="10" y2="10"/>'
        f'<circle class="dot" cx="{at(share):.1f}" cy="10" r="4"/>'
        + "".join(
            f'<text class="tick" x="{at(x):.1f}" y="25" text-anchor="middle">{x:g}</text>'
            for x in (LOW, HIGH)
        ),
    )


def effect_plot(each: dict[str, Any]) -> Markup:
    """An entry's effect, 5 to 95 % of the draws, beside nothing (line) and its bar (dashed)."""
    effect, threshold = each["effect"], each["threshold"]
    bar = -threshold["value"] if _downward(threshold) else threshold["value"]
    bars = [bar, -bar] if threshold["direction"] == "neither" else [bar]
    shown = [effect[key] for key in ("low", "median", "high") if effect[key] is not None]
    if not shown:
        return _svg("no effect could be told", "")
    ends = [0.0, *bars, *shown]
    least, most = float(min(ends)), float(max(ends))
    span = (most - least) or 1.0

    def at(value: float) -> float:
        return _EDGE + (value - least) / span * (_WIDE - 2 * _EDGE)

    low, middle, high = min(shown), effect["median"], max(shown)
    return _svg(
        f"effect {middle:.3g}, nine draws in ten {low:.3g} to {high:.3g}, bar {bar:.3g}",
        f'<line class="axis" x1="{_EDGE}" x2="{_WIDE - _EDGE}" y1="12" y2="12" stroke-width="1"/>'
        f'<line class="zero" x1="{at(0.0):.1f}" x2="{at(0.0):.1f}" y1="3" y2="21"/>'
        + "".join(f'<line class="bar" x1="{at(x):.1f}" x2="{at(x):.1f}" y1="1" y2="23"/>' for x in bars)
        + f'<line class="mid" x1="{at(low):.1f}" x2="{at(high):.1f}" y1="12" y2="12"/>'
        f'<circle class="dot" cx="{at(middle):.1f}" cy="12" r="4"/>',
    )


def _downward(threshold: dict[str, Any]) -> bool:
    return threshold["direction"] in ("down", "not-down") and threshold["compare"] != "level"


def _svg(said: str, inside: str) -> Markup:
    from markupsafe import Markup

    return Markup(
        f'<svg width="{_WIDE}" height="{_HIGH}" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{said}">{inside}</svg>'
    )
