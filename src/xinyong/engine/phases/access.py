"""9. Access: attempts, checks, grants, refusals.

A gatekeeper looks a subject up with chance ``check``. What it finds decides: a listing that it
holds and that a rule ties to this gate (refused as often as the rule is applied); a grade of the
city's scheme; bad entries of the credit register; a household member's listing where the rule or
the gatekeeper reaches kin, or one in the same group of households (``engine.groups``). One who knows
of a listing may refuse though no rule says so (``beyond``), or on a copy of a listing that has ended.
Otherwise the attempt is granted, with a perk for those whose grade, red list or commercial score
earns one. A red list refuses nobody, nor does it make a relative's listing.

Reads: seen, lists, grade, scores, bad-credit, household. Writes: refused, tried, perks-had,
this month's board. Draws: from each attempt's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import groups, purposes
from xinyong.engine.layout import F_PERK, U_ATTEMPTS, State, Tally, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.engine.slots import grade_in
from xinyong.fields import (
    B_PERKS,
    B_REFUSED,
    BAD_CREDIT,
    COM_SCORE,
    FIRM_BAD_CREDIT,
    FIRM_LISTS,
    FIRM_SEEN,
    HOME,
    HOME_SIZE,
    LISTS,
    PAST,
    PAST_KIN,
    PAST_SCHOOL,
    PERKS_HAD,
    REFUSED,
    SEEN,
    SLOT_FIRST,
    SUSPECT,
    TRIED,
    WCLASS,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import GUARD_NO_KIN, GUARD_PROPORTIONALITY

Q_ATTEMPTS = INDEX["attempts flight"]
Q_REFUSED = INDEX["refused flight"]
Q_PERK = INDEX["perk flight"]
Q_KIN, Q_BEYOND, Q_STALE = INDEX["kin-refusals"], INDEX["beyond-rule"], INDEX["stale-refusals"]
Q_INNOCENT, Q_WRONGLY, Q_CHECKS = INDEX["kin-innocent"], INDEX["wrong-refused"], INDEX["checks"]
Q_LISTED, Q_LISTED_REFUSED = INDEX["listed-attempts"], INDEX["listed-refused"]
Q_GROUP = INDEX["group-refusals"]
#: Causes of a refusal beside lists 0..31 (rows of Tally.causes).
BY_GRADE, BY_REGISTER, BY_SCORE, BY_KIN, BY_BEYOND, LOOKED_UP, BY_GROUP = (
    32, 33, 34, 35, 36, 37, 38,
)  # fmt: skip
GRANTED, PERK, UNSEEN, STAYED_AWAY = -1, -2, -3, -4
_FIRST = np.array(SLOT_FIRST, dtype=np.int64)
_UNIVERSITY, _SCHOOL = 7, 6


@register_jitable
def by_lists(r: Rules, lists: Int, gate: Int, u: float) -> np.int64:
    """The first list that refuses at ``gate``, or GRANTED."""
    for number in range(r.lists):
        if (lists >> number) & 1 and r.bar[number, gate] > 0.0:
            if u < r.bar[number, gate]:
                return np.int64(number)
            u = (u - r.bar[number, gate]) / max(1.0 - r.bar[number, gate], 1e-9)
    return np.int64(GRANTED)


@register_jitable
def shies(r: Rules, lists: Int, gate: Int, bits: np.uint64) -> bool:
    """Does ``gate`` refuse though no rule makes it: it knows of a black listing, or of one that has ended?

    One who stands on red lists alone is not refused for it.
    """
    if lists != 0 and lists & np.int64(r.black) == 0:
        return False
    chance = r.beyond[gate] * (1.0 - r.guard[GUARD_PROPORTIONALITY])
    return bool(uniform(again(bits, purposes.K_BEYOND)) < chance)


@register_jitable
def by_grades(s: State, r: Rules, g: Int, kind: Int, column: Int, gate: Int, u: float) -> np.int64:
    """What the grades of a subject do at ``gate``: BY_GRADE, PERK or GRANTED. A bar goes before a perk."""
    perk = np.int64(GRANTED)
    for z in range(_FIRST[kind], _FIRST[kind + 1]):
        if r.points[g, z] == 1:
            grade = grade_in(s, z, column)
            if grade < 16:
                if u < r.grade_bar[g, z, grade, gate]:
                    return np.int64(BY_GRADE)
                if u < r.grade_perk[g, z, grade, gate]:
                    perk = np.int64(PERK)
    return perk


@register_jitable
def kin_listed(s: State, h: Int, i: Int, gate: Int, black: Int) -> np.int64:
    """Black lists of other household members that ``gate`` holds, as bits."""
    lo = s.hoods[h].person_first
    home = np.int64(s.pi[HOME, lo + i])
    found = np.int64(0)
    for j in range(home, home + np.int64(s.pu[HOME_SIZE, lo + i])):
        if j != i and (np.int64(s.pw[SEEN, lo + j]) >> gate) & 1:
            found |= np.int64(s.pw[LISTS, lo + j]) & black
    return found


@register_jitable(forceinline=True)
def person_attempt(s: State, h: Int, i: Int, gate: Int, bits: np.uint64, r: Rules, a: np.ndarray) -> np.int64:
    """Outcome of a person's attempt: a cause of refusal, GRANTED or PERK. (Not looked up: GRANTED.)"""
    p = s.hoods[h].person_first + i
    g = np.int64(s.hoods[h].regime)
    u = uniform(again(bits, purposes.K_GAIN))
    lists = np.int64(s.pw[LISTS, p])
    if (np.int64(s.pw[SEEN, p]) >> gate) & 1:
        cause = by_lists(r, lists, gate, u)
        if cause >= 0:
            return cause
        if shies(r, lists, gate, bits):
            return np.int64(BY_BEYOND)
    if s.pu[BAD_CREDIT, p] > 0 and r.reg_bar[gate] > 0.0:
        keep = 1.0
        for _ in range(min(np.int64(s.pu[BAD_CREDIT, p]), np.int64(6))):
            keep *= 1.0 - r.reg_bar[gate]
        if u < 1.0 - keep:
            return np.int64(BY_REGISTER)
    if r.kin_check[gate] == 1 and s.pu[HOME_SIZE, p] > 1:
        found = kin_listed(s, h, i, gate, np.int64(r.black))
        if found != 0:
            chance = a[A.kin_beyond] * r.beyond[gate]
            for number in range(r.lists):
                if (found >> number) & 1:
                    chance = max(chance, r.kin_bar[number, gate])
            if uniform(again(bits, purposes.K_KIN)) < chance * (1.0 - r.guard[GUARD_NO_KIN]):
                return np.int64(BY_KIN)
    graded = by_grades(s, r, g, 0, p, gate, u)
    if graded != GRANTED:
        return graded
    if r.com_perk[gate] > 0 and np.int64(s.pi[COM_SCORE, p]) >= np.int64(r.com_perk[gate]):
        if u < r.com_strength[gate]:
            return np.int64(PERK)
    if (np.int64(s.pw[SEEN, p]) >> gate) & 1:
        for number in range(r.lists):
            if (lists >> number) & 1 and u < r.perk[number, gate]:
                return np.int64(PERK)
    return np.int64(GRANTED)


