"""2. Opportunity: how many chances come this month, and which.

Potential opportunities arrive exogenously: their number is Poisson, their kind is drawn from
the catalogue with an alias table, both by segment (age, town or country, online, borrower;
size and owner of a company; kind of office). They are the same in every world, so pairs stay
paired. Needs that a subject lacks (a car, a job) make one come to nothing. The cost does not
grow with the number of rules.

Reads: segment, traits, work, alive. Writes: the flat lists of opportunities and attempts (scratch).
Draws: OPPORTUNITY, one a subject and one for each opportunity.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, lower, tag, upper
from xinyong.engine import purposes
from xinyong.engine.layout import OP_OPEN, U_ATTEMPTS, U_MEETINGS, U_OPS, State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    FIRM_SEGMENT,
    OFFICE_SEGMENT,
    SECTOR,
    SEGMENT,
    TRAITS,
    WORK,
)


@register_jitable
def how_many(row: np.ndarray, bits32: Int) -> np.int64:
    """Number that come, from the cumulative Poisson thresholds of a segment."""
    # the last thresholds are 2**32 - 1: a draw of just that must not run through them all
    draw32 = np.uint32(min(np.int64(bits32), np.int64(4294967294)))
    n = np.int64(0)
    likely = min(8, row.shape[0] - 1)
    for x in range(likely):
        n += np.int64(draw32 >= row[x])
    if n == likely:
        while n < row.shape[0] - 1 and draw32 >= row[n]:
            n += 1
    return n


@register_jitable
def which(r: Rules, segment: Int, bits: np.uint64) -> np.int64:
    """Code of one opportunity: a conduct below K, or K + gatekeeper."""
    column = np.uint64((upper(bits) * r.width) >> 32)
    row = np.uint64(segment)
    side = np.uint64(lower(bits) >= np.int64(r.alias_cut[row, column]))
    return np.int64(r.alias[row, column, side])


@register_jitable
def _arrive(
    w: Work, r: Rules, kind: Int, who: Int, segment: Int, traits: Int, work: Int, sector: Int, bits: np.uint64
) -> None:
    """Append a subject's opportunities and attempts of the month to the flat lists.

    Each is written to both lists, and what does not belong is overwritten by the next: cheaper
    than a jump that no processor foresees.
    """
    conducts = r.conducts
    m = w.used[U_OPS]
    x = w.used[U_ATTEMPTS]
    y = w.used[U_MEETINGS]
    for j in range(how_many(r.poisson[segment], upper(bits))):
        more = again(bits, j)
        code = which(r, segment, more)
        attempt = np.int64(code >= conducts)
        w.at_who[x] = np.int32(who)
        w.at_kind[x] = np.uint8(kind)
        w.at_code[x] = np.uint8(code - conducts * attempt)
        w.at_bits[x] = more
        x += attempt
        k = np.uint64(code * (1 - attempt))
        w.op_who[m] = np.int32(who)
        w.op_kind[m] = np.uint8(kind)
        w.op_code[m] = np.int16(k)
        w.op_bits[m] = more
        w.op_partner[m] = np.int32(-1)
        w.op_channel[m] = np.uint8(255)
        w.op_changed[m] = np.uint8(0)
        w.op_state[m] = np.uint8(OP_OPEN)
        needs = np.int64(r.needs[k])
        lacks = (needs & ~np.int64(traits)) | (1 - ((np.int64(r.work_mask[k]) >> work) & 1))
        outside = 1 - ((np.int64(r.sector_mask[k]) >> sector) & 1)
        comes = (1 - attempt) * np.int64(((lacks == 0) | (kind != 0)) & ((outside == 0) | (kind != 1)))
        w.meeting[y] = np.int32(m)
        y += comes * np.int64(r.meets[k])
        m += comes
    w.used[U_OPS] = m
    w.used[U_ATTEMPTS] = x
    w.used[U_MEETINGS] = y


@register_jitable
def opportunity(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules) -> None:
    """Fill ``w.op_*`` with the opportunities of neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.OPPORTUNITY)
    w.used[U_OPS] = 0
    w.used[U_ATTEMPTS] = 0
    w.used[U_MEETINGS] = 0
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    for i in range(n):
        if s.pu[ALIVE, lo + i] == 1:
            _arrive(
                w, r, 0, i, np.int64(s.pu[SEGMENT, lo + i]), np.int64(s.pu[TRAITS, lo + i]),
                np.int64(s.pu[WORK, lo + i]), 0, draw(w.key[i], tagged),
            )  # fmt: skip
    first = s.hoods[h].company_first
    companies = s.hoods[h + 1].company_first - first
    for i in range(companies):
        if s.cu[ACTIVE, first + i] == 1:
            sector = np.int64(s.cu[SECTOR, first + i])
            segment = np.int64(s.cu[FIRM_SEGMENT, first + i])
            _arrive(w, r, 1, i, segment, 0, 0, sector, draw(w.key[n + i], tagged))
    first = s.hoods[h].office_first
    for i in range(s.hoods[h + 1].office_first - first):
        segment = np.int64(s.ou[OFFICE_SEGMENT, first + i])
        _arrive(w, r, 2, i, segment, 0, 0, 0, draw(w.key[n + companies + i], tagged))
