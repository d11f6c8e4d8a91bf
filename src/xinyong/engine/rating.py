"""Peer rating: contacts rate each other, and ratings follow one about.

Where a rating scheme holds, each side of a contact between two scored persons rates the other with
the scheme's ``share``. A rating follows the act (good, harmful, or nothing to speak of:
``rating_grace``) and the rater's whim (``rating_whim``), as far as the scheme's ``flattery`` lets it
not follow the standing of the rated; a rater of low standing has less weight. It is a row of the
ledger through the channel ``peer`` and a live record that expires, so a score is base plus live
points here as anywhere.

Being rated makes people choosy and wary: they avoid the badly rated (``rating_shunning``; warnings
are heeded where partners can be chosen: Boero et al. 2009), leave contacts out altogether
(``rating_dread``, sign open), and cut ties (``rating_ties``).
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.consent import outside
from xinyong.engine.layout import OP_NONE, OP_NOTICED, OP_TAKEN, U_MEETINGS, State, Tally, Work
from xinyong.engine.rows import add_event, add_live, write_row
from xinyong.engine.rules import Rules
from xinyong.engine.scoring import score_of
from xinyong.engine.slots import add_points, points_in, slot_of
from xinyong.fields import ALIVE, AWARE, BORN, CHANNELS, FOREVER, LIVE_NEW, TIES, WCLASS
from xinyong.quantities import INDEX
from xinyong.scheme.tables import (
    RATING_CONDUCT,
    RATING_FLATTERY,
    RATING_INSTITUTION,
    RATING_ON,
    RATING_SCALE,
    RATING_SHARE,
    RATING_TERM,
    RATING_WEIGHT,
)

_PEER = CHANNELS.index("peer")
_ADULT = 216
Q_RATINGS, Q_RECORDS = INDEX["ratings"], INDEX["records"]
Q_LOST, Q_WON = INDEX["points-lost"], INDEX["points-won"]


@register_jitable
def rating_slot(r: Rules, g: Int) -> np.int64:
    """The slot that ratings of regime ``g`` move, or -1 where nobody is rated."""
    if r.rating[g, RATING_ON] <= 0.0:
        return np.int64(-1)
    return slot_of(r, g, 0, np.int64(r.rating[g, RATING_INSTITUTION]))


@register_jitable
def esteem(s: State, r: Rules, g: Int, z: Int, p: Int) -> float:
    """Standing of person column ``p`` in slot ``z``: 0 at the base, 1 at the best, -1 at the worst score."""
    base = np.int64(r.score_base[g, z])
    over = score_of(r, g, z, points_in(s, z, p)) - base
    room = np.int64(r.highest[g, z]) - base if over > 0 else base - np.int64(r.lowest[g, z])
    return np.float64(over) / max(np.float64(room), 1.0)


@register_jitable
def rating_points(rule: np.ndarray, tone: float, rated: float, rater: float) -> np.int64:
    """Points of a rating; ``rule`` is a row of ``Rules.rating``.

    ``tone`` -1 .. 1 is what the contact deserves, ``rated`` and ``rater`` the esteem of the two.
    Never more than the scheme's scale, up or down.
    """
    flattery = min(max(rule[RATING_FLATTERY], 0.0), 1.0)
    said = min(max((1.0 - flattery) * tone + flattery * rated, -1.0), 1.0)
    weight = max(1.0 + rule[RATING_WEIGHT] * rater, 0.0) / (1.0 + rule[RATING_WEIGHT])
    value = rule[RATING_SCALE] * said * weight
    return np.int64(value + 0.5) if value >= 0.0 else -np.int64(0.5 - value)


@register_jitable
def _rates(r: Rules, g: Int, bits: np.uint64, side: Int) -> bool:
    """Whether a side of a contact rates: 0 the other of the opportunity's subject, 1 the subject."""
    return bool(uniform(again(bits, purposes.K_RATES + side)) < r.rating[g, RATING_SHARE])


@register_jitable
def ratings_due(h: Int, s: State, w: Work, r: Rules) -> np.int64:
    """The most ratings that this month's contacts of neighbourhood ``h`` can give."""
    g = np.int64(s.hoods[h].regime)
    due = np.int64(0)
    if rating_slot(r, g) < 0:
        return due
    for x in range(w.used[U_MEETINGS]):
        m = np.int64(w.meeting[x])
        if w.op_partner[m] >= 0 and w.op_state[m] != OP_NONE:
            for side in range(2):
                due += np.int64(_rates(r, g, w.op_bits[m], side))
    return due


