"""The court's hold on debtors: who is listed, who is limited, for how long.

Two instruments, kept apart. *Spending limits* (2010) may be ordered in any enforcement case,
also of debtors who cannot pay. *Listing* (October 2013) needs a ground: able but refuses (until
performed), or one of grounds 2 to 6 (a term, which may be extended). Debtors who cannot pay
should not be listed; ``lists_unable`` is how often one is all the same, for not reporting
assets. A company's listing does not list its representative; spending limits reach him.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import saturate
from xinyong.engine.collecting import count_entry, enter, mask_place
from xinyong.engine.court import CAN, CANNOT, end_debt, forget_record, go, list_lets_go
from xinyong.engine.layout import F_DIES, State, Tally, Work
from xinyong.engine.rows import add_event, write_listing, write_row
from xinyong.engine.rules import Rules
from xinyong.engine.terms import listed_until
from xinyong.fields import (
    ALIVE,
    BORN,
    DEBT_EXTENDED,
    DEBT_FRESH,
    DEBT_GRANTED,
    DEBT_LIMITED,
    DEBT_WRONG,
    FIRM_LISTS,
    FOREVER,
    LISTS,
    PAST,
    PAST_LISTED,
    PAST_WRONGED,
    R_CORRECTION,
    R_EXTENSION,
    R_REPAIR,
    R_TERM,
    REPRESENTATIVE,
    S_CLOSED,
    S_ENDED,
    S_ENFORCED,
    S_LISTED,
    SUSPECT,
    TRAIT_STUDENT,
    TRAITS,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import (
    COURT_BEGAN,
    COURT_CONDUCT,
    COURT_EXTENSION,
    COURT_INSTITUTION,
    COURT_LIMIT_LIST,
    COURT_LIMITS,
    COURT_LIST,
    COURT_LISTS,
    COURT_REP,
    COURT_ROLLOUT,
    COURT_STUDENTS,
    COURT_TERM,
    COURT_TERM_ABLE,
    EXIT_TERM,
)

Q_LISTINGS, Q_LIMITS, Q_EXPIRED = INDEX["listings"], INDEX["limits"], INDEX["expired"]
Q_RED = INDEX["red-entries"]
Q_CORRECTED, Q_REPAIRED = INDEX["corrected"], INDEX["repaired"]
Q_UNABLE, Q_WRONG, Q_BLACK = INDEX["unable-listed"], INDEX["wrong-records"], INDEX["black-entries"]


@register_jitable
def back(
    h: Int, s: State, w: Work, t: Tally, r: Rules, kind: Int, who: Int, number: Int, record: Int, fresh: Int
) -> bool:
    """A record or case backs list ``number``: keep the subject on it, or enter it. True if new."""
    bit = np.int64(1) << number
    place = mask_place(s, h, kind, who)
    w.mask[place] = np.uint32(np.int64(w.mask[place]) | bit)
    if kind == 0:
        p = s.hoods[h].person_first + who
        if np.int64(s.pw[LISTS, p]) & bit:
            return False
        s.pw[LISTS, p] = np.uint32(np.int64(s.pw[LISTS, p]) | bit)
        if r.list_colour[number] < 0:
            s.pu[PAST, p] = np.uint8(np.int64(s.pu[PAST, p]) | PAST_LISTED)
    elif kind == 1:
        c = s.hoods[h].company_first + who
        if np.int64(s.cw[FIRM_LISTS, c]) & bit:
            return False
        s.cw[FIRM_LISTS, c] = np.uint32(np.int64(s.cw[FIRM_LISTS, c]) | bit)
    else:
        o = s.hoods[h].office_first + who
        if np.int64(s.ow[0, o]) & bit:
            return False
        s.ow[0, o] = np.uint32(np.int64(s.ow[0, o]) | bit)
    write_listing(w, kind, who, number, 1, record, fresh)
    add_event(w, s, h, kind, who, Q_RED if r.list_colour[number] > 0 else Q_BLACK, 1)
    return True


@register_jitable
def back_head(
    h: Int, s: State, w: Work, t: Tally, r: Rules, company: Int, number: Int, record: Int, fresh: Int
) -> None:
    """What backs a company's place on a list puts its legal representative there too, if here and alive."""
    head = np.int64(s.ci[REPRESENTATIVE, s.hoods[h].company_first + company])
    if head >= 0 and s.pu[ALIVE, s.hoods[h].person_first + head] == 1:
        if np.int64(w.fate[head]) & F_DIES == 0:
            back(h, s, w, t, r, 0, head, number, record, fresh)


