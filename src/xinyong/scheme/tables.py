"""What a scheme becomes: the arrays that the engine reads in one month.

``Tables`` holds everything that rule books, the conduct catalogue and agreements say
for *one* month; dates are already resolved, so a rule that is not in force is simply
not in the arrays. Sizes: K conducts, S segments, R regimes (a regime is the set of
books that hold in a place; regime 0 is the nation alone), C channels
(``fields.CHANNELS``), D gatekeepers (``fields.ACCESS``), I institutions, Z slots (``fields.SLOTS``),
L lists (at most 32), G grades (at most 16).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

I8 = NDArray[np.int8]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
I16 = NDArray[np.int16]
I32 = NDArray[np.int32]
U32 = NDArray[np.uint32]
F64 = NDArray[np.float64]


class Tables(NamedTuple):
    """Rules in force in one month, as arrays.

    Opportunities (the same in every world of a pair)
        poisson   [S, 32] uint32: chance, as a threshold below 2**32, that at most n come
        alias_cut [S, A] uint32, alias_a [S, A] int32, alias_b [S, A] int32: which one comes.
                  Draw a column c uniformly of A = K + D, then a (if a uniform uint32 is
                  below cut) or b. A value below K is a conduct, K + d an attempt at gatekeeper d.
    Conducts
        domain [K] uint8; kinds [K] uint8 (bit KIND); lawful [K] uint8 (0 unlawful, 1 lawful);
        good [K] int8 (-1 harmful, 0 neutral, 1 good); speech [K] uint8 (1 = protected when
        speech is protected); counterpart [K] uint8 (COUNTERPARTS); creates_debt [K] uint8
        (CREDITORS + 1, 0 none); gain, conscience, fine, harm [K] float64 yuan;
        kin_pull [K] float64: 1 where ties to the neighbours matter (norm weight);
        seen [K, C] float64: chance that a channel at full coverage notices the act;
        needs [K] uint8: TRAIT bits without which the opportunity comes to nothing;
        work_mask [K] uint8: bit per WORK_KINDS (255 = any work);
        sector_mask [K] uint16: bit per SECTORS, for companies (65535 = any sector).
    Gatekeepers
        check [D] float64: chance that a gatekeeper looks a subject up at all;
        beyond [D] float64: chance that one who knows of a listing refuses though no rule says so;
        worth [D] float64 yuan: what being granted is worth; kin_check [D] uint8.
    Channels
        coverage [R, C] float64; wrong [C] float64: chance that a notice names a wrong subject;
        phantom [C] float64: chance that an untaken opportunity is noted as taken; capacity [C] float64:
        multiplier of what a channel can look at (law-plus raises courts).
    Collecting: rows of conduct k in regime r are first[r, k] .. first[r, k + 1]
        row_institution [E] uint8; row_channels [E] uint32 (bits CHANNELS);
        row_kinds [E] uint8; row_coverage [E] float64; row_points [E] int16;
        row_term [E] int16 months (0 = no end); row_from_end [E] uint8 (1: the term runs from
        the end of the conduct, so the row stays open until it ends); row_list [E] int16 (-1
        none); row_floor [E] int16 (grade that the row forces at best; -1 none);
        row_luck [E] uint32: the row's own number for draws, the same whatever other books say;
        row_dimension [E] uint8 (0 none, 1 history, 2 behaviour: commercial scores).
    Scores by points, per regime and slot (points[r, z] = 1 where there is one). A slot belongs to a
        kind of subject (``fields.SLOT_FIRST``); slot 0 is the scheme of a person's city.
        points [R, Z] uint8; base, lowest, highest [R, Z] int32; grades [R, Z] int32;
        cut [R, Z, 16] int32: grade g holds from cut[r, z, g] points up, best first;
        adult_only [R, Z] uint8; score_institution [R, Z] uint8; grade_perk [R, Z, 16, D] float64 and
        grade_bar [R, Z, 16, D] float64: [regime, slot, grade, gatekeeper] perk granted / refused;
        grade_look [R, Z, 16] float64: how often a subject of that grade is inspected, 1 = as ever
        (multiplies what inspection, tax office and customs see of companies; ``inspections`` of a book);
        newcomer [R, Z, 2] int16: grade of those founded less than so many months ago whatever their
        points (-1: no such rule), and those months.
        rating [R, 8] float64, per regime: see RATING; all 0 where contacts rate nobody.
    Commercial score
        com_on uint8[1]; com_institution uint8[1]; com_lowest, com_highest int32[1];
        com_weight [5] float64 (identity, ability, history, behaviour, contacts; sums to 1);
        com_scale [2] float64: points that move history and behaviour from 0 to 1;
        com_start [2] float64: history and behaviour with no record, 0..1;
        com_perk [D] int32: score from which gatekeeper d grants a perk; 0 = none;
        com_strength [D] float64: chance that it is granted from that score on; 0 where none;
        com_join float64[1]: chance a month that one who pays online joins;
        com_gaming float64[1]: how far guides to a higher score are about; 1 = as ever.
    Credit register
        reg_on uint8[1]; reg_institution uint8[1]; reg_bar [D] float64: chance that gatekeeper d
        refuses for each live bad entry.
    Lists
        list_institution [L] uint8; list_colour [L] int8 (-1 black, 1 red);
        list_named [L] float64: share published with the name; list_min [L] int16 months before
        a repair may be sought (-1: no repair);
        list_kinds [L] uint8: bit per KIND that may be on the list; 0 (nobody) while it is not in force;
        list_rep [L] uint8: 1 where a company's listing reaches its legal representative, who then meets
        what ``bar`` says at the gates of persons;
        list_luck [L] uint32: the list's own number for draws, from its name alone;
        list_exit [L] uint8: bit per LIST_EXITS, the ways out that the list allows; all of them
        where it names none, and while it is not in force;
        bar [L, D] float64, perk [L, D] float64, kin_bar [L, D] float64: what being listed does
        at a gatekeeper that knows it (0..1: chance that the rule is applied when checked);
        group_bar [L, D] float64: the same for the households of the listed person's group;
        work_bar [L] float64: chance a month that the employer of a listed person who has come to know
        of it (it is the gatekeeper ``job`` that is told) dismisses that person;
        share, delay [L, D] float64: coverage of the agreement that carries list l to gatekeeper d, and
        mean months until it arrives (0 = at once).
    Court
        court [16] float64: see COURT; all 0 where there is no court list.
        group_size int32[1]: households of a group that answers for its members; 0 = none; map_list int16[1],
        map [R] float64: list that a public map shows (-1 none), and the share of adults who look each month.
    Safeguards and data
        guard [16] float64: see GUARD.
        flow [4] float64: see FLOW, chances that what one holder notices reaches another;
        breach [5, 2] float64: by HOLDERS the chance a month that what it holds leaks, and the share of
        those whom it knows that a leak exposes (small where a holding is federated);
        news [8] float64: see NEWS, what this month's events tell people.
    Politics and compliance
        demand [12] float64: see DEMAND; all 0 where no political demand on companies stands.
        burden [4] float64: share of turnover that companies of an owner type (OWNERS) spend on
        complying with security and data laws, a month.
        campaign float64[1]: publicity and moral education; 1 = as assumed, 0 where no plan is in force.
    What people think is in force (differs from the truth under a rumour)
        stake_list [3, R, K] float64, by KIND: chance that an act which is noticed leads to a listing (for a
        conduct that leaves a debt: 1 where the court lists debtors, and the engine says how likely);
        stake_points [3, R, K] float64: points it is believed to move (signed, city or commercial);
        stake_record [3, R, K] float64: chance that anybody records a noticed act, the law's own fine aside;
        believed uint8[1]: 1 if scores, or lists that name people, are believed in force (no mere register).
    """

    poisson: U32
    alias_cut: U32
    alias_a: I32
    alias_b: I32
    domain: U8
    kinds: U8
    lawful: U8
    good: I8
    speech: U8
    counterpart: U8
    creates_debt: U8
    gain: F64
    conscience: F64
    fine: F64
    harm: F64
    kin_pull: F64
    seen: F64
    needs: U8
    work_mask: U8
    sector_mask: U16
    check: F64
    beyond: F64
    worth: F64
    kin_check: U8
    coverage: F64
    wrong: F64
    phantom: F64
    first: I32
    row_institution: U8
    row_channels: U32
    row_kinds: U8
    row_coverage: F64
    row_points: I16
    row_term: I16
    row_from_end: U8
    row_list: I16
    row_floor: I16
    row_dimension: U8
    row_luck: U32
    points: U8
    base: I32
    lowest: I32
    highest: I32
    grades: I32
    cut: I32
    adult_only: U8
    score_institution: U8
    grade_perk: F64
    grade_bar: F64
    grade_look: F64
    newcomer: I16
    rating: F64
    com_on: U8
    com_institution: U8
    com_lowest: I32
    com_highest: I32
    com_weight: F64
    com_scale: F64
    com_start: F64
    com_perk: I32
    com_strength: F64
    com_join: F64
    com_gaming: F64
    reg_on: U8
    reg_institution: U8
    reg_bar: F64
    list_institution: U8
    list_colour: I8
    list_named: F64
    list_min: I16
    list_kinds: U8
    list_exit: U8
    list_rep: U8
    list_luck: U32
    bar: F64
    perk: F64
    kin_bar: F64
    group_bar: F64
    work_bar: F64
    share: F64
    delay: F64
    court: F64
    guard: F64
    stake_list: F64
    stake_points: F64
    stake_record: F64
    believed: U8
    capacity: F64
    group_size: I32
    map_list: I16
    map: F64
    flow: F64
    breach: F64
    news: F64
    demand: F64
    burden: F64
    campaign: F64


#: Ways out of a list: bit n of ``Tables.list_exit``. ``expiry`` is the end of the list's term.
LIST_EXITS = (
    "performance", "settlement", "creditor-request", "expiry", "correction", "repair",
    "closed-for-want", "death",
)  # fmt: skip
(
    EXIT_PERFORMANCE, EXIT_SETTLEMENT, EXIT_CREDITOR, EXIT_TERM, EXIT_CORRECTION, EXIT_REPAIR,
    EXIT_CLOSURE, EXIT_DEATH,
) = (1, 2, 4, 8, 16, 32, 64, 128)  # fmt: skip

#: Places in ``Tables.court``.
(
    COURT_LISTS, COURT_LIMITS, COURT_TERM, COURT_EXTENSION, COURT_REP, COURT_STUDENTS,
    COURT_DELETE_DAYS, COURT_LIST, COURT_LIMIT_LIST, COURT_INSTITUTION, COURT_CONDUCT,
    COURT_CAPACITY, COURT_CREDITOR_EXIT, COURT_SETTLEMENT_EXIT, COURT_CLOSURE, COURT_TERM_ABLE,
    COURT_BEGAN, COURT_ROLLOUT,
) = range(18)  # fmt: skip

COURT = (
    "1 if judgment defaulters are listed", "1 if spending limits are ordered",
    "months of a listing on grounds 2 to 6; 0 = no end", "months by which it may be extended",
    "1 if a company's listing reaches its representative (spending limits)",
    "1 if students with campus loans are spared", "working days to delete after performance",
    "list number of the defaulters (-1 none)", "list number of spending limits (-1 none)",
    "institution number of the court", "conduct number of a judgment default",
    "multiplier of enforcement capacity", "1 if a creditor may ask for removal",
    "1 if a settlement ends a listing", "1 if a case may close for want of assets",
    "months of a listing on ground 1; 0 = no end", "first month of the list",
    "months until every court uses the list; 0 = from the first",
)  # fmt: skip

#: Places in ``Tables.guard``: 1 = the safeguard holds.
(
    GUARD_NOTICE, GUARD_CONSENT, GUARD_APPEAL, GUARD_CORRECTION, GUARD_EXPIRY, GUARD_REPAIR,
    GUARD_PROPORTIONALITY, GUARD_NO_KIN, GUARD_SPEECH, GUARD_PURPOSE, GUARD_AMNESTY,
) = range(11)  # fmt: skip

GUARD = (
    "notice", "consent", "appeal", "correction", "expiry", "repair", "proportionality", "no-kin",
    "speech", "purpose", "amnesty",
)  # fmt: skip

#: Places in ``Tables.rating``.
(
    RATING_ON, RATING_INSTITUTION, RATING_SCALE, RATING_WEIGHT, RATING_FLATTERY, RATING_SHARE, RATING_TERM,
    RATING_CONDUCT,
) = range(8)  # fmt: skip

RATING = (
    "1 if contacts rate each other", "institution number", "points of the best rating; the worst takes them",
    "how far a rater's own score moves the weight of the rating: 0 = not at all",
    "how far ratings follow the score of the rated rather than the act: 0 = not at all",
    "share of contacts that end in a rating", "months until a rating counts no more; 0 = no end",
    "conduct number under which ratings are recorded",
)  # fmt: skip

#: Places in ``Tables.flow``.
(FLOW_TO_STATE, FLOW_TO_FIRMS, FLOW_BETWEEN_FIRMS) = range(3)

FLOW = (
    "chance that what a firm notices reaches the state", "chance that what the state records reaches firms",
    "chance that what a firm notices reaches other firms",
)  # fmt: skip

#: Places in ``Tables.news``: what a month's events add, 0..1.
(NEWS_PRIVACY, NEWS_AWARE, NEWS_APPROVAL, NEWS_SPEECH, NEWS_TRUST, NEWS_REACH_OFFLINE) = range(6)

NEWS = (
    "privacy concern", "awareness of the scheme", "approval (signed)", "perceived risk of words (signed)",
    "trust in government (signed)", "share that reaches those who are not online",
)  # fmt: skip

#: Places in ``Tables.demand``.
(
    DEMAND_ON, DEMAND_SECTORS, DEMAND_OWNERS, DEMAND_SINCE, DEMAND_LEFT, DEMAND_THREAT, DEMAND_CREDIT,
) = range(7)  # fmt: skip

DEMAND = (
    "1 while a demand stands", "bits of SECTORS asked", "bits of OWNERS asked", "months since the letter",
    "months left until the deadline (0 or less: past it)",
    "loss threatened, as a share of the revenue earned here",
    "share of that threat that comes from the credit record (the rest from regulators as ever)",
)  # fmt: skip