@register_jitable
def _in_it(s: State, r: Rules, g: Int, z: Int, p: Int, month: Int) -> bool:
    if s.pu[ALIVE, p] == 0 or outside(s, r, p):
        return False
    return bool(r.adult_only[g, z] == 0 or month - np.int64(s.pi[BORN, p]) >= _ADULT)


@register_jitable
def _rate(
    h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray, z: Int, who: Int,
    points: np.int64,
) -> None:  # fmt: skip
    """Write one rating of person ``who`` down, and let it count."""
    g = np.int64(s.hoods[h].regime)
    p = s.hoods[h].person_first + who
    institution = np.int64(r.rating[g, RATING_INSTITUTION])
    conduct = np.int64(r.rating[g, RATING_CONDUCT])
    term = min(np.int64(r.rating[g, RATING_TERM]), np.int64(254))
    expires = month + term
    if term <= 0:
        term = np.int64(255)
        expires = np.int64(FOREVER)
    record = write_row(w, 0, who, -1, conduct, institution, _PEER, 1, 0, points, term, 255)
    lost = Q_LOST if points < 0 else Q_WON
    if points != 0:
        add_live(s, h, 0, who, conduct, institution, _PEER, 255, points, expires, month, LIVE_NEW, record)
        add_points(s, z, p, points)
    weight = w.weights[np.int64(s.pu[WCLASS, p])]
    t.institutions[institution, 0] += weight
    t.institutions[institution, 2 if points < 0 else 3] += weight * abs(points)
    add_event(w, s, h, 0, who, Q_RATINGS, 1)
    add_event(w, s, h, 0, who, Q_RECORDS, 1)
    add_event(w, s, h, 0, who, lost, abs(points))
    know = np.float64(s.pf[AWARE, p])
    s.pf[AWARE, p] = np.float32(know + a[A.contact_lesson] * (1.0 - know))


@register_jitable
def rate_contacts(h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Let both sides of the month's contacts in neighbourhood ``h`` rate each other."""
    g = np.int64(s.hoods[h].regime)
    z = rating_slot(r, g)
    if z < 0:
        return
    lo = s.hoods[h].person_first
    for x in range(w.used[U_MEETINGS]):
        m = np.int64(w.meeting[x])
        if w.op_partner[m] < 0 or w.op_state[m] == OP_NONE:
            continue
        one = np.int64(w.op_who[m])
        other = np.int64(w.op_partner[m])
        if not (_in_it(s, r, g, z, lo + one, month) and _in_it(s, r, g, z, lo + other, month)):
            continue
        acted = w.op_state[m] == OP_TAKEN or w.op_state[m] == OP_NOTICED
        good = np.int64(r.good[np.int64(w.op_code[m])])
        bits = w.op_bits[m]
        # both are rated by what they stood at when they met
        first = esteem(s, r, g, z, lo + one)
        second = esteem(s, r, g, z, lo + other)
        for side in range(2):
            if _rates(r, g, bits, side):
                tone = a[A.rating_grace]
                if side == 0 and acted and good != 0:
                    tone = np.float64(good)
                tone += a[A.rating_whim] * (2.0 * uniform(again(bits, purposes.K_TONE + side)) - 1.0)
                if side == 0:
                    _rate(h, month, s, w, t, r, a, z, one, rating_points(r.rating[g], tone, first, second))
                else:
                    _rate(h, month, s, w, t, r, a, z, other, rating_points(r.rating[g], tone, second, first))


@register_jitable
def welcome(s: State, r: Rules, a: np.ndarray, g: Int, z: Int, p: Int, q: Int) -> float:
    """Chance that person columns ``p`` and ``q`` do not avoid each other for being rated, or badly so."""
    worst = min(esteem(s, r, g, z, p), esteem(s, r, g, z, q))
    wary = 1.0 - a[A.rating_dread] * np.float64(s.pf[AWARE, p])
    return float(max(wary, 0.0) * (1.0 - a[A.rating_shunning] * max(-worst, 0.0)))


@register_jitable
def part_ways(h: Int, s: State, r: Rules, a: np.ndarray) -> None:
    """The badly rated of neighbourhood ``h`` lose ties."""
    g = np.int64(s.hoods[h].regime)
    z = rating_slot(r, g)
    if z < 0:
        return
    for p in range(s.hoods[h].person_first, s.hoods[h + 1].person_first):
        low = max(-esteem(s, r, g, z, p), 0.0)
        if low > 0.0 and s.pu[ALIVE, p] == 1:
            s.pf[TIES, p] = np.float32(np.float64(s.pf[TIES, p]) * (1.0 - a[A.rating_ties] * low))
