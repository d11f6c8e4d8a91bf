"""The verdict board as one page that opens anywhere: no request leaves it, no server is needed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.claims.board import SETTLED, Board, between_settings
from xinyong.claims.judging import DEPENDS, FAILS, HIGH, HOLDS, LOW, NOT_HERE, UNRESOLVED, VERDICTS
from xinyong.claims.models import SETTINGS, Claim
from xinyong.claims.weakness import Doubts, doubts_of, name_of, points_of, weakest, why_of
from xinyong.show.board import amount, bar_text, fails_words, further_words, how_made, in_vain, measured
from xinyong.show.plots import effect_plot, share_plot
from xinyong.show.weakest import FIRST, joined
from xinyong.show.wording import UNKNOWN, rounded

if TYPE_CHECKING:
    from jinja2 import Environment

#: Of each verdict: the class of its colour, and a mark for those who see none.
LOOKS: Final = {
    HOLDS: ("holds", "●"), FAILS: ("fails", "○"), DEPENDS: ("depends", "◐"), UNRESOLVED: ("open", "?"),
    NOT_HERE: ("not-here", "–"),
}  # fmt: skip
_SIDES: Final = {"disadvantage": "Disadvantages", "advantage": "Advantages", "premise": "Premises"}
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_FOLDER: Final = Path(__file__).resolve().parent / "pages"


def board_page(board: Board, claims: Mapping[str, Claim]) -> str:
    """The page's HTML; ``claims`` holds at least those of the board."""
    style, script = part("board.css"), part("board.js")
    page = environment().get_template("board.html")
    main = [each for each in board.entries if each["part"] is None]
    doubts = doubts_of(claims.values())
    cards = [_card(id, board.entries, claims[id], doubts) for id in _ids(board.entries)]
    run = [each for each in main if each["probability"] is not None]
    return page.render(
        style=style, script=script, style_hash=hash_of(style), script_hash=hash_of(script),
        count=len(cards), made=how_made(board.made), command=board.made.command, version=board.made.version,
        counts=_counts(main), high=HIGH, low=LOW, settled=_settled(main),
        run=len(run), emergent=[each for each in _counts([one for one in run if one["kind"] == "emergent"])
                                if each["count"]],
        weakest=[{"id": each.entry["id"], "name": name_of(each.entry), "verdict": each.entry["verdict"],
                  "points": joined(each.points)} for each in weakest(board.entries, doubts)[:FIRST]],
        split=between_settings(board.entries), filters=_filters(cards),
        sides=[{"title": title, "claims": [card for card in cards if card["side"] == side]}
               for side, title in _SIDES.items()],
    )  # fmt: skip


def write_page(board: Board, file: str) -> None:
    """Write the page of a board of the shipped claims, all of it or nothing."""
    from xinyong.claims.reading import library
    from xinyong.results.durable import write_text

    write_text(Path(file), board_page(board, library()))


