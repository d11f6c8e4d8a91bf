"""6. Records: what becomes of acts and notices: ledger rows, debts, harm, fines.

A notice becomes a row in each institution that collects this conduct through this channel here
and now, with its coverage (the row of a wrong subject or of a thing that never was is marked as
not genuine; only the model knows); an office may stretch a rule to conduct that none names
(``engine.stretching``). Acts that leave a debt open an obligation whether or not
anyone notices. Obligations move on by themselves (``engine.court``).

Where contacts rate each other they do it here (``engine.rating``), where consent is asked for it is asked
first (``engine.consent``), and what one holder of data learns flows on (``engine.flows``).

Reads: opportunities (scratch), traits. Writes: ledger rows, live records, obligations, scores,
known, done, harm-done, assets, this month's board. Draws: from each opportunity's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import consent, court, flows, rating
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import saturate
from xinyong.engine.collecting import enter
from xinyong.engine.layout import (
    F_DIES,
    OP_NONE,
    OP_NOTICED,
    OP_OPEN,
    OP_PADDED,
    OP_PHANTOM,
    OP_TAKEN,
    T_ACT,
    T_ACTS,
    T_AVOIDED,
    T_BAD,
    T_CAMERA,
    T_CHANCES,
    T_CRITICAL,
    T_DETECTED,
    T_FIRMS,
    T_GOOD,
    T_HARM,
    T_MEETINGS,
    T_MET,
    T_OPPORTUNITY,
    T_SPEAKS,
    T_STATE,
    U_OPS,
    U_PERSONS_END,
    State,
    Tally,
    Work,
)
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.engine.stretching import stretch
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    ARENA,
    ASSETS,
    B_BAD_ACTS,
    B_CHEATED,
    B_CRITICAL,
    B_EXTORTED,
    B_FIRM_BREACH,
    B_GOOD_ACTS,
    B_HELPED,
    B_OFFICE_BREACH,
    B_OFFICIALS_PUNISHED,
    B_OPPORTUNITIES,
    B_SANCTIONED,
    DONE,
    HARM_DONE,
    KNOWN,
    RESERVES,
    REVENUE,
    WCLASS,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import GUARD_CONSENT

_ARENA = np.array(ARENA, dtype=np.int64)
#: Channels of firms (bank, platform, face payment); neighbours, media and peers keep no files; the rest,
#: work units among them, report to the state.
_FIRM_CHANNELS = (1 << 1) | (1 << 5) | (1 << 14)
_NO_HOLDER = (1 << 8) | (1 << 11) | (1 << 15)
_STRANGER, _NEIGHBOUR, _CIVIC = 1, 2, 9
Q_OPPORTUNITIES, Q_ACTS, Q_BAD, Q_GOOD = (
    INDEX["opportunities"], INDEX["acts"], INDEX["bad-acts"], INDEX["good-acts"],
)  # fmt: skip
Q_DETERRED, Q_ENCOURAGED, Q_HARM = INDEX["deterred"], INDEX["encouraged"], INDEX["harm"]
Q_DETECTED, Q_CAMERA, Q_STATE, Q_FIRMS = (
    INDEX["detected"], INDEX["by-camera"], INDEX["acts-state"], INDEX["acts-firms"],
)  # fmt: skip
Q_FINES, Q_PADDED = INDEX["fines"], INDEX["padded"]


@register_jitable(forceinline=True)
def act(h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray, m: Int) -> None:
    """What one act does at once: harm or help, a debt, boards, what has been done."""
    k = np.int64(w.op_code[m])
    kind = np.int64(w.op_kind[m])
    who = np.int64(w.op_who[m])
    good = np.int64(r.good[k])
    bad = np.int64(good < 0)
    kindly = np.int64(good > 0)
    s.board[h, B_BAD_ACTS] += bad
    s.board[h, B_GOOD_ACTS] += kindly
    scale = 1.0
    if kind == 0:
        p = s.hoods[h].person_first + who
        w.told[T_ACTS, who] += T_ACT + bad * T_BAD + kindly * T_GOOD
        s.pw[DONE, p] = np.uint32(np.int64(s.pw[DONE, p]) | (np.int64(1) << np.int64(r.domain[k])))
        change = np.int64(r.harm[k] * 0.01) * (-1 if good > 0 else 1)
        s.pi[HARM_DONE, p] = np.int16(saturate(s.pi[HARM_DONE, p], change, -32768, 32767))
        words = np.int64(r.speech[k])
        w.told[T_MEETINGS, who] += words * T_CRITICAL
        s.board[h, B_CRITICAL] += words
        if r.counterpart[k] == _STRANGER:
            if good > 0:
                s.board[h, B_HELPED] += 1
            elif good < 0 and r.domain[k] == _CIVIC:
                s.board[h, B_EXTORTED] += 1
            elif good < 0 and r.harm[k] > 0.0:
                s.board[h, B_CHEATED] += 1
    elif kind == 1:
        scale += np.float64(s.cf[REVENUE, s.hoods[h].company_first + who]) / a[A.firm_scale]
        if good < 0:
            s.board[h, B_FIRM_BREACH] += 1
    elif good < 0:
        s.board[h, B_OFFICE_BREACH] += 1
    harm = np.int64(r.harm[k] * scale) * bad
    if kind == 0:
        w.told[T_HARM, who] += harm
    else:
        add_event(w, s, h, kind, who, Q_ACTS, 1)
        add_event(w, s, h, kind, who, Q_BAD, bad)
        add_event(w, s, h, kind, who, Q_GOOD, kindly)
        add_event(w, s, h, kind, who, Q_HARM, harm)
    dies = kind == 0 and np.int64(w.fate[who]) & F_DIES != 0
    if r.creates_debt[k] > 0 and kind < 2 and not dies:
        court.open_debt(h, month, s, w, a, kind, who, np.int64(r.creates_debt[k]) - 1, w.op_bits[m])


@register_jitable(forceinline=True)
def notice(
    h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray, m: Int, genuine: Int
) -> None:
    """What one notice does: rows, knowledge, the law's own fine."""
    k = np.int64(w.op_code[m])
    kind = np.int64(w.op_kind[m])
    who = np.int64(w.op_subject[m])
    channel = np.int64(w.op_channel[m])
    rows = enter(h, month, s, w, t, r, kind, who, k, channel, genuine, w.op_bits[m])
    if rows == 0 and genuine == 1:
        rows += stretch(h, month, s, w, t, r, a, kind, who, k, channel, w.op_bits[m])
    firms = (_FIRM_CHANNELS >> channel) & 1
    state = 1 - firms if (_NO_HOLDER >> channel) & 1 == 0 else 0
    if genuine == 1 and kind == 0:
        w.told[T_ACTS, who] += T_DETECTED
        w.told[T_CHANCES, who] += np.int64(channel == 4) * T_CAMERA + firms * T_FIRMS + state * T_STATE
    elif genuine == 1:
        add_event(w, s, h, kind, who, Q_DETECTED, 1)
        add_event(w, s, h, kind, who, Q_CAMERA, np.int64(channel == 4))
        add_event(w, s, h, kind, who, Q_FIRMS, firms)
        add_event(w, s, h, kind, who, Q_STATE, state)
    if genuine == 1:
        flows.pass_on(h, s, w, r, kind, who, np.int64(r.domain[k]), w.op_bits[m], firms, state, rows)
    if r.good[k] < 0 and (rows > 0 or r.fine[k] > 0.0):
        s.board[h, B_SANCTIONED] += 1
    if kind == 0:
        p = s.hoods[h].person_first + who
        bit = np.int64(r.domain[k]) + (16 if firms == 1 else 0)
        if firms + state > 0 and genuine == 1:
            s.pw[KNOWN, p] = np.uint32(np.int64(s.pw[KNOWN, p]) | (np.int64(1) << bit))
        if r.good[k] < 0:
            # a first-hand experience for perception: which arena, noticed
            w.hit[who] = np.uint8(np.int64(w.hit[who]) | (1 << _ARENA[np.int64(r.domain[k])]))
        if r.fine[k] > 0.0 and state == 1 and r.lawful[k] == 0 and s.pu[ALIVE, p] == 1:
            s.pf[ASSETS, p] = np.float32(max(np.float64(s.pf[ASSETS, p]) - r.fine[k], 0.0))
            add_event(w, s, h, kind, who, Q_FINES, np.int64(r.fine[k]))
    elif kind == 1:
        c = s.hoods[h].company_first + who
        if r.fine[k] > 0.0 and state == 1 and r.lawful[k] == 0 and s.cu[ACTIVE, c] == 1:
            fine = r.fine[k] * (1.0 + np.float64(s.cf[REVENUE, c]) / a[A.firm_scale])
            s.cf[RESERVES, c] = np.float32(max(np.float64(s.cf[RESERVES, c]) - fine, 0.0))
            add_event(w, s, h, kind, who, Q_FINES, np.int64(fine))
    elif r.good[k] < 0 and genuine == 1:
        s.board[h, B_OFFICIALS_PUNISHED] += 1 if rows > 0 or r.fine[k] > 0.0 else 0