@register_jitable
def case_record(h: Int, s: State, w: Work, t: Tally, r: Rules, d: Int) -> None:
    """Write the court's record of a case, once; it stays open until the obligation ends."""
    if s.debts[d].record != np.uint32(0xFFFFFFFF):
        return
    flags = np.int64(s.debts[d].marks)
    conduct, institution = np.int64(r.court[COURT_CONDUCT]), np.int64(r.court[COURT_INSTITUTION])
    row = write_row(w, np.int64(s.debts[d].kind), np.int64(s.debts[d].who), -1, conduct, institution, 0,
        0 if flags & DEBT_WRONG else 1, 0, 0, 255, 255,
    )  # fmt: skip
    kind, who = np.int64(s.debts[d].kind), np.int64(s.debts[d].who)
    genuine = 0 if flags & DEBT_WRONG else 1
    count_entry(s, w, t, h, kind, who, institution, genuine, 0)
    s.debts[d].conduct, s.debts[d].institution = np.uint8(conduct), np.uint8(institution)
    s.debts[d].record = np.uint32(row)
    s.debts[d].marks = np.uint8(flags | DEBT_FRESH)


@register_jitable
def wrong_person(h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, d: Int, bits: np.uint64) -> None:
    """The court lists somebody else beside the debtor: same name, wrong person."""
    n = s.hoods[h].debt_end
    people = s.hoods[h + 1].person_first - s.hoods[h].person_first
    who = (upper(again(bits, purposes.K_WHO)) * people) >> 32
    p = s.hoods[h].person_first + who
    if n >= s.hoods[h + 1].debt_first or s.debts[d].kind != 0 or s.pu[ALIVE, p] == 0:
        return
    if np.int64(w.fate[who]) & F_DIES:
        return
    if who == np.int64(s.debts[d].who) or month - np.int64(s.pi[BORN, p]) < 216:
        return
    s.debts[n] = s.debts[d]
    s.debts[n].who = np.int16(who)
    s.debts[n].opened = np.int16(month)
    s.debts[n].marks = np.uint8(DEBT_WRONG)
    forget_record(s, n)
    s.debts[n].id = np.uint32(upper(again(bits, purposes.K_KIN)))
    s.hoods[h].debt_end = n + 1
    s.pu[SUSPECT, p] = np.uint8(saturate(s.pu[SUSPECT, p], 1, 0, 255))
    s.pu[PAST, p] = np.uint8(np.int64(s.pu[PAST, p]) | PAST_WRONGED)
    add_event(w, s, h, 0, who, Q_WRONG, 1)


@register_jitable
def using(r: Rules, month: Int) -> float:
    """Share of courts that use the list: it grows evenly from the list's first month to its rollout's end."""
    rollout = r.court[COURT_ROLLOUT]
    if rollout <= 0.0:
        return 1.0
    return float(min((np.float64(month) - r.court[COURT_BEGAN] + 1.0) / rollout, 1.0))


@register_jitable
def consider(
    h: Int,
    month: Int,
    s: State,
    w: Work,
    t: Tally,
    r: Rules,
    a: np.ndarray,
    d: Int,
    bits: np.uint64,
    help_: float,
) -> None:
    """An open case: order spending limits? list the debtor, and on which ground?"""
    kind = np.int64(s.debts[d].kind)
    who = np.int64(s.debts[d].who)
    ability = np.int64(s.debts[d].ability)
    flags = np.int64(s.debts[d].marks)
    if (
        r.court[COURT_LIMITS] > 0.0
        and flags & DEBT_LIMITED == 0
        and uniform(again(bits, 2)) < a[A.limits] * help_
    ):
        s.debts[d].marks = np.uint8(flags | DEBT_LIMITED)
        add_event(w, s, h, kind, who, Q_LIMITS, 1)
        case_record(h, s, w, t, r, d)
    if r.court[COURT_LISTS] <= 0.0 or s.debts[d].stage != S_ENFORCED:
        return
    if (np.int64(r.list_kinds[np.int64(r.court[COURT_LIST])]) >> kind) & 1 == 0:
        return
    chance = a[A.lists] * help_ * using(r, month)
    ground = 1
    if ability == CANNOT:
        chance *= a[A.lists_unable]
        ground = 4
    elif ability != CAN:
        ground = 3
    if kind == 0 and r.court[COURT_STUDENTS] > 0.0:
        if np.int64(s.pu[TRAITS, s.hoods[h].person_first + who]) & TRAIT_STUDENT:
            return
    if uniform(again(bits, 3)) >= chance:
        return
    go(s, h, d, S_LISTED, month)
    s.debts[d].ground = np.uint8(ground)
    term = np.int64(r.court[COURT_TERM_ABLE if ground == 1 else COURT_TERM])
    until = np.int64(FOREVER) if term == 0 else month + term
    s.debts[d].until = np.int16(until)
    case_record(h, s, w, t, r, d)
    add_event(w, s, h, kind, who, Q_LISTINGS, 1)
    if ability == CANNOT:
        add_event(w, s, h, kind, who, Q_UNABLE, 1)
    # what the court publishes reaches other institutions as far as its channel does
    if uniform(again(bits, purposes.K_NOTICE)) < r.coverage[np.int64(s.hoods[h].regime), 0]:
        enter(h, month, s, w, t, r, kind, who, np.int64(r.court[COURT_CONDUCT]), 0, 1, bits)
    if uniform(again(bits, purposes.K_WRONG)) < r.wrong[0]:
        wrong_person(h, month, s, w, t, r, d, bits)


