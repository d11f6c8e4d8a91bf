"""Where each verdict is weakest, told from its entry alone, and which verdicts are the weakest of a board.

A point has a weight between 0 and 1, a matter of judgement: the list only says where to look first. An
entry's weights are added up. What is unresolved is no verdict, and has its own reason beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final

from xinyong.claims.board import SETTLED
from xinyong.claims.deciding import named
from xinyong.claims.judging import DEPENDS, FAILS, HIGH, HOLDS, LOW, LUCK, wilson
from xinyong.claims.models import Claim
from xinyong.results.indicators import THIN

#: By claim, setting and part.
Doubts = Mapping[tuple[str, str, str | None], str]
_DECIDED: Final = (HOLDS, FAILS, DEPENDS)
#: A verdict that so few other draws would leave open says so.
_CLOSE: Final = 3
#: From so many times the least number of events on, thinness is no point any more.
_PLENTY: Final = 4
#: A bar that must move to less than this part of itself, or its turning value likewise, is far enough.
_NEAR: Final = 0.4
#: What a claim file says against its own test.
_DOUBT: Final = 0.7
_DOUBT_OF_HOLDS: Final = 1.0
#: An indicator is named in so many letters.
_WORDS: Final = 48
#: Effects below this part of the bar, nine draws in ten, are of what hardly happens.
_IDLE: Final = 0.01
#: The source of an assumption for which there is none begins like this.
_NO_SOURCE: Final = ("assumed", "no figure found", "no measurement")
_KINDS: Final = {
    "calibrated": (0.4, "the model was set with this effect in view"),
    "entailed": (0.3, "its sign follows from the rules; only the size is found"),
    "fact": (0.3, "the model was set with the figures in view, and is no second witness"),
    "fiction": (0.2, "nobody has such a world"),
}


@dataclass(frozen=True)
class Point:
    """Something that a verdict is weak in."""

    weight: float
    text: str


@dataclass(frozen=True)
class Weak:
    """An entry, the sum of its weights, and its points, the heaviest first."""

    entry: dict[str, Any]
    weight: float
    points: tuple[Point, ...]


def doubts_of(claims: Iterable[Claim]) -> Doubts:
    """What the claim files say against their own tests."""
    return {
        (claim.id, test.setting, test.part or None): test.doubt
        for claim in claims
        for test in claim.tests
        if test.doubt
    }


def points_of(entry: dict[str, Any], doubts: Doubts) -> tuple[Point, ...]:
    """What an entry's verdict is weak in, the heaviest first; nothing of one without a verdict."""
    if entry["verdict"] not in _DECIDED or (entry["probability"] is None and entry["threshold"] is not None):
        return ()
    found = list(_figures(entry) if entry["probability"] is None else _run(entry))
    doubt = doubts.get((entry["id"], entry["setting"], entry["part"]))
    if doubt and entry["probability"] is not None:
        weight = _DOUBT_OF_HOLDS if entry["verdict"] == HOLDS else _DOUBT
        found.append(Point(weight, doubt[0].lower() + doubt[1:].rstrip(".")))
    return tuple(sorted(found, key=lambda each: (-each.weight, each.text)))


def weakest(entries: Iterable[dict[str, Any]], doubts: Doubts) -> list[Weak]:
    """All verdicts on main tests and on figures, the weakest first; figures of many settings once."""
    found: dict[tuple[str, str | None], Weak] = {}
    for each in entries:
        points = points_of(each, doubts)
        if each["part"] is None and points:
            key = (str(each["id"]), each["setting"] if each["probability"] is not None else None)
            found.setdefault(key, Weak(each, round(sum(one.weight for one in points), 6), points))
    return sorted(found.values(), key=lambda one: (-one.weight, one.entry["id"], one.entry["setting"] or ""))


def name_of(entry: dict[str, Any]) -> str:
    """Id and setting; of what figures say, the id alone."""
    where = entry["setting"] if entry["probability"] is not None else None
    return f"{entry['id']} {where}" if where else str(entry["id"])