@register_jitable
def records(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """Carry out acts and notices of neighbourhood ``h``; move its obligations on."""
    if r.guard[GUARD_CONSENT] > 0.0:
        consent.ask(h, seed, s, w, a)
    court.move(h, month, seed, s, w, t, r, a)
    lo = s.hoods[h].person_first
    did = np.int64(0)
    weights = s.pu[WCLASS, lo : s.hoods[h + 1].person_first]
    for m in range(w.used[U_PERSONS_END]):
        at = np.uint64(w.op_code[m])
        one = np.uint64(w.op_who[m])
        real = np.int64(w.op_state[m] != OP_NONE)
        t.conducts[at, 0] += real * w.weights[np.uint64(weights[one])]
        next_door = np.int64(w.op_partner[m] >= 0) & np.int64(r.counterpart[at] == _NEIGHBOUR)
        speaks = real * np.int64(r.speech[at])
        w.told[T_CHANCES, one] += real * T_OPPORTUNITY
        w.told[T_MEETINGS, one] += next_door * (real * T_MET + (1 - real) * T_AVOIDED) + speaks * T_SPEAKS
    for m in range(w.used[U_PERSONS_END], w.used[U_OPS]):
        sort = np.int64(w.op_kind[m])
        real = np.int64(w.op_state[m] != OP_NONE)
        t.conducts[np.uint64(w.op_code[m]), 0] += real * w.weights[np.uint64(1 + sort)]
        w.others[sort - 1, Q_OPPORTUNITIES] += real
    met = np.int64(0)
    for m in range(w.used[U_OPS]):
        real = np.int64(w.op_state[m] != OP_NONE)
        met += real
        w.did[np.uint64(did)] = np.int32(m)
        did += np.int64(w.op_state[m] > OP_OPEN) | (np.int64(w.op_changed[m] != 0) & real)
    s.board[h, B_OPPORTUNITIES] += met
    for x in range(did):
        m = int(w.did[x])
        k = np.int64(w.op_code[m])
        state = w.op_state[m]
        kind = np.int64(w.op_kind[m])
        who = np.int64(w.op_who[m])
        weight = w.weights[np.int64(s.pu[WCLASS, lo + who]) if kind == 0 else 1 + kind]
        taken = state == OP_TAKEN or state == OP_NOTICED
        if w.op_changed[m] != 0:
            t.conducts[k, 3 + np.int64(w.op_changed[m])] += weight
            encouraged = w.op_changed[m] == 2
            if encouraged == (r.good[k] > 0):
                add_event(w, s, h, kind, who, Q_ENCOURAGED if encouraged else Q_DETERRED, 1)
                if kind == 0:
                    p = s.hoods[h].person_first + who
                    bit = np.int64(1) << (np.int64(r.domain[k]) + 16)
                    s.pw[DONE, p] = np.uint32(np.int64(s.pw[DONE, p]) | bit)
        if taken:
            t.conducts[k, 1] += weight
            act(h, month, s, w, t, r, a, m)
            if kind == 0 and state == OP_TAKEN and r.good[k] < 0:
                w.hit[who] = np.uint8(np.int64(w.hit[who]) | (16 << _ARENA[np.int64(r.domain[k])]))
        if state == OP_NOTICED or state == OP_PHANTOM or state == OP_PADDED:
            seen = np.int64(state == OP_NOTICED)
            right = seen * np.int64(w.op_subject[m] == w.op_who[m])
            t.conducts[k, 2] += seen * weight
            t.conducts[k, 3] += (1 - right) * weight
            if state == OP_PADDED:
                add_event(w, s, h, kind, who, Q_PADDED, 1)
            notice(h, month, s, w, t, r, a, m, right)
    rating.rate_contacts(h, month, s, w, t, r, a)
