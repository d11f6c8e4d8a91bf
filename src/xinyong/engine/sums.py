"""Adding people up: packed words by joint group first, the margins of age, education and income after.

Used by the tally. What is counted of a person is packed into ``WORDS`` 64-bit words, two to four
numbers in each, wide enough that a neighbourhood's sum of one never reaches the next (at most 1,536
subjects and 36,864 opportunities): one addition counts several quantities. Words are filled column
by column for a strip of people, added to the strip's joint groups, and once a neighbourhood the
groups met are added to their margins and unpacked.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import share
from xinyong.engine.layout import LANES, ROOM, TOLD, U_CELLS, U_CLASSES, WORDS, State, Work
from xinyong.engine.rows import count
from xinyong.fields import (
    AGE_BAND,
    ALIVE,
    APPROVAL,
    AWARE,
    BAD_CREDIT,
    CENSOR,
    COM_SCORE,
    DONE,
    EDUCATION,
    GAMING,
    INCOME,
    INSECURITY,
    INTRINSIC,
    KNOWN,
    LEGITIMACY,
    LIVELIHOOD,
    PAST,
    PAST_KIN,
    PAST_LOW,
    PRIVACY,
    QUINTILE,
    REFUSED,
    RISK_MONEY,
    RISK_PUBLIC,
    RISK_SPEECH,
    TIES,
    TRIED,
    TRUST_GENERAL,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    TRUST_STRANGERS,
    WCLASS,
)
from xinyong.quantities import INDEX

#: Pairs of share columns of the state that share a word: lower half, upper half.
PAIRS = np.array(
    [
        [TRUST_STRANGERS, TRUST_GENERAL], [TRUST_GOVERNMENT, TRUST_MARKET], [LEGITIMACY, APPROVAL],
        [AWARE, CENSOR], [INTRINSIC, GAMING], [INSECURITY, LIVELIHOOD], [TIES, PRIVACY],
    ],
    dtype=np.int64,
)  # fmt: skip
W_MARKS, W_PAST, W_KINDS, W_TRIED, W_RISK, W_SCORE, W_PAIRS = range(7)
#: After the pairs: the month's events as phases told them (``Work.told``), and earnings.
W_TOLD = W_PAIRS + len(PAIRS)
W_EARNED = W_TOLD + TOLD
#: What each word holds: quantities of 16 bits, of 32 bits, or one of 64.
_PACKED: dict[int, tuple[str, ...]] = {
    W_MARKS: ("adults", "approves", "states-approval", "changed"),
    W_PAST: ("bad-credit", "past-kin", "low-fallen", "com-scored"),
    W_KINDS: ("known-state", "known-firms", "done", "changed-kinds"),
    W_TRIED: ("tried", "refused-ever"),
    W_RISK: ("risk", "anxiety"),
    W_SCORE: ("com-score",),
    W_PAIRS: ("trust-strangers", "trust-general"),
    W_PAIRS + 1: ("trust-government", "trust-market"),
    W_PAIRS + 2: ("legitimacy", "approval"),
    W_PAIRS + 3: ("aware", "censor"),
    W_PAIRS + 4: ("intrinsic", "gaming"),
    W_PAIRS + 5: ("insecurity", "livelihood"),
    W_PAIRS + 6: ("ties", "privacy"),
    W_TOLD: ("acts", "bad-acts", "good-acts", "detected"),
    W_TOLD + 1: ("met", "avoided", "critical-chances", "critical"),
    W_TOLD + 2: ("opportunities", "by-camera", "acts-state", "acts-firms"),
    W_TOLD + 3: ("harm",),
    W_EARNED: ("earnings",),
}
assert len(_PACKED) == WORDS
#: Rows (quantity, word, shift, mask) of all that is packed.
FIELDS = np.array(
    [
        [
            INDEX[name],
            word,
            place * (64 // len(names)),
            (1 << (64 // len(names))) - 1 if len(names) > 1 else -1,
        ]
        for word, names in _PACKED.items()
        for place, name in enumerate(names)
    ],
    dtype=np.int64,
)
#: Of those, what phases told: flushed one by one for those who are not added up (minors, the dying).
TOLD_FIELDS = np.array([row for row in FIELDS.tolist() if W_TOLD <= row[1] < W_EARNED], dtype=np.int64)
Q_PERSONS = INDEX["persons"]
#: Joint groups: of one weight class, of its adults, and that of the dead.
_CLASS, _MINORS, _DEAD = 125, 100, 255


@register_jitable
def bits14(value: Int) -> np.int64:
    """Number of ones among the lower 14 bits."""
    ones = np.int64(value) & 0x3FFF
    ones = (ones & 0x1555) + ((ones >> 1) & 0x1555)
    ones = (ones & 0x3333) + ((ones >> 2) & 0x3333)
    ones = (ones + (ones >> 4)) & 0x0F0F
    return (ones + (ones >> 8)) & 0x1F


@register_jitable
def stated(approval: float, risk: float, a: np.ndarray) -> float:
    """Approval as told to an interviewer, 0..1."""
    return share(approval + a[A.falsification] * risk * (a[A.acceptable] - approval))


@register_jitable
def units(x: float) -> np.int64:
    """A share in 1/65536, by way of int32, which the processor converts many of at a time."""
    return np.int64(np.int32(x * 65536.0 + 0.5))


@register_jitable
def flush_told(s: State, w: Work, lo: Int, i: Int) -> None:
    """Count what phases told of one who is not added up with the adults."""
    for word in range(TOLD):
        if w.told[word, i] != 0:
            for f in range(TOLD_FIELDS.shape[0]):
                if TOLD_FIELDS[f, 1] == W_TOLD + word:
                    told = (w.told[word, i] >> TOLD_FIELDS[f, 2]) & TOLD_FIELDS[f, 3]
                    count(w, s.pu, lo + i, TOLD_FIELDS[f, 0], told)


@register_jitable
def is_adult(group: Int) -> bool:
    """Is this the joint group of adults alive?"""
    return bool(group < _MINORS or (_CLASS <= group < _CLASS + _MINORS))


@register_jitable(forceinline=True)
def group_people(s: State, w: Work, lo: Int, n: Int) -> None:
    """Fill ``w.group``.

    A group counts (age band - 1) * 25 + education * 5 + income, + 125 for weight class 1; minors
    come after the adults of their class. 255 are the dead: what phases told of them is counted here.
    """
    band = s.pu[AGE_BAND, lo : lo + n]
    education = s.pu[EDUCATION, lo : lo + n]
    income = s.pu[QUINTILE, lo : lo + n]
    weights = s.pu[WCLASS, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    heaviest = np.int64(0)
    for i in range(n):
        heaviest = max(heaviest, np.int64(weights[i]))
    # of most frames all persons are of class 0: the sums of the other need not be looked at
    w.used[U_CLASSES] = heaviest + 1
    for i in range(n):
        age = np.int64(band[i]) - 1
        age += 5 * np.int64(age < 0)
        cell = age * 25 + np.int64(education[i]) * 5 + np.int64(income[i]) + np.int64(weights[i]) * _CLASS
        living = np.int64(alive[i])
        w.group[i] = np.uint8(cell * living + _DEAD * (1 - living))
    for i in range(n):
        if w.group[i] == _DEAD:
            flush_told(s, w, lo, i)
    w.used[U_CELLS] = 0


@register_jitable
def heads(w: Work) -> tuple[np.int64, np.int64]:
    """Persons and adults alive, from the groups met. After ``add_words``."""
    persons = np.int64(0)
    adults = np.int64(0)
    for x in range(w.used[U_CELLS]):
        cell = np.int64(w.cells[x])
        people = np.int64(w.joint[cell, W_MARKS]) & 0xFFFF
        persons += people * np.int64(cell != _DEAD)
        adults += people * np.int64(is_adult(cell))
    return persons, adults


@register_jitable(forceinline=True)
def fill_opinions(s: State, w: Work, lo: Int, n: Int, a: np.ndarray) -> None:
    """Words of opinions and beliefs of a strip (shares in 1/65536), and approval in private and aloud."""
    for k in range(PAIRS.shape[0]):
        low = s.pf[PAIRS[k, 0], lo : lo + n]
        high = s.pf[PAIRS[k, 1], lo : lo + n]
        for i in range(n):
            w.words[W_PAIRS + k, i] = units(np.float64(low[i])) + (units(np.float64(high[i])) << 32)
    approval = s.pf[APPROVAL, lo : lo + n]
    money = s.pf[RISK_MONEY, lo : lo + n]
    public = s.pf[RISK_PUBLIC, lo : lo + n]
    speech = s.pf[RISK_SPEECH, lo : lo + n]
    aware = s.pf[AWARE, lo : lo + n]
    for i in range(n):
        private = np.float64(approval[i])
        aloud = stated(private, np.float64(speech[i]), a)
        w.words[W_MARKS, i] = 1 + (np.int64(private > 0.5) << 16) + (np.int64(aloud > 0.5) << 32)
    for i in range(n):
        risk = (np.float64(money[i]) + np.float64(public[i]) + np.float64(speech[i])) * (1.0 / 3.0)
        w.words[W_RISK, i] = units(risk) + (units(risk * np.float64(aware[i])) << 32)
    income = s.pf[INCOME, lo : lo + n]
    left = s.pf[LIVELIHOOD, lo : lo + n]
    for i in range(n):
        w.words[W_EARNED, i] = np.int64(np.int32(np.float64(income[i]) * np.float64(left[i])))


@register_jitable(forceinline=True)
def fill_marks(s: State, w: Work, lo: Int, n: Int) -> None:
    """Words of attempts, knowledge and what has befallen one. After ``fill_opinions``."""
    known = s.pw[KNOWN, lo : lo + n]
    done = s.pw[DONE, lo : lo + n]
    past = s.pu[PAST, lo : lo + n]
    bad = s.pu[BAD_CREDIT, lo : lo + n]
    tried = s.pi[TRIED, lo : lo + n]
    refused = s.pi[REFUSED, lo : lo + n]
    commercial = s.pi[COM_SCORE, lo : lo + n]
    for i in range(n):
        w.words[W_TRIED, i] = np.int64(tried[i]) + (np.int64(refused[i]) << 32)
        w.words[W_SCORE, i] = np.int64(commercial[i])
    for i in range(n):
        word = bits14(np.int64(known[i])) + (bits14(np.int64(known[i]) >> 16) << 16)
        changed = bits14(np.int64(done[i]) >> 16)
        w.words[W_KINDS, i] = word + (bits14(np.int64(done[i])) << 32) + (changed << 48)
        w.words[W_MARKS, i] += np.int64(changed > 0) << 48
    for i in range(n):
        word = np.int64(bad[i] > 0) + (np.int64((np.int64(past[i]) & PAST_KIN) != 0) << 16)
        word += np.int64((np.int64(past[i]) & PAST_LOW) != 0) << 32
        w.words[W_PAST, i] = word + (np.int64(commercial[i] > 0) << 48)


@register_jitable(forceinline=True)
def add_words(w: Work, begin: Int, n: Int) -> None:
    """Add a strip's words by group, and list the groups met.

    Group 255 takes what is not counted: cheaper than asking.
    """
    met = w.used[U_CELLS]
    for i in range(n):
        group = np.uint64(w.group[begin + i])
        into = w.joint[group]
        w.cells[np.uint64(met)] = np.uint8(group)
        met += np.int64(into[W_MARKS] == 0)
        for k in range(W_TOLD):
            into[k] += w.words[k, i]
        for k in range(TOLD):
            into[W_TOLD + k] += w.told[k, begin + i]
        into[W_EARNED] += w.words[W_EARNED, i]
    w.used[U_CELLS] = met


@register_jitable(forceinline=True)
def _add_row(row: np.ndarray, into: np.ndarray) -> None:
    """Add a group's words to a row of sums, four at a time."""
    for four in range(ROOM // 4):
        k = np.uint64(4 * four)
        one, two, three = k + np.uint64(1), k + np.uint64(2), k + np.uint64(3)
        sums = into[k] + row[k], into[one] + row[one], into[two] + row[two], into[three] + row[three]
        into[k], into[one], into[two], into[three] = sums


@register_jitable(forceinline=True)
def _fold_class(w: Work, c: Int) -> None:
    """Add the groups met of a weight class to their ages, educations and incomes (``w.margin``)."""
    for group in range(15):
        for k in range(ROOM):
            w.margin[group, k] = 0
    for x in range(w.used[U_CELLS]):
        g = np.int64(w.cells[x])
        if g == _DEAD or g // _CLASS != c:
            continue
        row = w.joint[g]
        band = ((g % _CLASS) // 25 + 1) % 5
        of_education, of_income = 5 + (g % 25) // 5, 10 + g % 5
        people = row[W_MARKS] & 0xFFFF
        w.cell[c, Q_PERSONS, band] += people
        w.cell[c, Q_PERSONS, of_education] += people
        w.cell[c, Q_PERSONS, of_income] += people
        if band == 0:
            # of minors only what befell them is counted
            for k in range(W_TOLD):
                row[k] = 0
            row[W_EARNED] = 0
        _add_row(row, w.margin[band])
        _add_row(row, w.margin[of_education])
        _add_row(row, w.margin[of_income])


@register_jitable(forceinline=True)
def fold_groups(w: Work) -> np.int64:
    """Add the groups met to their ages, educations and incomes, unpack, clear; returns adults' trust."""
    trust = np.int64(0)
    for c in range(w.used[U_CLASSES]):
        _fold_class(w, c)
        w.touched[Q_PERSONS] = np.uint8(1)
        for k in range(WORDS):
            for group in range(15):
                w.lanes[k, group] = w.margin[group, k]
        for f in range(FIELDS.shape[0]):
            into = w.cell[c, FIELDS[f, 0]]
            words = w.lanes[FIELDS[f, 1]]
            w.touched[FIELDS[f, 0]] = np.uint8(1)
            shift, mask = FIELDS[f, 2], FIELDS[f, 3]
            for group in range(LANES):
                into[group] += (words[group] >> shift) & mask
        for group in range(5):
            trust += w.margin[group, W_PAIRS] & 0xFFFFFFFF
    for x in range(w.used[U_CELLS]):
        row = w.joint[np.int64(w.cells[x])]
        for k in range(ROOM):
            row[k] = 0
    return trust
