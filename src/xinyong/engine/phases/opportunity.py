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
from xinyong.engine.layout import (
    OP_OPEN,
    U_ATTEMPTS,
    U_COMPANIES_END,
    U_MEETINGS,
    U_OPS,
    U_PERSONS_END,
    State,
    Work,
)
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


@register_jitable(forceinline=True)
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


@register_jitable(forceinline=True)
def which(r: Rules, segment: Int, bits: np.uint64) -> np.int64:
    """Code of one opportunity: a conduct below K, or K + gatekeeper."""
    column = np.uint64((upper(bits) * r.width) >> 32)
    row = np.uint64(segment)
    side = np.uint64(lower(bits) >= np.int64(r.alias_cut[row, column]))
    return np.int64(r.alias[row, column, side])


@register_jitable(forceinline=True)
def _cast(w: Work, tagged: np.uint64, first: Int, many: Int) -> None:
    """Draw the luck of ``many`` subjects, whose keys begin at ``first``, into ``w.luck``."""
    keys = w.key[first : first + many]
    for i in range(many):
        w.luck[i] = draw(keys[i], tagged)


@register_jitable(forceinline=True)
def _come(w: Work, r: Rules, i: Int, segment: Int, living: Int, bits: np.uint64, y: Int) -> np.int64:
    """Write subject ``i`` as often as something comes to it from place ``y`` of ``w.came``; returns the next.

    The first eight places are written in any case: a loop of unknown length is a jump that no
    processor foresees.
    """
    many = how_many(r.poisson[segment], upper(bits)) * np.int64(living)
    w.start[i] = np.int32(y)
    at = np.uint64(y)  # unsigned: a signed place is asked each time whether it counts from the end
    for x in range(8):
        w.came[at + np.uint64(x)] = np.int32(i)
    for x in range(8, many):
        w.came[at + np.uint64(x)] = np.int32(i)
    return np.int64(y + many)


@register_jitable(forceinline=True)
def _append(
    w: Work, r: Rules, kind: Int, i: Int, segment: Int, lacks: tuple[Int, Int, Int], more: np.uint64,
    ends: tuple[Int, Int, Int],
) -> tuple[np.int64, np.int64, np.int64]:  # fmt: skip
    """Append one that came to the lists of opportunities and of attempts.

    It is written to both lists, and what does not belong is overwritten by the next. ``lacks``
    holds the TRAIT bits that a person lacks, its work, and a company's sector; ``ends`` of the lists of
    opportunities, attempts and meetings go in and out.
    """
    m, x, y = np.uint64(ends[0]), np.uint64(ends[1]), np.uint64(ends[2])
    code = which(r, segment, more)
    attempt = np.int64(code >= r.conducts)
    w.at_who[x] = np.int32(i)
    w.at_code[x] = np.uint8(code - r.conducts * attempt)
    w.at_bits[x] = more
    k = np.uint64(code * (1 - attempt))
    w.op_who[m] = np.int32(i)
    w.op_code[m] = np.int16(k)
    w.op_bits[m] = more
    wanting = np.int64(r.needs[k]) & lacks[0]
    wanting |= 1 - ((np.int64(r.work_mask[k]) >> lacks[1]) & 1)
    wanting = wanting * np.int64(kind == 0)
    wanting |= (1 - ((np.int64(r.sector_mask[k]) >> lacks[2]) & 1)) * np.int64(kind == 1)
    comes = (1 - attempt) * np.int64(wanting == 0)
    w.meeting[y] = np.int32(m)
    meets = comes * np.int64(r.meets[k])
    return np.int64(ends[0] + comes), np.int64(ends[1] + attempt), np.int64(ends[2] + meets)


@register_jitable
def _begun(w: Work, kind: Int, old: tuple[Int, Int, Int], ends: tuple[Int, Int, Int]) -> None:
    """What opportunities and attempts of a kind start with, from the ends ``old`` of lists to ``ends``."""
    for m in range(old[0], ends[0]):
        w.op_kind[m] = np.uint8(kind)
        w.op_channel[m] = np.uint8(255)
        w.op_changed[m] = np.uint8(0)
        w.op_state[m] = np.uint8(OP_OPEN)
    for m in range(old[0], ends[0]):
        w.op_partner[m] = np.int32(-1)
    for x in range(old[1], ends[1]):
        w.at_kind[x] = np.uint8(kind)


@register_jitable
def opportunity(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules) -> None:
    """Fill ``w.op_*`` and ``w.at_*`` with the opportunities and attempts of neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.OPPORTUNITY)
    ends = (np.int64(0), np.int64(0), np.int64(0))
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    segments = s.pu[SEGMENT, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    traits = s.pu[TRAITS, lo : lo + n]
    work = s.pu[WORK, lo : lo + n]
    _cast(w, tagged, 0, n)
    came = np.int64(0)
    for i in range(n):
        came = _come(w, r, i, np.uint64(segments[i]), alive[i], w.luck[i], came)
    for x in range(came):
        who = np.uint64(w.came[x])
        more = again(w.luck[who], x - np.int64(w.start[who]))
        lacks = (~np.int64(traits[who]), np.int64(work[who]), np.int64(0))
        ends = _append(w, r, 0, np.int64(who), np.uint64(segments[who]), lacks, more, ends)
    _begun(w, 0, (np.int64(0), np.int64(0), np.int64(0)), ends)
    w.used[U_PERSONS_END] = ends[0]
    old = ends
    first = s.hoods[h].company_first
    companies = s.hoods[h + 1].company_first - first
    _cast(w, tagged, n, companies)
    came = np.int64(0)
    for i in range(companies):
        segment = np.uint64(s.cu[FIRM_SEGMENT, first + i])
        came = _come(w, r, i, segment, s.cu[ACTIVE, first + i], w.luck[i], came)
    for x in range(came):
        who = np.uint64(w.came[x])
        c = first + np.int64(who)
        more = again(w.luck[who], x - np.int64(w.start[who]))
        lacks = (np.int64(0), np.int64(0), np.int64(s.cu[SECTOR, c]))
        ends = _append(w, r, 1, np.int64(who), np.uint64(s.cu[FIRM_SEGMENT, c]), lacks, more, ends)
    _begun(w, 1, old, ends)
    w.used[U_COMPANIES_END] = ends[0]
    old = ends
    first = s.hoods[h].office_first
    offices = s.hoods[h + 1].office_first - first
    _cast(w, tagged, n + companies, offices)
    came = np.int64(0)
    for i in range(offices):
        segment = np.uint64(s.ou[OFFICE_SEGMENT, first + i])
        came = _come(w, r, i, segment, 1, w.luck[i], came)
    for x in range(came):
        who = np.uint64(w.came[x])
        more = again(w.luck[who], x - np.int64(w.start[who]))
        lacks = (np.int64(0), np.int64(0), np.int64(0))
        kind = np.uint64(s.ou[OFFICE_SEGMENT, first + np.int64(who)])
        ends = _append(w, r, 2, np.int64(who), kind, lacks, more, ends)
    _begun(w, 2, old, ends)
    w.used[U_OPS], w.used[U_ATTEMPTS], w.used[U_MEETINGS] = ends