def environment() -> Environment:
    """What makes pages of templates: everything that is put in is escaped, nothing may be missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def part(name: str) -> str:
    """A file that goes into a page as it is."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def hash_of(text: str) -> str:
    """What a content security policy calls a text by."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _ids(entries: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(each["id"] for each in entries))


def _counts(main: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for word in VERDICTS:
        kind, mark = LOOKS[word]
        count = sum(each["verdict"] == word for each in main)
        found.append({"word": word, "kind": kind, "mark": mark, "count": count})
    return found


def _settled(main: Sequence[dict[str, Any]]) -> str:
    count = sum(SETTLED in each["flags"] for each in main)
    if not count:
        return ""
    return (
        f"{count} are settled by assumption: every draw lies on one side, so the ranges alone decide, and "
        "the verdict is about them."
    )


def _filters(cards: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    def words(key: str) -> list[str]:
        return sorted({word for card in cards for word in card[key].split("|") if word})

    return [
        {"name": "side", "label": "Side", "options": list(_SIDES)},
        {"name": "setting", "label": "Setting", "options": [w for w in SETTINGS if w in words("settings")]},
        {"name": "verdict", "label": "Verdict", "options": [w for w in VERDICTS if w in words("verdicts")]},
        {"name": "kind", "label": "Kind", "options": words("kind")},
        {"name": "outlet", "label": "Said by", "options": words("outlets")},
        {"name": "year", "label": "Year", "options": words("years")},
    ]


def _card(id: str, entries: Sequence[dict[str, Any]], claim: Claim, doubts: Doubts) -> dict[str, Any]:
    own = [each for each in entries if each["id"] == id]
    said = [f"{each.name} ({each.outlet})" for each in claim.said_by]
    return {
        "id": id, "side": claim.side, "kind": claim.kind, "statement": claim.statement,
        "settings": "|".join(dict.fromkeys(each["setting"] or "" for each in own)),
        "verdicts": "|".join(dict.fromkeys(each["verdict"] for each in own)),
        "outlets": "|".join(dict.fromkeys(each.outlet for each in claim.said_by)),
        "years": "|".join(sorted({year for each in claim.said_by for year in _YEAR.findall(each.name)})),
        "said": "; ".join(said),
        "said_short": claim.said_by[0].name + (f" and {len(said) - 1} more" if len(said) > 1 else ""),
        "mechanism": claim.mechanism, "knob": claim.why_not_a_knob, "notes": claim.notes,
        "entries": [_entry(each, doubts) for each in own], "details": [_details(each) for each in own],
    }  # fmt: skip


def _where(each: dict[str, Any]) -> str:
    return " · ".join(word for word in (each["setting"], each["part"]) if word) or "everywhere"


def _entry(each: dict[str, Any], doubts: Doubts) -> dict[str, Any]:
    kind, mark = LOOKS[each["verdict"]]
    run = each["probability"] is not None
    prior = (each["prior"] or {}).get("probability")
    posterior = (each["posterior"] or {}).get("probability")
    return {
        "verdict": each["verdict"], "verdict_kind": kind, "mark": mark, "where": _where(each),
        "why": why_of(each), "weak": joined(points_of(each, doubts), 1),
        "settled": SETTLED in each["flags"],
        "q": rounded(each["probability"], 2) if run else UNKNOWN,
        "interval": "{:.2f} to {:.2f}".format(*each["interval"]) if run else UNKNOWN,
        "prior": rounded(prior, 2) if prior is not None and posterior is not None else "",
        "effect": amount(each, each["effect"]["median"], True) if run else UNKNOWN,
        "bar": bar_text(each) if each["threshold"] else UNKNOWN,
        "q_svg": share_plot(each["probability"], each["interval"]) if run else "",
        "effect_svg": effect_plot(each) if run else "",
    }  # fmt: skip


def _details(each: dict[str, Any]) -> dict[str, Any]:
    lines: list[str] = []
    bar = each["threshold"]
    if bar is not None:
        lines.append(
            f"Measured: {measured(bar)}. Smallest effect that matters {bar_text(each)}: {bar['reason']}"
        )
        if bar["fails"] is not None:
            lines.append(f"Fails {fails_words(each)}")
        lines += [f"And {words}" for words in further_words(each)]
    lines += [f"{one['what']}: {one['value']} [{one['source']}]" for one in each["evidence"]]
    if each["probability"] is not None:
        effect = each["effect"]
        lines.append(
            f"Effect in nine draws of ten: {amount(each, effect['low'], True)} to "
            f"{amount(each, effect['high'], True)}; {each['draws']} draws, {each['seeds']} seeds; luck is "
            f"{100 * (each['seed_share'] or 0.0):.0f} % of the variance."
        )
        lines += [_decider(one) for one in each["flips"]["assumptions"]]
        lines += [f"{head}: {words}" for head, words in in_vain(each).items()]
    return {"head": _where(each), "lines": lines}


def _decider(one: dict[str, Any]) -> str:
    head = "Decides" if one["confirmed"] else "May decide"
    known = "set: it turns the verdict" if one["confirmed"] else "not yet set"
    return (
        f"{head}: {one['id']}, q {one['below']:.2f} below {rounded(one['tips_at'])} and {one['above']:.2f} "
        f"above (range {rounded(one['low'])} to {rounded(one['high'])} {one['unit']}); "
        f"{known}" + ("" if one["clear"] else "; may be chance")
    )