@register_jitable
def company_attempt(s: State, h: Int, c: Int, gate: Int, bits: np.uint64, r: Rules) -> np.int64:
    """Outcome of a company's attempt: a cause of refusal, GRANTED or PERK."""
    i = s.hoods[h].company_first + c
    u = uniform(again(bits, purposes.K_GAIN))
    lists = np.int64(s.cw[FIRM_LISTS, i])
    if (np.int64(s.cw[FIRM_SEEN, i]) >> gate) & 1:
        cause = by_lists(r, lists, gate, u)
        if cause >= 0:
            return cause
        if shies(r, lists, gate, bits):
            return np.int64(BY_BEYOND)
    if s.cu[FIRM_BAD_CREDIT, i] > 0 and u < r.reg_bar[gate]:
        return np.int64(BY_REGISTER)
    graded = by_grades(s, r, np.int64(s.hoods[h].regime), 1, i, gate, u)
    if graded != GRANTED:
        return graded
    if (np.int64(s.cw[FIRM_SEEN, i]) >> gate) & 1:
        for number in range(r.lists):
            if (lists >> number) & 1 and u < r.perk[number, gate]:
                return np.int64(PERK)
    return np.int64(GRANTED)


@register_jitable
def access(h: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Carry out the month's attempts of neighbourhood ``h``."""
    lo = s.hoods[h].person_first
    black = np.int64(r.black)
    grouped = groups.answers(r)
    if grouped:
        groups.form_groups(h, s, w, r)
    for m in range(w.used[U_ATTEMPTS]):
        gate = np.int64(w.at_code[m])
        kind = np.int64(w.at_kind[m])
        w.at_cause[m] = np.int8(STAYED_AWAY)
        if kind == 2:
            continue
        i = np.int64(w.at_who[m])
        bits = w.at_bits[m]
        if kind == 0 and s.pi[REFUSED, lo + i] > 0 and (np.int64(s.pw[SEEN, lo + i]) >> gate) & 1:
            # one who knows that this gate will refuse seldom tries it again
            if uniform(again(bits, purposes.K_REALISED)) < a[A.stops_trying]:
                continue
        looked = uniform(again(bits, purposes.K_CHECK)) < r.check[gate]
        outcome = np.int64(GRANTED)
        if kind == 0:
            if looked:
                outcome = person_attempt(s, h, i, gate, bits, r, a)
                if grouped and outcome < 0:
                    u = uniform(again(bits, purposes.K_GROUP))
                    if groups.refused_for(s, h, w, r, i, gate, u):
                        outcome = np.int64(BY_GROUP)
            p = lo + i
            s.pi[TRIED, p] = np.int16(min(np.int64(s.pi[TRIED, p]) + 1, np.int64(32767)))
            listed = np.int64(s.pw[LISTS, p]) & black != 0
        else:
            if looked:
                outcome = company_attempt(s, h, i, gate, bits, r)
            p = s.hoods[h].company_first + i
            listed = np.int64(s.cw[FIRM_LISTS, p]) & black != 0
        w.at_cause[m] = np.int8(outcome if looked else UNSEEN)
        weight = w.weights[np.int64(s.pu[WCLASS, lo + i]) if kind == 0 else 1 + kind]
        add_event(w, s, h, kind, i, Q_ATTEMPTS + gate, 1)
        if listed:
            add_event(w, s, h, kind, i, Q_LISTED, 1)
        if looked:
            add_event(w, s, h, kind, i, Q_CHECKS, 1)
            t.causes[LOOKED_UP, gate] += weight
        if outcome == PERK:
            s.board[h, B_PERKS] += 1
            add_event(w, s, h, kind, i, Q_PERK + gate, 1)
            if kind == 0:
                w.fate[i] = np.uint8(np.int64(w.fate[i]) | F_PERK)
                s.pi[PERKS_HAD, p] = np.int16(min(np.int64(s.pi[PERKS_HAD, p]) + 1, np.int64(32767)))
        if outcome < 0:
            continue
        s.board[h, B_REFUSED] += 1
        t.causes[outcome, gate] += weight
        add_event(w, s, h, kind, i, Q_REFUSED + gate, 1)
        if listed:
            add_event(w, s, h, kind, i, Q_LISTED_REFUSED, 1)
        if outcome == BY_BEYOND:
            add_event(w, s, h, kind, i, Q_BEYOND if listed else Q_STALE, 1)
        if kind == 0:
            w.refused[i] = np.uint32(np.int64(w.refused[i]) | (np.int64(1) << gate))
            s.pi[REFUSED, p] = np.int16(min(np.int64(s.pi[REFUSED, p]) + 1, np.int64(32767)))
            if s.pu[SUSPECT, p] > 0:
                add_event(w, s, h, 0, i, Q_WRONGLY, 1)
            if outcome == BY_GROUP:
                add_event(w, s, h, 0, i, Q_GROUP, 1)
            if outcome == BY_KIN:
                add_event(w, s, h, 0, i, Q_KIN, 1)
                past = np.int64(s.pu[PAST, p]) | PAST_KIN
                if gate == _UNIVERSITY or gate == _SCHOOL:
                    past |= PAST_SCHOOL
                s.pu[PAST, p] = np.uint8(past)
                if not listed and s.pu[BAD_CREDIT, p] == 0:
                    add_event(w, s, h, 0, i, Q_INNOCENT, 1)
