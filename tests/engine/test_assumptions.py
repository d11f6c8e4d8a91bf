"""Each assumption moves what its entry says, which way it says, with all other state frozen.

From one saved state in mid-run one month is run with the assumption at the low end of its range,
at its centre and at the high end. A few act on something that shows a month later (``LATER``);
some need a world in which their occasion is not rare (``IN``), or a state prepared for it
(``GIVEN``). What an assumption does to a whole run is no law, and not tested.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import by_hand
import handmade
import numpy as np
import pytest
import worlds

from xinyong import fields
from xinyong.engine import assumptions
from xinyong.engine.assumptions import Assumption, register
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    AWARE,
    B_ASKED,
    B_OFFICE_PADDING,
    B_OFFICES,
    B_OFFICIALS_PUNISHED,
    B_SANCTIONED,
    B_YIELDED,
    EFFORT,
    HOME,
    HOME_SIZE,
    HOME_STATE,
    LISTS,
    PADDING,
    PAST,
    PAST_KIN,
    PAST_NAMED,
    RESERVES,
    REVENUE,
    RISK_MONEY,
    S_LISTED,
    SEEN,
    SEGMENT,
)
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, INDEX

UNTOLD = ({"set": "safeguards.notice", "to": False},)
BUSY_COURTS = ("backlog", "sue_rate", "trial_rate", "enforcement_rate", "limits", "lists", "lists_unable")
#: frame, citizens, scheme, patches, months from 2012-01.
WORLDS: Mapping[str, tuple[str, int, str, tuple[worlds.Patch, ...], int]] = {
    "nation": ("national", 60_000, "china-2020", (), 96),
    "city": ("rongcheng", 20_000, "china-2020", (), 84),
    "courts": ("debtors", 60_000, "with-remedies", worlds.STRICT, 90),
    "untold": ("debtors", 20_000, "china-2020", UNTOLD, 90),
    "start": ("debtors", 20_000, "china-2020", (), 0),
    "every": ("rongcheng", 20_000, "china-2020", (), 84),
    "graded": ("firms", 20_000, "china-2020", (), 60),
    "asked": ("carriers", 20_000, "law-only", (), 64),
}
#: Rules made by hand in some of them: companies and offices graded, a letter to carriers.
BY_HAND: Mapping[str, tuple[handmade.Change, ...]] = {
    "graded": (handmade.every_slot, handmade.harsh_offices, handmade.public_list),
    "asked": (handmade.every_slot, handmade.letter(worlds.START + 64, 2)),
}
IN = {
    "backlog": "start", "backlog_closed": "start", "notice_found": "untold", "point_value": "city",
    "gaming_zeal": "city", "reward_weight": "city", "unfair": "courts",
    **dict.fromkeys((
        "court_capacity", "shunning", "credit_rationing", "debt_listing", "debt_months", "hides",
        "pays_late", "sue_rate", "gives_up", "trial_rate", "enforcement_rate", "pays_anyway", "hider_will",
        "seizure", "search", "search_months", "settles", "creditor_relents", "revives", "forgotten",
        "limit_pain", "listing_pain", "gate_pain", "kin_pain", "shaming", "patience_months",
        "pressure_response", "limits", "lists", "lists_unable", "extends", "stops_trying", "kin_beyond",
        "job_loss",
        "licence_loss", "loan_loss", "university_loss", "listed_drag", "tie_loss", "kin_share",
        "market_loss", "market_speed", "appeals", "appeal_success", "remedy_capacity", "seeks_repair",
        "audience",
    ), "courts"),
    **dict.fromkeys((
        "rating_grace", "rating_whim", "rating_shunning", "rating_dread", "rating_ties", "dismissal_loss",
        "map_named", "leak_worry", "leak_news", "leak_trust", "consents",
    ), "every"),
    **dict.fromkeys((
        "overreach", "tender_months", "firm_point", "buyer_months", "office_point", "grade_dread",
        "office_listing", "grade_loss", "grade_effort", "inspection_lesson",
    ), "graded"),
    **dict.fromkeys((
        "demand_early", "demand_speed", "demand_noise", "demand_imitation", "demand_fixed",
        "silent_objection", "full_objection", "part_objection", "part_relief",
    ), "asked"),
}  # fmt: skip
#: A suit is decided, and what is granted is carried out, the month after.
#: Offices are few: what moves them shows over some months.
LATER = {
    "sue_rate": 2, "appeal_success": 2, "remedy_capacity": 2, "seeks_repair": 2,
    "office_listing": 12, "office_point": 12, "grade_dread": 12,
}  # fmt: skip


#: Assumptions that act under another structure alone.
BESIDE = {"attention": "habit_rule", "habit_lead": "habit_rule"}


def _terms_end(engine: Engine) -> None:
    """Every listing with a term reaches its end this month."""
    debts = engine.state.debts
    debts["until"][(debts["stage"] == S_LISTED) & (debts["ground"] != 1)] = engine.month


def _offices_behind(engine: Engine) -> None:
    engine.state.of[EFFORT], engine.state.of[PADDING] = 0.2, 1.0


def _officials_punished(engine: Engine) -> None:
    engine.state.city_last[:, B_OFFICIALS_PUNISHED] = 1


def _offices_pad(engine: Engine) -> None:
    """Offices made up all of their quota last month."""
    engine.state.city_last[:, B_OFFICE_PADDING] = 65536 * engine.state.city_last[:, B_OFFICES]


def _offices_short(engine: Engine) -> None:
    """Cases far outrun budgets."""
    engine.state.board_last[:, B_SANCTIONED] = 10_000


def _all_expect(engine: Engine) -> None:
    """Everybody knows of the scheme, and expects money wrongs to be noticed."""
    engine.state.pf[AWARE], engine.state.pf[RISK_MONEY] = 1.0, 1.0


def _firms_need(engine: Engine) -> None:
    engine.state.cf[RESERVES] = 0.0


def _half_yielded(engine: Engine) -> None:
    """Half of those asked yielded last month."""
    engine.state.nation_last[B_ASKED], engine.state.nation_last[B_YIELDED] = 100, 50


def _little_earned(engine: Engine) -> None:
    engine.state.cf[REVENUE] = 1_000_000.0


def _all_object(engine: Engine) -> None:
    engine.state.cu[HOME_STATE] = 2


def _small_debts(engine: Engine) -> None:
    """Debts that the pressure of a month or two outweighs, and debtors who can pay them."""
    engine.state.debts["amount"], engine.state.debts["ability"] = 2000.0, 0


def _everyone_applies(engine: Engine) -> None:
    """All meet the occasions of young townspeople, universities too; every gate knows the listed."""
    s = engine.state
    s.pu[SEGMENT] = 8 + 4 + 2
    s.pw[SEEN, s.pw[LISTS] != 0] = 0xFFFF


def _all_named(engine: Engine) -> None:
    """Whoever is listed has been named in public."""
    engine.state.pu[PAST] |= PAST_NAMED


def _kin_refused(engine: Engine) -> None:
    """Every debtor could pay, and a child of every debtor was refused something."""
    _small_debts(engine)
    engine.state.pu[PAST] |= PAST_KIN


def _alone(engine: Engine) -> None:
    """Nobody has kin: what one loses is not hidden by what the household loses."""
    s = engine.state
    s.pu[HOME_SIZE] = 1
    first = s.hoods["person_first"]
    s.pi[HOME] = np.arange(s.pi.shape[1]) - first[worlds.hood_of(first, s.pi.shape[1])]


GIVEN: Mapping[str, Callable[[Engine], None]] = {
    "padded_notices": _offices_pad, "budget_pull": _offices_short, "squeeze": _firms_need,
    "debt_listing": _all_expect, "demand_imitation": _half_yielded, "demand_fixed": _little_earned,
    **dict.fromkeys(("full_objection", "part_objection", "part_relief"), _all_object),
    "padding_gain": _offices_behind,
    "extends": _terms_end, "quota_pull": _offices_behind, "fair_officials": _officials_punished,
    "shunning": _all_named, "kin_pain": _kin_refused,
    "tie_loss": _alone, "kin_beyond": _everyone_applies, "university_loss": _everyone_applies,
    **dict.fromkeys((
        "limit_pain", "listing_pain", "gate_pain", "shaming", "patience_months", "pressure_response",
    ), _small_debts),
}  # fmt: skip

_folders = tempfile.TemporaryDirectory()
_COLUMNS = (
    ("pf", fields.PERSON_FLOATS), ("pi", fields.PERSON_INT16), ("pu", fields.PERSON_UINT8),
    ("cf", fields.COMPANY_FLOATS), ("ci", fields.COMPANY_INT16), ("cu", fields.COMPANY_UINT8),
    ("of", fields.OFFICE_FLOATS), ("ou", fields.OFFICE_UINT8),
)  # fmt: skip


@cache
def saved(name: str) -> tuple[Engine, Path]:
    """A world in mid-run, and the folder it is kept in."""
    frame, citizens, scheme, patches, months = WORLDS[name]
    dials = worlds.at_end("high", *BUSY_COURTS) if name in ("courts", "every") else None
    rules: Any = worlds.timeline(scheme, *patches)
    if name == "every":
        # ratings, groups, employers, leaks, a map and the asking for consent, for half a year
        rules = by_hand.everything(rules, worlds.START + months - 6)
    if name in BY_HAND:
        rules = handmade.Handmade(rules, *BY_HAND[name])
    engine = worlds.world(worlds.society(frame, citizens), rules, threads=2, dials=dials)
    worlds.steps(engine, months)
    folder = Path(_folders.name) / name
    folder.mkdir()
    engine.save(folder)
    return engine, folder


@cache
def column(name: str) -> tuple[str, int] | tuple[str, str] | None:
    """Where a column of the state is: its table and row, or its short table and field."""
    for table, listed in _COLUMNS:
        for row, field in enumerate(listed):
            if field.name == name:
                return table, row
    for table, pairs in (("debts", fields.DEBT), ("live", fields.LIVE)):
        for field, _ in pairs:
            if field.name == name:
                return table, name.replace("-", "_")
    return None


def measured(engine: Engine, outs: list[MonthOut], name: str) -> float:
    """A column of the state added up, or a quantity of the last month over all subjects."""
    place = column(name)
    if place is not None and place[0] in ("debts", "live"):
        return float(worlds.used(engine.state, place[0])[place[1]].astype(np.float64).sum())
    if place is not None:
        return float(getattr(engine.state, place[0])[place[1]].astype(np.float64).sum())
    return float(outs[-1].places[:, [G_ALL, G_COMPANY, G_OFFICE], INDEX[name]].sum())


def moved(entry: Assumption) -> list[float]:
    """What the entry names, with the assumption low, at its centre and high."""
    name = IN.get(entry.id, "nation")
    engine, folder = saved(name)
    found = []
    for value in entry.values or (entry.low, entry.value, entry.high):
        if WORLDS[name][4] == 0:
            people = worlds.society(*WORLDS[name][:2])
            moving = worlds.world(people, worlds.timeline(), dials={entry.id: value})
        else:
            dials = engine.spec.dials.copy()
            if entry.id in BESIDE:
                dials[[each.id for each in register()].index(BESIDE[entry.id])] = 1.0
            dials[[each.id for each in register()].index(entry.id)] = value
            moving = Engine.load(engine.spec._replace(dials=dials), folder)
        GIVEN.get(entry.id, lambda _: None)(moving)
        outs = worlds.steps(moving, LATER.get(entry.id, 1))
        found.append(measured(moving, outs, entry.moves[0]))
    return found


@pytest.mark.parametrize("entry", register(), ids=lambda entry: entry.id)
def test_an_assumption_moves_what_its_entry_says(entry: Assumption) -> None:
    what, way = entry.moves
    assert way in ("up", "down", "any")
    assert column(what) is not None or what in INDEX, f"{entry.id} moves {what}, which nobody measures"
    low, *between, high = moved(entry)
    centre = between[0] if between else low
    if way == "any":
        assert low != high, f"{entry.id} moves nothing: {what} stays {low}"
    elif way == "up":
        assert low <= centre <= high, (low, centre, high)
        assert low < high
    else:
        assert low >= centre >= high, (low, centre, high)
        assert low > high


def test_centres_lie_in_their_ranges_and_words_are_known() -> None:
    ids = [entry.id for entry in register()]
    assert len(set(ids)) == len(ids)
    for entry in register():
        assert entry.low <= entry.value <= entry.high, entry.id
        assert entry.low < entry.high, entry.id
        assert entry.unit, entry.id
        assert entry.meaning, entry.id
        assert entry.source, entry.id
    for special in (IN, LATER, GIVEN, BESIDE):
        assert set(special) <= set(ids), sorted(set(special) - set(ids))


def test_dials_are_current() -> None:
    place = Path(assumptions.__file__).with_name("dials.py")
    remedy = "run python -m xinyong.engine.assumptions"
    assert place.read_text(encoding="utf-8") == assumptions.dials_text(), remedy


def test_every_dial_is_used_by_the_engine() -> None:
    files = Path(assumptions.__file__).parent.rglob("*.py")
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    unused = [entry.id for entry in register() if f"A.{entry.id}]" not in texts]
    assert unused == []
