"""The verdict board in a terminal of eighty columns, and the card of one claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.board import SETTLED, Board, Made, between_settings
from xinyong.claims.judging import FULL_DRAWS, HIGH, LOW, QUICK_DRAWS
from xinyong.claims.weakness import doubts_of, name_of, points_of, why_of
from xinyong.results.catalogue import INDICATORS, NUMBER
from xinyong.show.sensitivity import joint_words, region_words
from xinyong.show.weakest import joined, weak_of
from xinyong.show.wording import UNKNOWN, rounded

WIDTH: Final = 80
_SIDES: Final = {"disadvantage": "Disadvantages", "advantage": "Advantages", "premise": "Premises"}
_HEAD: Final = (
    f"{'':<4} {'set':<5}{'verdict':<17}{'prior':>6}{'q':>5} {'interval':<9}{'effect':>10} {'smallest':<9} "
    "kind"
)
#: P04 asks for so many claims that hold in one setting and fail in another.
_APART: Final = 5
#: So many of the weakest verdicts are named below the board.
_NAMED: Final = 5


def board_text(board: Board, parts: bool = False) -> str:
    """The board; ``parts`` shows what is beside a setting's main test too."""
    return "\n".join(_lines(board, parts))


def board_data(board: Board) -> list[dict[str, Any]]:
    """The entries, as ``--json`` prints them."""
    return board.entries


def _lines(board: Board, parts: bool) -> Iterator[str]:
    shown = [each for each in board.entries if parts or each["part"] is None]
    yield from _head(board)
    side = None
    for each in shown:
        if each["side"] != side:
            side = each["side"]
            yield ""
            yield _SIDES[side]
            yield _HEAD
        yield _row(each)
    yield ""
    yield from _foot(board)


def how_made(made: Made) -> str:
    """How many draws and seeds a board has, and what that makes it."""
    what = {"first look": f"a first look: a quick board has {QUICK_DRAWS} draws, a full one {FULL_DRAWS}",
            "quick": f"a quick board: a full one has {FULL_DRAWS} draws", "full": "a full board"}  # fmt: skip
    seeds = "1 seed" if made.seeds == 1 else f"{made.seeds} seeds"
    return f"{made.draws} joint draws of all assumptions, {seeds} each; {what[made.grade]}."


def _head(board: Board) -> Iterator[str]:
    made = board.made
    yield from wrap(how_made(made), WIDTH)
    yield from wrap(f"Made with: {made.command}", WIDTH, break_long_words=False, break_on_hyphens=False)


def _row(each: dict[str, Any]) -> str:
    mark = "*" if SETTLED in each["flags"] else ""
    q = UNKNOWN if each["probability"] is None else f"{each['probability']:.2f}"
    before = (each["prior"] or {}).get("probability")
    prior = "" if each["probability"] is None else UNKNOWN if before is None else f"{before:.2f}"
    interval = "" if each["interval"] is None else "{:.2f}-{:.2f}".format(*each["interval"])
    effect = UNKNOWN if each["effect"] is None else amount(each, each["effect"]["median"], True)
    bar = UNKNOWN if each["threshold"] is None else bar_text(each)
    kind = "fact" if "fact" in each["flags"] else each["kind"]
    line = (
        f"{each['id']:<4} {each['setting'] or UNKNOWN:<5}{each['verdict'] + mark:<17}{prior:>6}{q:>5} "
        f"{interval:<9}{effect:>10} {bar:<9} {kind}"
    )
    if each["part"]:
        line = f"{'':<5}{'· ' + each['part']}".ljust(WIDTH)[:WIDTH].rstrip() + "\n" + line
    return line.rstrip()


def measured(bar: dict[str, Any]) -> str:
    """What a condition looks at, and how."""
    return f"{bar['indicator']} ({bar['group']}), {bar['estimand']}, {bar['compare']}"


def fails_words(each: dict[str, Any]) -> str:
    """The milder bar of a claim that says from when on it fails, and q there."""
    fails = each["threshold"]["fails"]
    below = each | {"threshold": each["threshold"] | {"value": fails["value"]}}
    q = "" if each.get("milder") is None else f" q there: {each['milder']:.2f}."
    return f"unless {bar_text(below)}. {fails['reason']}{q} Between the two bars it depends."


