"""Obligations: a stock and flow of debts, judgments, enforcement cases and listings.

    due -> sued -> judged -> enforced -> listed -> ended
                      performed | settled | dropped | closed for want of assets (may revive)

Nobody moves by a constant hazard of "compliance": each month a debtor who can pay weighs what
not paying costs (spending limits and listings that gatekeepers know of, shame where a small debt
is made public, Perez-Truglia and Troiano 2018) against the amount; one who cannot pay pays when
assets allow; one who hides assets pays when a search finds them. Courts have capacity: the fewer
they can handle, the slower trial, search and seizure. Regimes are dated: what the tables' court
block holds this month is the law of the month.

``move`` runs in *records* (debts, judgments, performance); ``hold`` in *standing* (listings,
spending limits, terms). Draws: COURT, one an obligation and month.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, lower, tag, uniform, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.debtor import SMALL, earns, pressure, purse, spend
from xinyong.engine.layout import F_DIES, State, Tally, Work
from xinyong.engine.rows import add_event, write_row
from xinyong.engine.rules import Rules
from xinyong.fields import (
    B_COURT_LOAD,
    DEBT_WRONG,
    FOREVER,
    R_CLOSED,
    R_CREDITOR,
    R_DEATH,
    R_PERFORMANCE,
    R_SETTLEMENT,
    S_CLOSED,
    S_DUE,
    S_ENDED,
    S_ENFORCED,
    S_JUDGED,
    S_LISTED,
    S_SUED,
    THRIFT,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import (
    COURT_CAPACITY,
    COURT_CLOSURE,
    COURT_CREDITOR_EXIT,
    COURT_LIST,
    COURT_SETTLEMENT_EXIT,
    EXIT_CREDITOR,
    EXIT_SETTLEMENT,
)

CAN, CANNOT, HIDES = 0, 1, 2
#: Debts by creditor (bank, person, firm, worker, state), as multiples of ``debt_months``.
_SIZE = np.array([1.5, 1.2, 1.0, 0.3, 0.4], dtype=np.float64)
#: Octiles of a lognormal spread with sigma 1.2 around its median.
_SPREAD = np.array([0.11, 0.28, 0.51, 0.83, 1.20, 1.96, 3.55, 9.0], dtype=np.float64)
Q_DEBTS, Q_JUDGED, Q_ENFORCED = INDEX["debts"], INDEX["judgments"], INDEX["enforcements"]
Q_PERFORMED, Q_PERFORMED_LISTED = INDEX["performed"], INDEX["performed-listed"]
Q_COMPLIED, Q_COMPLIED_LISTED = INDEX["complied"], INDEX["complied-listed"]
Q_SETTLED, Q_CLOSED = INDEX["settled"], INDEX["closed-for-want"]
Q_SMALL, Q_SMALL_PERFORMED = INDEX["judgments-small"], INDEX["performed-small"]


@register_jitable
def forget_record(s: State, d: Int) -> None:
    """Obligation ``d`` has no open record of the court."""
    s.debts[d].record = np.uint32(0xFFFFFFFF)
    s.debts[d].conduct = s.debts[d].institution = np.uint8(255)


@register_jitable
def open_debt(
    h: Int, month: Int, s: State, w: Work, a: np.ndarray, kind: Int, who: Int, creditor: Int, bits: np.uint64
) -> None:
    """A debt falls due and is not paid: how much, and whether the debtor could."""
    n = s.hoods[h].debt_end
    if n >= s.hoods[h + 1].debt_first:
        return  # the kernel has made sure of room; see month.month
    size = again(bits, purposes.K_AMOUNT)
    amount = (
        a[A.debt_months]
        * _SIZE[creditor]
        * _SPREAD[(upper(size) * 8) >> 32]
        * max(earns(s, h, kind, who), 500.0)
    )
    ability = CAN
    if purse(s, h, kind, who) < amount:
        ability = CANNOT
    elif uniform(again(bits, purposes.K_ABILITY)) < a[A.hides]:
        ability = HIDES
    s.debts[n].amount = np.float32(amount)
    s.debts[n].who = np.int16(who)
    s.debts[n].opened = np.int16(month)
    s.debts[n].since = np.int16(month)
    s.debts[n].until = np.int16(FOREVER)
    s.debts[n].kind = np.uint8(kind)
    s.debts[n].stage = np.uint8(S_DUE)
    s.debts[n].ability = np.uint8(ability)
    s.debts[n].ground = np.uint8(0)
    s.debts[n].creditor = np.uint8(creditor)
    s.debts[n].marks = np.uint8(0)
    forget_record(s, n)
    s.debts[n].id = np.uint32(lower(bits))
    s.hoods[h].debt_end = n + 1
    add_event(w, s, h, kind, who, Q_DEBTS, 1)


@register_jitable
def end_debt(s: State, w: Work, d: Int, reason: Int) -> None:
    """Close an obligation; if the court's record of the case is open, write the row that closes it."""
    record = np.int64(s.debts[d].record)
    if record != 0xFFFFFFFF:
        kind = np.int64(s.debts[d].kind)
        genuine = 0 if np.int64(s.debts[d].marks) & DEBT_WRONG else 1
        # the record's own names: the court's rules may be gone by now
        write_row(w, kind, np.int64(s.debts[d].who), record, np.int64(s.debts[d].conduct),
            np.int64(s.debts[d].institution), 0, genuine, reason, 0, 255, 0,
        )  # fmt: skip
    forget_record(s, d)
    s.debts[d].stage = np.uint8(S_ENDED)