def turning(entry: dict[str, Any]) -> tuple[float, float] | None:
    """The smallest effect that matters, and the one that would turn the verdict.

    None where there is no verdict to turn, or nothing would.
    """
    threshold, flips = entry["threshold"] or {}, entry["flips"]
    bar = threshold.get("value")
    if entry["verdict"] == FAILS and threshold.get("fails"):
        bar = threshold["fails"]["value"]
    if entry["verdict"] not in (HOLDS, FAILS) or bar is None or flips is None:
        return None
    found = flips["holds_up_to"] if entry["verdict"] == HOLDS else flips["fails_from"]
    return None if found is None else (bar, found)


def other_draws(entry: dict[str, Any]) -> int | None:
    """How many draws on the other side would leave a verdict open; None where none of half would."""
    count = int(entry["draws"])
    yes = round(entry["probability"] * count)
    milder = entry.get("milder")
    near = yes if milder is None else round(milder * count)
    for few in range(1, count // 2 + 1):
        for way in (-few, few):
            moved = [min(count, max(0, each + way)) for each in (near, yes)]
            if any(_straddles(one, count, cut) for one, cut in zip(moved, (LOW, HIGH), strict=True)):
                return few
    return None


def beside_itself(entry: dict[str, Any]) -> bool:
    """Whether a claim fails although its own effect reaches the bar: a further condition is not met."""
    bar = entry["threshold"]
    if entry["verdict"] != FAILS or not bar["further"]:
        return False
    alone = entry.get("alone")
    if alone is not None:
        return bool(alone[0] > LOW)
    ends = [entry["effect"]["low"], entry["effect"]["high"]]
    if bar["direction"] not in ("up", "down") or None in ends:
        return False
    if bar["direction"] == "up":
        return bool(min(ends) >= bar["value"])
    return bool(max(ends) <= (bar["value"] if bar["compare"] == "level" else -bar["value"]))


def why_of(entry: dict[str, Any]) -> str:
    """Why there is no verdict, or how a claim fails; '' where there is nothing to say."""
    if entry["probability"] is not None and "alone" not in entry and beside_itself(entry):
        return "its own effect reaches the bar; a further condition is not met"
    return str(entry["note"] or "")


def _straddles(yes: int, count: int, cut: float) -> bool:
    low, high = wilson(yes / count, count)
    return low < cut < high


def _figures(entry: dict[str, Any]) -> Iterator[Point]:
    sources = {str(one["source"]) for one in entry["evidence"]}
    if len(sources) == 1:
        yield Point(0.5, f"all its figures are of one source ({sources.pop()})")


def _run(entry: dict[str, Any]) -> Iterator[Point]:
    yield from _chance(entry)
    yield from _assumed(entry)
    yield from _asked(entry)
    if entry["verdict"] == DEPENDS:
        yield from _deciders(entry)


def _chance(entry: dict[str, Any]) -> Iterator[Point]:
    """Draws, events and luck."""
    few = other_draws(entry)
    if few is not None and few <= _CLOSE:
        yield Point(1 / few, f"{few} of {entry['draws']} draws on the other side would leave it open")
    events, luck = entry["events"], entry["seed_share"]
    if events is None:
        yield Point(0.3, "how few subjects stand behind it is not counted for what is read off at the end")
    elif events < _PLENTY * THIN:
        yield Point(THIN / events, f"{events:.0f} effective events in a middling draw, {THIN} are the least")
    if luck is not None and luck > LUCK:
        told = "all" if luck >= 1 else f"{100 * luck:.0f} %"
        yield Point(min(1.0, luck) / 2, f"luck is {told} of the variance, though none could turn it")


def _assumed(entry: dict[str, Any]) -> Iterator[Point]:
    """Ranges, calibration, kind."""
    if SETTLED in entry["flags"]:
        yield Point(0.4, "every draw is on one side: it is about the ranges")
    before = (entry["prior"] or {}).get("probability") if entry["posterior"] else None
    if before is not None and _word(before) != _word(entry["probability"]):
        apart = abs(before - entry["probability"])
        yield Point(apart, f"before calibration q was {before:.2f} ({entry['prior']['draws']} draws)")
    if entry["kind"] in _KINDS and (entry["kind"] != "entailed" or entry["verdict"] == HOLDS):
        yield Point(*_KINDS[entry["kind"]])


def _asked(entry: dict[str, Any]) -> Iterator[Point]:
    """What the test asks for: bars and conditions."""
    bars, bar, effect = turning(entry), entry["threshold"], entry["effect"]
    if bars is not None and bars[0] * bars[1] > 0:
        near = min(map(abs, bars)) / max(map(abs, bars))
        if near >= _NEAR:
            yield Point(near, f"a smallest effect {_times(bars)} would turn it")
    ends = [effect[key] for key in ("low", "median", "high")]
    idle = bar["compare"] != "level" and None not in ends and bar["value"] > 0
    if entry["verdict"] == FAILS and idle and max(map(abs, ends)) < _IDLE * bar["value"]:
        yield Point(0.8, "nine draws in ten move it by less than a hundredth of the bar: it hardly happens")
    if beside_itself(entry):
        yield Point(
            0.5, f"its own effect reaches the bar; what fails is a further condition{_failing(entry)}"
        )


def _times(bars: tuple[float, float]) -> str:
    apart = abs(bars[1] / bars[0])
    return f"{100 * (1 - apart):.0f} % smaller" if apart < 1 else f"{100 * (apart - 1):.0f} % larger"


def _failing(entry: dict[str, Any]) -> str:
    further = entry["threshold"]["further"]
    alone = entry.get("alone")
    if alone is not None:
        worst = min(range(len(further)), key=lambda place: alone[place + 1])
        return f" ({_short(further[worst])}, so in {alone[worst + 1]:.2f} of draws)"
    return f" ({_short(further[0])})" if len(further) == 1 else ""


def _short(condition: dict[str, Any]) -> str:
    return shorten(condition["indicator"], _WORDS, placeholder=" ...")


def _deciders(entry: dict[str, Any]) -> Iterator[Point]:
    """On what a verdict depends."""
    if entry["probability"] <= LOW and entry.get("milder") is not None:
        yield Point(0.4, "it lies between its two bars: it depends on where these were put")
        return
    known = named(entry["flips"])
    clear = [each for each in known if each["clear"]]
    turns = [each for each in known if each["confirmed"]]
    unset = all(each["confirmed"] is None for each in known)
    if not known:
        yield Point(0.6, "no assumption was found on which it depends")
    elif not unset and not turns:
        if (entry["flips"].get("together") or {}).get("confirmed"):
            yield Point(0.4, "no single assumption turned it, only all that were named together")
        else:
            yield Point(0.6, "setting what was named turned nothing")
    elif unset:
        yield Point(0.3 if clear else 0.5, "what it depends on was ranked and not yet set"
                    + ("" if clear else ", and may be chance"))  # fmt: skip
    deciding = clear if unset else turns
    alone = [each["id"] for each in deciding if _carries(each)]
    if alone:
        yield Point(0.6, f"one assumption carries it from failing to holding ({', '.join(alone)})")
    guessed = [each["id"] for each in deciding if _unsourced(each["id"])]
    if guessed:
        yield Point(0.4, f"it depends on what no figure was found for ({', '.join(guessed)})")


def _carries(decider: dict[str, Any]) -> bool:
    """Whether a claim fails on one side of an assumption's tipping value and holds on the other: a knob."""
    low, high = sorted((float(decider["below"]), float(decider["above"])))
    return low <= LOW and high >= HIGH


def _unsourced(id: str) -> bool:
    """Whether the register has no source for an assumption; rule books have sources of their own."""
    from xinyong.engine.assumptions import register

    source = next((each.source for each in register() if each.id == id), "")
    return source.startswith(_NO_SOURCE)


def _word(q: float) -> str:
    return HOLDS if q >= HIGH else FAILS if q <= LOW else DEPENDS