def further_words(each: dict[str, Any]) -> Iterator[str]:
    """The further conditions of a test, each with its own bar, and q where it is known."""
    alone = each.get("alone")
    for place, one in enumerate(each["threshold"]["further"]):
        bar = one | {"value": one["smallest"]["value"]}
        q = "" if alone is None or alone[place + 1] is None else f" So in {alone[place + 1]:.2f} of draws."
        yield f"{measured(one)}: {bar_text({'threshold': bar})}. {one['smallest']['reason']}{q}"


_SIGNS: Final = {"up": "≥", "down": "≤ -", "not-up": "<", "not-down": "> -", "neither": "±<"}


def bar_text(each: dict[str, Any]) -> str:
    """The smallest effect that matters, with the side on which the claim wants it."""
    bar = each["threshold"]
    sign = _SIGNS[bar["direction"]]
    if bar["compare"] == "level":
        sign = sign.replace(" -", "")
    return f"{sign.replace(' -', '-')}{amount(each, bar['value'], False)}"


def amount(each: dict[str, Any], number: float | None, marked: bool) -> str:
    """An effect or its bar as a person reads it: percent of the twin, points of percent, or the unit."""
    if number is None:
        return UNKNOWN
    bar = each["threshold"]
    share = bar["indicator"] in NUMBER and INDICATORS[NUMBER[bar["indicator"]]].unit == "share"
    relative = bar["compare"] == "relative"
    size = 100 * number if relative or share else number
    text = rounded(abs(size), 2 if relative or share else 3)
    sign = "-" if size < 0 else "+" if marked and size > 0 and bar["compare"] != "level" else ""
    return f"{sign}{text}" + ("%" if relative else "pt" if share else "")


def _foot(board: Board) -> Iterator[str]:
    main = [each for each in board.entries if each["part"] is None]
    run = [each for each in main if each["probability"] is not None or each["threshold"] is not None]
    others = [each for each in main if each not in run]
    emergent = [each for each in run if each["kind"] == "emergent"]
    for what, some in (("Run", run), ("Of these emergent", emergent), ("Not run", others)):
        if some:
            yield from wrap(f"{what}, {len(some)}: {_counted(some)}.", WIDTH)
    claims = between_settings(board.entries)
    both = ", ".join(claims) or "none"
    yield from wrap(f"Hold in one setting and fail in another: {both} (P04 asks for {_APART}).", WIDTH)
    weak = [name_of(each.entry) for each in weak_of(board)[:_NAMED]]
    if weak:
        yield from wrap(f"Weakest verdicts: {', '.join(weak)}. Why: xinyong claims --weakest", WIDTH)
    yield from wrap(
        f"q: share of draws in which the effect is at least the smallest that matters; prior: the same "
        f"before calibration; holds from {HIGH}, does not hold up to {LOW}, between: depends. % of the "
        "twin's value, pt: points of percent. * settled by assumption: every draw is on one side, so the "
        "ranges alone decide.",
        WIDTH,
    )
    yield "One claim in full: xinyong claims show ID"


def _counted(some: Sequence[dict[str, Any]]) -> str:
    words = sorted({each["verdict"] for each in some})
    return ", ".join(f"{sum(each['verdict'] == word for each in some)} {word}" for word in words)


def card_text(entries: Sequence[dict[str, Any]], claim: Any) -> str:
    """One claim in full: what is said, by whom, how it is run, what came out, what would turn it."""
    return "\n".join(_card(entries, claim))


def _card(entries: Sequence[dict[str, Any]], claim: Any) -> Iterator[str]:
    yield from wrap(f"{claim.id}  {claim.statement}", WIDTH, subsequent_indent="     ")
    said = "; ".join(f"{each.name} ({each.outlet})" for each in claim.said_by)
    yield from _paragraph("Said by", said)
    yield from _paragraph("Mechanism", claim.mechanism)
    yield from _paragraph("Kind", claim.kind + (f". {claim.why_not_a_knob}" if claim.why_not_a_knob else ""))
    for note in claim.notes:
        yield from _paragraph("Note", note)
    doubts = doubts_of([claim])
    for each in entries:
        yield ""
        yield from _outcome(each)
        weak = joined(points_of(each, doubts))
        if weak:
            yield from _paragraph("Weak in", weak)