@register_jitable
def term_ends(
    h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray, d: Int, u: float
) -> None:
    """A listing reached the end of its term: extended once, or over (the debt stays)."""
    flags = np.int64(s.debts[d].marks)
    extension = np.int64(r.court[COURT_EXTENSION])
    kind = np.int64(s.debts[d].kind)
    who = np.int64(s.debts[d].who)
    if extension > 0 and flags & (DEBT_EXTENDED | DEBT_WRONG) == 0 and u < a[A.extends]:
        s.debts[d].until = np.int16(month + extension)
        s.debts[d].marks = np.uint8(flags | DEBT_EXTENDED)
        write_row(w, kind, who, np.int64(s.debts[d].record), np.int64(s.debts[d].conduct),
            np.int64(s.debts[d].institution), 0, 1, R_EXTENSION, 0, 255, 255,
        )  # fmt: skip
        return
    add_event(w, s, h, kind, who, Q_EXPIRED, 1)
    if flags & DEBT_WRONG:
        s.pu[SUSPECT, s.hoods[h].person_first + who] = np.uint8(
            saturate(s.pu[SUSPECT, s.hoods[h].person_first + who], -1, 0, 255)
        )
        end_debt(s, w, d, R_TERM)
        return
    s.debts[d].until = np.int16(FOREVER)
    if flags & DEBT_LIMITED == 0:
        # nothing holds the record open any more; the obligation itself goes on
        end_debt(s, w, d, R_TERM)
    go(s, h, d, S_CLOSED, month)


@register_jitable
def hold(h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Decide listings and limits of neighbourhood ``h``, end terms, and say what backs which list."""
    tagged = tag(seed, month, purposes.COURT)
    help_ = s.look[np.int64(s.hoods[h].city), 0] * r.capacity[0]
    black = np.int64(r.court[COURT_LIST])
    limit = np.int64(r.court[COURT_LIMIT_LIST])
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        stage = np.int64(s.debts[d].stage)
        if stage < S_ENFORCED or stage == S_ENDED:
            continue
        bits = draw(s.hoods[h].key + np.uint64(s.debts[d].id), tagged)
        marks = np.int64(s.debts[d].marks)
        if marks & DEBT_GRANTED and marks & DEBT_WRONG == 0:
            # the listing is repaired; the debt, and any spending limits, go on
            s.debts[d].marks = np.uint8(marks & ~DEBT_GRANTED)
            add_event(w, s, h, np.int64(s.debts[d].kind), np.int64(s.debts[d].who), Q_REPAIRED, 1)
            if marks & DEBT_LIMITED == 0:
                end_debt(s, w, d, R_REPAIR)
            go(s, h, d, S_CLOSED, month)
            continue
        if marks & DEBT_GRANTED:
            who = np.int64(s.debts[d].who)
            add_event(w, s, h, 0, who, Q_CORRECTED, 1)
            end_debt(s, w, d, R_CORRECTION)
            p = s.hoods[h].person_first + who
            s.pu[SUSPECT, p] = np.uint8(saturate(s.pu[SUSPECT, p], -1, 0, 255))
            continue
        if stage == S_ENFORCED:
            consider(h, month, s, w, t, r, a, d, bits, help_)
        elif stage == S_LISTED and listed_until(h, s, r, d) <= month and list_lets_go(r, EXIT_TERM):
            term_ends(h, month, s, w, t, r, a, d, uniform(again(bits, 4)))
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        stage = np.int64(s.debts[d].stage)
        flags = np.int64(s.debts[d].marks)
        if stage < S_ENFORCED or stage == S_ENDED:
            continue
        if stage == S_LISTED:
            case_record(h, s, w, t, r, d)
            flags = np.int64(s.debts[d].marks)
        kind = np.int64(s.debts[d].kind)
        who = np.int64(s.debts[d].who)
        record = np.int64(s.debts[d].record)
        fresh = 1 if flags & DEBT_FRESH else 0
        if stage == S_LISTED and black >= 0 and r.court[COURT_LISTS] > 0.0:
            back(h, s, w, t, r, kind, who, black, record, fresh)
        if flags & DEBT_LIMITED and limit >= 0 and r.court[COURT_LIMITS] > 0.0:
            back(h, s, w, t, r, kind, who, limit, record, fresh)
            if kind == 1 and r.court[COURT_REP] > 0.0:
                back_head(h, s, w, t, r, who, limit, record, fresh)