@register_jitable
def list_lets_go(r: Rules, way: Int) -> bool:
    """Does the defaulter list allow this way out (an EXIT_* bit)?"""
    number = np.int64(r.court[COURT_LIST])
    return bool(number < 0 or np.int64(r.list_exit[number]) & way != 0)


@register_jitable
def pays(h: Int, s: State, w: Work, a: np.ndarray, d: Int, u: float, court_help: float) -> bool:
    """Does the debtor pay this month? ``court_help`` is what search and seizure can do (0..1)."""
    kind = np.int64(s.debts[d].kind)
    who = np.int64(s.debts[d].who)
    amount = np.float64(s.debts[d].amount)
    ability = np.int64(s.debts[d].ability)
    have = purse(s, h, kind, who)
    thrift = 0.0
    if kind == 0:
        thrift = (np.float64(s.pu[THRIFT, s.hoods[h].person_first + who]) - 128.0) / 32.0
    will = a[A.pays_anyway] * max(1.0 + 0.5 * thrift, 0.1)
    will += a[A.pressure_response] * pressure(s, h, d, kind, who, amount, a)
    force = court_help * a[A.seizure]
    if ability == HIDES:
        will *= a[A.hider_will]
        force = court_help * a[A.search]
    elif ability == CANNOT and have < amount:
        # one who had nothing pays when assets allow, as willing as anybody
        will = force = 0.0
    if u >= will + force:
        return False
    spend(s, h, kind, who, amount)
    add_event(w, s, h, kind, who, Q_PERFORMED, 1)
    if u < will:
        add_event(w, s, h, kind, who, Q_COMPLIED, 1)
    if amount < SMALL:
        add_event(w, s, h, kind, who, Q_SMALL_PERFORMED, 1)
    if s.debts[d].stage == S_LISTED:
        add_event(w, s, h, kind, who, Q_PERFORMED_LISTED, 1)
        if u < will:
            add_event(w, s, h, kind, who, Q_COMPLIED_LISTED, 1)
    end_debt(s, w, d, R_PERFORMANCE)
    return True


@register_jitable
def go(s: State, h: Int, d: Int, stage: Int, month: Int) -> None:
    """Enter a stage."""
    s.debts[d].stage = np.uint8(stage)
    s.debts[d].since = np.int16(month)


@register_jitable
def move(h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """One month of every obligation of neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.COURT)
    help_ = s.look[np.int64(s.hoods[h].city), 0] * max(r.court[COURT_CAPACITY], 0.0) * r.capacity[0]
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        kind = np.int64(s.debts[d].kind)
        who = np.int64(s.debts[d].who)
        stage = np.int64(s.debts[d].stage)
        if stage == S_ENDED:
            continue
        if kind == 0 and np.int64(w.fate[who]) & F_DIES:
            end_debt(s, w, d, R_DEATH)
            continue
        if np.int64(s.debts[d].marks) & DEBT_WRONG:
            continue  # this subject owes nothing: only a correction, a term or death ends it
        bits = draw(s.hoods[h].key + np.uint64(s.debts[d].id), tagged)
        u = uniform(bits)
        v = uniform(again(bits, 1))
        if stage == S_DUE:
            if u < a[A.pays_late]:
                go(s, h, d, S_ENDED, month)
            elif v < a[A.sue_rate] * help_:
                go(s, h, d, S_SUED, month)
            elif v > 1.0 - a[A.gives_up]:
                go(s, h, d, S_ENDED, month)
        elif stage == S_SUED:
            if u < min(a[A.trial_rate] * help_, 1.0):
                go(s, h, d, S_JUDGED, month)
                add_event(w, s, h, kind, who, Q_JUDGED, 1)
                if s.debts[d].amount < SMALL:
                    add_event(w, s, h, kind, who, Q_SMALL, 1)
        elif stage == S_JUDGED:
            if not pays(h, s, w, a, d, u, 0.0) and v < a[A.enforcement_rate]:
                go(s, h, d, S_ENFORCED, month)
                add_event(w, s, h, kind, who, Q_ENFORCED, 1)
        elif stage == S_ENFORCED or stage == S_LISTED:
            s.board[h, B_COURT_LOAD] += 1
            listed = stage == S_LISTED
            if pays(h, s, w, a, d, u, help_):
                continue
            if v < a[A.settles] and (
                not listed or (r.court[COURT_SETTLEMENT_EXIT] > 0.0 and list_lets_go(r, EXIT_SETTLEMENT))
            ):
                end_debt(s, w, d, R_SETTLEMENT)
                add_event(w, s, h, kind, who, Q_SETTLED, 1)
            elif v > 1.0 - a[A.creditor_relents] and (
                not listed or (r.court[COURT_CREDITOR_EXIT] > 0.0 and list_lets_go(r, EXIT_CREDITOR))
            ):
                end_debt(s, w, d, R_CREDITOR)
                add_event(w, s, h, kind, who, Q_SETTLED, 1)
            elif (
                not listed
                and s.debts[d].ability != CAN
                and r.court[COURT_CLOSURE] > 0.0
                and month - np.int64(s.debts[d].since) >= np.int64(a[A.search_months])
            ):
                go(s, h, d, S_CLOSED, month)
                add_event(w, s, h, kind, who, Q_CLOSED, 1)
        elif stage == S_CLOSED:
            # spending limits stay in force after a closure; assets that turn up revive the case
            if pays(h, s, w, a, d, u, 0.0):
                continue
            if v < a[A.revives] * help_:
                go(s, h, d, S_ENFORCED, month)
                add_event(w, s, h, kind, who, Q_ENFORCED, 1)
            elif v > 1.0 - a[A.forgotten]:
                end_debt(s, w, d, R_CLOSED)