def _outcome(each: dict[str, Any]) -> Iterator[str]:
    where = " · ".join(word for word in (each["setting"], each["part"]) if word)
    flags = f" ({', '.join(each['flags'])})" if each["flags"] else ""
    yield f"{where + ': ' if where else ''}{each['verdict'].upper()}{flags}"
    if why_of(each):
        yield from _paragraph("Why", why_of(each))
    for one in each["evidence"]:
        yield from _paragraph("Figure", f"{one['what']}: {one['value']} [{one['source']}]")
    if each["threshold"] is None:
        return
    bar = each["threshold"]
    yield from _paragraph("Measured", measured(bar))
    yield from _paragraph("Smallest", f"{bar_text(each)}. {bar['reason']}")
    if bar["fails"] is not None:
        yield from _paragraph("Fails", fails_words(each))
    for words in further_words(each):
        yield from _paragraph("And", words)
    if each["probability"] is None:
        return
    effect, (low, high) = each["effect"], each["interval"]
    spread = f"{amount(each, effect['low'], True)} to {amount(each, effect['high'], True)}"
    yield from _paragraph(
        "Effect", f"{amount(each, effect['median'], True)} in a middling draw; nine draws in ten: {spread}"
    )
    yield from _paragraph(
        "q", f"{each['probability']:.2f} ({low:.2f} to {high:.2f}) over {each['draws']} draws of "
        f"{each['seeds']} seeds; luck is {_percent(each['seed_share'])} of the variance",
    )  # fmt: skip
    before = each["prior"] if each["posterior"] else None
    if before is not None and before["probability"] is not None:
        low, high = before["interval"]
        yield from _paragraph(
            "Before", f"calibration q was {before['probability']:.2f} ({low:.2f} to {high:.2f}) over "
            f"{before['draws']} draws",
        )  # fmt: skip
    yield from _turning(each)


def _turning(each: dict[str, Any]) -> Iterator[str]:
    flips = each["flips"]
    told = []
    for key, word in (("holds_up_to", "would hold at"), ("fails_from", "would fail at")):
        if flips[key] is not None:
            told.append(f"{word} {amount(each, flips[key], False)}")
    if told:
        yield from _paragraph("Turns", f"with another smallest effect: {'; '.join(told)}")
    for one in flips["assumptions"]:
        sure = "" if one["clear"] else " (may be chance)"
        known = "set: it turns" if one["confirmed"] else "a first look, not yet set"
        over = f"range {rounded(one['low'])} to {rounded(one['high'])} {one['unit']}"
        yield from _paragraph(
            "Decides" if one["confirmed"] else "Perhaps", f"{one['id']}{sure}: q {one['below']:.2f} below "
            f"{rounded(one['tips_at'])}, {one['above']:.2f} above ({over}); {known}",
        )  # fmt: skip
    for head, words in in_vain(each).items():
        yield from _paragraph(head, words)
    for key, region in flips["regions"].items():
        if region is not None and region["clear"]:
            yield from _paragraph("Holds" if key == "holds" else "Fails", region_words(key, region))


def in_vain(each: dict[str, Any]) -> dict[str, str]:
    """What was set at both ends of its range and turned nothing, alone and all together; or nothing."""
    flips = each["flips"]
    ends = [
        f"{one['id']} (q " + " and ".join(_share(end["probability"]) for end in one["ends"]) + ")"
        for one in flips.get("turned_nothing", ())
    ]
    if not ends:
        return {}
    told = {"Set too": f"at either end, without turning it: {', '.join(ends)}"}
    joint = flips.get("together")
    if joint is not None:
        told["Together"] = f"all at once, {joint_words(joint)}"
    return told


def _share(q: float | None) -> str:
    return UNKNOWN if q is None else f"{q:.2f}"


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{100 * share:.0f} %"


def _paragraph(head: str, text: str) -> Iterator[str]:
    yield from wrap(f"{head + ':':<11}{text}", WIDTH, subsequent_indent=" " * 11)
