"""What decides a verdict, in a terminal of eighty columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.deciding import named
from xinyong.claims.judging import HIGH, LOW
from xinyong.show.wording import UNKNOWN, rounded

WIDTH: Final = 80
_HEAD: Final = (
    f"{'':<2}{'assumption':<36}{'index':>6}  {'interval':<10}{'tips at':>9}{'q below':>8}{'above':>7}"
)
_REGIONS: Final = {"holds": "Holds best", "fails": "Fails most"}
_JOINT: Final = {None: "were not set", True: "turn it", False: "do not turn it"}
_SET: Final = {None: "not set", True: "turns it", False: "does not turn it"}


def sensitivity_text(findings: Sequence[dict[str, Any]]) -> str:
    """Findings (``Finding.as_dict``), one after another."""
    return "\n".join(line for each in findings for line in (*_finding(each), "")).rstrip()


def board_sets_text(entries: Sequence[dict[str, Any]]) -> str:
    """What setting came to, an assumption a line, of a board's entries."""
    lines = []
    for each in entries:
        where = " ".join(word for word in (each["id"], each["setting"], each["part"]) if word)
        for one in named(each["flips"] or {}):
            if one["confirmed"] is None and not one["ends"]:
                continue
            ends = " · ".join(f"{rounded(end['held'][0][1])}: {_q(end)}" for end in one["ends"])
            told = f"{where}  {one['id']} {_SET[one['confirmed']]} ({ends})"
            lines += wrap(told, WIDTH, subsequent_indent="     ", break_on_hyphens=False)
        joint = (each["flips"] or {}).get("together")
        if joint is not None:
            told = f"{where}  all of these at once, {joint_words(joint)}"
            lines += wrap(told, WIDTH, subsequent_indent="     ", break_on_hyphens=False)
    return "\n".join(lines) or "no verdict of this board depends on anything that is named"


def _finding(each: dict[str, Any]) -> Iterator[str]:
    yield from wrap(f"{each['id']}  {each['statement']}", WIDTH, subsequent_indent="     ")
    where = " · ".join(word for word in (each["setting"], each["part"]) if word)
    q = "" if each["probability"] is None else (
        f", q {each['probability']:.2f} ({each['interval'][0]:.2f} to {each['interval'][1]:.2f})"
    )  # fmt: skip
    yield f"{where}: {each['verdict'].upper()}{q} over {each['draws']} draws of {each['seeds']} seeds"
    if each["note"]:
        yield from _said("Why", each["note"])
    if not each["assumptions"]:
        yield from _nothing(each)
        return
    yield from wrap(
        f"{each['looked_at']:,} assumptions were drawn. Those that go most with whether it is so; index: how "
        "far their values lie apart in draws in which it is so and in which it is not, 0 to 1; ? may be "
        "chance.", WIDTH,
    )  # fmt: skip
    yield _HEAD
    for number, one in enumerate(each["assumptions"], 1):
        yield from _assumption(number, one)
    if each["together"] is not None:
        yield from _said("Together", joint_words(each["together"]))
    regions = [(words, key, each["regions"][key]) for key, words in _REGIONS.items() if each["regions"][key]]
    clear = [(words, key, region) for words, key, region in regions if region["clear"]]
    for words, key, region in clear:
        yield from _said(words, region_words(key, region))
    if not clear:
        yield "No region of one or two bounds stands out from chance."
    for variant in each["variants"]:
        yield from _variant(variant)


def _nothing(each: dict[str, Any]) -> Iterator[str]:
    one_sided = each["probability"] in (0.0, 1.0)
    yield from wrap(
        "Every draw lies on one side: within their ranges, no assumption turns it." if one_sided
        else "Too few draws lie on one of both sides to say what decides: run more draws.", WIDTH,
    )  # fmt: skip


def _assumption(number: int, one: dict[str, Any]) -> Iterator[str]:
    name = one["id"] + ("" if one["clear"] else " ?")
    interval = "{:.2f}-{:.2f}".format(*one["index_interval"])
    tips = UNKNOWN if one["tips_at"] is None else rounded(one["tips_at"])
    figures = f"{one['index']:>6.2f}  {interval:<10}{tips:>9}{one['below']:>8.2f}{one['above']:>7.2f}"
    if len(name) > 35:
        yield f"{number} {name}"
        name = ""
    yield f"{number if name else ' ':<2}{name:<36}{figures}"
    share = "{:.0f} to {:.0f} %".format(*(100 * end for end in one["share_interval"]))
    luck = "under 1 in 1,000" if one["chance"] < 0.001 else f"{one['chance']:.3f}"
    yield from _below(
        f"{one['meaning']}. {rounded(one['low'])} to {rounded(one['high'])} {one['unit']}; alone it makes "
        f"{100 * one['share']:.0f} % of the effect's variance ({share}); chance: {luck}"
    )
    if one["ends"]:
        told = "; ".join(f"at {rounded(end['held'][0][1])} {_q(end)}" for end in one["ends"])
        turned = "" if one["turned"] is None else f"; {100 * one['turned']:.0f} % of the draws change sides"
        yield from _below(f"Set in {one['ends'][0]['draws']} draws, {told}{turned}: {_SET[one['confirmed']]}")


def _q(end: dict[str, Any]) -> str:
    if end["probability"] is None:
        return str(end["word"])
    return f"{end['word']}, q {end['probability']:.2f} ({end['interval'][0]:.2f} to {end['interval'][1]:.2f})"


def joint_words(joint: dict[str, Any]) -> str:
    """What setting several assumptions at once came to, in words."""
    against, in_favour = (_q(end) for end in joint["ends"])
    values = ", ".join(f"{name} {rounded(value)}" for name, value in joint["ends"][1]["held"])
    turns = _JOINT[joint["confirmed"]]
    return f"for it ({values}): {in_favour}; against it: {against}: together they {turns}"


def region_words(key: str, region: dict[str, Any]) -> str:
    """A region in words; ``key`` is ``holds`` or ``fails``."""
    where = " and ".join(_bound(each) for each in region["bounds"])
    low, high = region["interval"]
    enough = region["inside"] >= HIGH if key == "holds" else region["inside"] <= LOW
    short = "" if enough else ", which is not enough"
    return (
        f"where {where}: q {region['inside']:.2f} ({low:.2f} to {high:.2f}){short}, in "
        f"{100 * region['share']:.0f} % of the draws; {region['outside']:.2f} elsewhere"
    )


def _bound(each: dict[str, Any]) -> str:
    above, below = each["above"], each["below"]
    if above is not None and below is not None:
        return f"{each['id']} is {rounded(above)} to {rounded(below)}"
    return f"{each['id']} is " + (f"below {rounded(below)}" if above is None else f"{rounded(above)} or more")


def _variant(each: dict[str, Any]) -> Iterator[str]:
    told = "; ".join(
        f"{rounded(value)}: {word}, q {q:.2f} ({low:.2f} to {high:.2f})"
        for value, word, q, (low, high) in zip(
            each["values"], each["words"], each["probability"], each["intervals"], strict=True)
    )  # fmt: skip
    breaks = ". It breaks the verdict" if each["breaks"] else ""
    yield from _said("Structure", f"{each['id']} ({each['meaning']}) {told}{breaks}")


def _said(head: str, text: str) -> Iterator[str]:
    yield from wrap(f"{head + ':':<12}{text}", WIDTH, subsequent_indent=" " * 12, break_on_hyphens=False)


def _below(text: str) -> Iterator[str]:
    yield from wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
