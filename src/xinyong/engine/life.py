"""The months of one history: the real phases on a household, fed with given acts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.dates import month_number
from xinyong.engine import court
from xinyong.engine.exits import due, leave, over
from xinyong.engine.household import certain_dials, certain_rules, household_of
from xinyong.engine.layout import F_DIES, NO_RECORD, OP_NOTICED, U_DEBTS, U_LISTS, U_OPS, U_ROWS, State
from xinyong.engine.phases.events import events
from xinyong.engine.phases.records import records
from xinyong.engine.phases.sharing import sharing
from xinyong.engine.phases.standing import standing
from xinyong.engine.rules import Rules
from xinyong.engine.state import grown, room, tally_of, work_of
from xinyong.engine.tables_in_place import begin, settle
from xinyong.fields import CHANNELS, FOREVER, GROUNDS, KINDS, LIVE_ENDED, S_ENFORCED, S_LISTED
from xinyong.scheme.tables import COURT_INSTITUTION

if TYPE_CHECKING:
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import Happening, History

_SEED: Final = np.uint64(0)
_COURT: Final = CHANNELS.index("court")


@dataclass(slots=True)
class Entry:
    """A record that counts or counted: numbers of the timeline; ``until`` a month or None."""

    happening: int
    entered: int
    institution: int
    conduct: int
    channel: int
    points: int
    until: int | None = None
    why: str | None = None


@dataclass(slots=True)
class Stay:
    """Time on a list: whose (kind and row), list number, months."""

    kind: int
    who: int
    number: int
    entered: int
    ended: int | None = None


class Life:
    """A history on its way. After ``run`` its ``state``, ``entries`` and ``stays`` say where it led."""

    def __init__(self, timeline: Timeline, regime: int, history: History) -> None:
        """``timeline`` must know the history's conducts; ``regime`` is that of its place."""
        self.timeline, self.history = timeline, history
        self.kind = KINDS.index(history.kind)
        self.last = month_number(history.as_of)
        self.first = min([month_number(each.month) for each in history.history], default=self.last)
        self.now = self.first
        self.state: State = household_of(history, regime, self.first)
        self.dials = certain_dials()
        self.rules: Rules = certain_rules(timeline, self.first)
        self.entries: list[Entry] = []
        self.stays: list[Stay] = []
        self._work, self._tally = work_of(), tally_of()
        self._live: list[Entry] = []
        self._records = 0
        self._court = {
            period.conduct or "judgment-default" for book in timeline.scheme.books for period in book.court
        }

    def run(self) -> None:
        """Every month from the first act to the last month, in the order of the phases."""
        with np.errstate(over="ignore"):
            for now in range(self.first, self.last + 1):
                self.now = now
                self._month()

    def _month(self) -> None:
        s, w, t, a, now = self.state, self._work, self._tally, self.dials, self.now
        r = self.rules = certain_rules(self.timeline, now)
        self._live = [entry for x, entry in enumerate(self._live) if not int(s.live[x].state) & LIVE_ENDED]
        w.used[:] = 0
        begin(0, s, w)
        events(0, now, _SEED, s, w, a)
        if any(due(each, now) and each.exit == "death" for each in self.history.history):
            w.fate[0] = F_DIES
        owners = self._notices()
        s = self.state
        records(0, now, _SEED, s, w, t, r, a)
        self._own(owners)
        self._ends()
        standing(0, now, _SEED, s, w, t, r, a)
        self._own(self._listed())
        sharing(0, now, _SEED, s, w, r)
        self._look()
        s.hoods[0].row_base = self._records
        self._records += int(w.used[U_ROWS])

    # ------------------------------------------------------------ what comes in
    def _notices(self) -> dict[tuple[int, int], list[int]]:
        """Put this month's acts where *detection* leaves them; who owns which conduct and channel."""
        s, w, r = self.state, self._work, self.rules
        owners: dict[tuple[int, int], list[int]] = defaultdict(list)
        cases: list[int] = []
        for index, happening in enumerate(self.history.history):
            if month_number(happening.month) == self.now:
                if self.in_court(happening):
                    cases += [index] * happening.times
                else:
                    code = self.timeline.conducts.index(happening.conduct)
                    owners[code, self._channel(happening, code)] += [index] * happening.times
        notices = 0
        for (code, channel), indices in owners.items():
            for index in indices:
                w.op_state[notices] = OP_NOTICED
                w.op_kind[notices] = self.kind
                w.op_who[notices] = w.op_subject[notices] = 0
                w.op_partner[notices] = -1
                w.op_changed[notices] = 0
                w.op_code[notices], w.op_channel[notices] = code, channel
                w.op_bits[notices] = index
                notices += 1
        w.used[U_OPS] = w.used[U_DEBTS] = notices
        while len(cases) + int(s.hoods[0].debt_end) >= len(s.debts):
            s = grown(s, 2 * room(s, "debt"), 2 * room(s, "live"))
        for index in cases:
            self._open(s, index)
        most = int(np.diff(r.first[:, : r.conducts + 1], axis=1).max(initial=1))
        while not settle(0, s, w, r, (notices + len(cases)) * most):
            s = grown(s, 2 * room(s, "debt"), 2 * room(s, "live"))
        self.state = s
        return owners

    def in_court(self, happening: Happening) -> bool:
        """Whether a happening is a case before a court of the scheme, not just something noticed."""
        known = happening.channel in (None, "court")
        return known and happening.conduct in self._court and self.history.kind != "office"

    def _channel(self, happening: Happening, code: int) -> int:
        """The channel given, or the first through which somebody who looks could record it."""
        if happening.channel is not None:
            return CHANNELS.index(happening.channel)
        r = self.rules
        regime = int(self.state.hoods[0].regime)
        collected = 0
        for row in range(int(r.first[regime, code]), int(r.first[regime, code + 1])):
            joined = (
                r.com_on[0] == 0 or r.row_institution[row] != r.com_institution[0] or self.history.opted_in
            )
            if joined and (int(r.row_kinds[row]) >> self.kind) & 1:
                collected |= int(r.row_channels[row])
        sees = [channel for channel in range(len(CHANNELS)) if r.seen[code, channel] > 0.0]
        serves = [channel for channel in range(len(CHANNELS)) if (collected >> channel) & 1]
        both = [channel for channel in sees if channel in serves]
        return (both or serves or sees or [0])[0]

    def _open(self, s: State, index: int) -> None:
        """A case in enforcement; the ground decides what the court may do about it."""
        bits = np.uint64(index)
        court.open_debt(0, self.now, s, self._work, self.dials, self.kind, 0, 0, bits)
        debt = s.debts[int(s.hoods[0].debt_end) - 1]
        debt.stage = S_ENFORCED
        ground = self.history.history[index].ground
        if ground is None:
            debt.ability = court.CANNOT
        else:
            debt.ability = court.CAN if GROUNDS.index(ground) == 1 else court.HIDES

    def _listed(self) -> dict[tuple[int, int], list[int]]:
        """Who owns the records of this month's new listings; their grounds, as the history has them."""
        s = self.state
        owners: dict[tuple[int, int], list[int]] = defaultdict(list)
        for d in range(int(s.hoods[0].debt_end)):
            debt = s.debts[d]
            if debt.stage == S_LISTED and debt.since == self.now:
                happening = self.history.history[int(debt.id)]
                debt.ground = GROUNDS.index(happening.ground or "none")
                owners[self.timeline.conducts.index(happening.conduct), _COURT].append(int(debt.id))
        return owners

    def _own(self, owners: dict[tuple[int, int], list[int]]) -> None:
        """Give new live records to the happenings that they come from: each gets as many, in order."""
        s = self.state
        fresh: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        for x in range(len(self._live), int(s.hoods[0].live_end)):
            live = s.live[x]
            code, channel = int(live.conduct), int(live.channel)
            entry = Entry(-1, self.now, int(live.institution), code, channel, int(live.points))
            fresh[code, channel].append(entry)
            self._live.append(entry)
            self.entries.append(entry)
        for key, made in fresh.items():
            each = len(made) // len(owners[key])
            for place, entry in enumerate(made):
                entry.happening = owners[key][place // each]

    # ------------------------------------------------------------ what ends, and where it leads
    def _ends(self) -> None:
        """Carry out the ends that the history states for this month, before *standing* reads on."""
        s, w, r, now = self.state, self._work, self.rules, self.now
        for index, happening in enumerate(self.history.history):
            late = over(happening, now)
            if late is None and not due(happening, now):
                continue
            records_of = [x for x, entry in enumerate(self._live) if entry.happening == index]
            cases = [d for d in range(int(s.hoods[0].debt_end)) if int(s.debts[d].id) == index]
            leave(now, s, w, r, happening, late, records_of, cases)

    def open_cases(self) -> list[str]:
        """Institutions of the courts' open records of cases, one each."""
        s = self.state
        held = [int(s.debts[d].record) for d in range(int(s.hoods[0].debt_end))]
        number = int(self.rules.court[COURT_INSTITUTION])
        return [self.timeline.institutions[number] for record in held if record != NO_RECORD]

    def _look(self) -> None:
        """Note what counts until when, and who is on which list, at the end of the month."""
        s, w, now = self.state, self._work, self.now
        for x, entry in enumerate(self._live):
            live = s.live[x]
            expires = int(live.expires)
            if int(live.state) & LIVE_ENDED == 0:
                entry.until = None if expires == FOREVER else expires
            else:
                entry.until, entry.why = now, self._why(entry, expires)
        for n in range(int(w.used[U_LISTS])):
            kind, number = int(w.list_b[3, n]), int(w.list_b[0, n])
            who = int(w.list_u[0, n]) - int(w.first[kind])
            if w.list_b[1, n]:
                self.stays.append(Stay(kind, who, number, now))
            else:
                for stay in self.stays:
                    if (stay.kind, stay.who, stay.number, stay.ended) == (kind, who, number, None):
                        stay.ended = now

    def _why(self, entry: Entry, expires: int) -> str:
        """How a record ended this month: as the history has it, or by itself."""
        if self.kind == 0 and int(self._work.fate[0]) & F_DIES:
            return "death"
        happening = self.history.history[entry.happening]
        if due(happening, self.now) and happening.exit in ("correction", "repair", "amnesty"):
            return happening.exit
        return "term" if expires <= self.now else "amnesty"
