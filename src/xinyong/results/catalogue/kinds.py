"""The indicators: what each one is, of which sums it is made, and what it is for.

An indicator is ``factor × sum of the numerator ÷ sum of the denominator``. Its kind fixes
the factor:

* ``share``: counts over counts, 0 to 1;
* ``mean``: shares (kept in 1/65536), points or counts added over subjects, over subjects;
* ``rate``: things that happen, per 100,000 subjects a year;
* ``flow``: yuan or points per subject a year.

A quantity with a minus sign before it is taken away. Words are neutral: whether more is
better is for the reader, and for the claims, to say.
"""

from __future__ import annotations

from typing import Final, NamedTuple

THEMES: Final = ("compliance and harm", "trust and opinion", "burden", "speech and privacy")
LAW, TRUST, BURDEN, SPEECH = THEMES


class Indicator(NamedTuple):
    """One named quantity computed from results.

    ``numerator`` and ``denominator`` name rows of ``quantities.QUANTITIES``; ``events`` the
    counts that say how much the figure rests on (the numerator where that is a count,
    else the denominator). ``key`` indicators are the ones a short table shows.
    """

    id: str
    theme: str
    label: str
    kind: str
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    events: tuple[str, ...]
    purpose: str
    key: bool


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("+"))


def share(
    theme: str, id: str, label: str, top: str, bottom: str, purpose: str, key: bool = False
) -> Indicator:
    """Counts over counts; rests on the numerator's count."""
    events = tuple(name.removeprefix("-") for name in _split(top))
    return Indicator(id, theme, label, "share", "share", _split(top), _split(bottom), events, purpose, key)


def mean(
    theme: str, id: str, label: str, top: str, bottom: str, unit: str, purpose: str, key: bool = False
) -> Indicator:
    """Shares, points or counts added over subjects, over subjects; rests on the subjects."""
    below = _split(bottom)
    return Indicator(id, theme, label, "mean", unit, _split(top), below, below, purpose, key)


def rate(theme: str, id: str, label: str, top: str, purpose: str, key: bool = False) -> Indicator:
    """Things that happen, per 100,000 adults a year; rests on how many happened."""
    unit = "per 100,000 adults a year"
    return Indicator(id, theme, label, "rate", unit, _split(top), ("adults",), _split(top), purpose, key)


def flow(
    theme: str, id: str, label: str, top: str, bottom: str, unit: str, events: str, purpose: str,
    key: bool = False,
) -> Indicator:  # fmt: skip
    """Yuan or points per subject a year; rests on the named counts."""
    return Indicator(
        id, theme, label, "flow", unit, _split(top), _split(bottom), _split(events), purpose, key
    )
