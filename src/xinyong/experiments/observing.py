"""Watching one subject through the months of a replay.

All that is read here is read between months: what lasts from the state, what the month did from its
scratch space (opportunities with their fate, attempts with their outcome). Nothing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong import fields as f
from xinyong.dates import month_text
from xinyong.engine.layout import (
    F_NAMED,
    OP_NONE,
    OP_NOTICED,
    OP_PHANTOM,
    OP_TAKEN,
    U_ATTEMPTS,
    U_OPS,
)
from xinyong.engine.phases.access import (
    BY_BEYOND,
    BY_GRADE,
    BY_GROUP,
    BY_KIN,
    BY_REGISTER,
    BY_SCORE,
    PERK,
    STAYED_AWAY,
    UNSEEN,
)
from xinyong.engine.scoring import score_of
from xinyong.engine.slots import grade_in, points_in
from xinyong.experiments.fining import fine_of
from xinyong.experiments.stories import Act, Attempt, Blame, Deed, Life, Obligation, Score, Stage, State, Turn
from xinyong.experiments.surveying import Spells, Surveyor

if TYPE_CHECKING:
    from xinyong.experiments.replaying import Moment, Numbers

PERSON, COMPANY, OFFICE = range(3)
_CAUSES: Final = {
    BY_GRADE: "grade", BY_REGISTER: "register", BY_SCORE: "score", BY_KIN: "kin",
    BY_BEYOND: "beyond-rule", BY_GROUP: "group",
}  # fmt: skip
_TURNS: Final = ((f.LIVE_NOTICED, "told"), (f.LIVE_APPEALED, "appealed"), (f.LIVE_GRANTED, "granted"))
_FIRSTS: Final = ("person_first", "company_first", "office_first")


class Observer:
    """Watches the subject in row ``row`` of its kind; ``life`` is what it has seen."""

    def __init__(self, numbers: Numbers, kind: int, row: int) -> None:
        """Begin with nothing seen."""
        self.life = Life()
        self._numbers, self._kind, self._row = numbers, kind, row
        self._debts: dict[tuple[int, int], Obligation] = {}
        self._live: dict[int, int] = {}
        self._scores: dict[str, tuple[int, str | None]] = {}
        self._holders, self._known = Spells(self.life.holders), Spells(self.life.known)
        self._surveyor = Surveyor(self.life.measures, kind, row)

    def see(self, moment: Moment) -> None:
        """Take note of a month just lived."""
        month = month_text(moment.month)
        self._opportunities(moment, month)
        self._attempts(moment, month)
        self._cases(moment, month)
        self._records(moment, month)
        self._standing(moment, month)
        self._state(moment, month)
        self._surveyor.update(month, moment, self.life.path[-1].alive)

    # ------------------------------------------------------------ what the month did
    def _opportunities(self, moment: Moment, month: str) -> None:
        w, names = moment.work, moment.timeline.conducts
        used = int(w.used[U_OPS])
        kinds, who = w.op_kind[:used], w.op_who[:used]
        named, met, states = w.op_subject[:used], w.op_partner[:used], w.op_state[:used]
        same = kinds == self._kind
        own = same & (who == self._row)
        told = same & (named == self._row) & ((states == OP_NOTICED) | (states == OP_PHANTOM))
        taken = (states == OP_TAKEN) | (states == OP_NOTICED)
        toward = (met == self._row) & taken & (kinds == PERSON) & (self._kind == PERSON) & ~own
        for m in np.flatnonzero(own | told | toward):
            conduct, state = names[int(w.op_code[m])], int(states[m])
            if own[m]:
                self._own(moment, month, int(m), conduct, state)
            if told[m] and not (own[m] and state == OP_NOTICED):
                doer = None if state == OP_PHANTOM else self._subject(int(who[m]))
                channel = f.CHANNELS[int(w.op_channel[m])]
                fine = fine_of(moment, int(m))
                self.life.blames.append(Blame(month, conduct, channel, doer, fine))
            if toward[m]:
                by = self._numbers.of_run(PERSON, int(who[m]))
                self.life.suffered.append(Deed(month, conduct, by))

    def _own(self, moment: Moment, month: str, m: int, conduct: str, state: int) -> None:
        w, r = moment.work, moment.rules
        if state != OP_NONE:
            self.life.chances[conduct] = self.life.chances.get(conduct, 0) + 1
        if int(w.op_changed[m]) == 1:
            self.life.withheld.append(Deed(month, conduct, None))
        if state not in (OP_TAKEN, OP_NOTICED):
            return
        met, blamed = int(w.op_partner[m]), None
        right = int(w.op_subject[m]) == self._row
        if state == OP_NOTICED and not right:
            blamed = self._subject(int(w.op_subject[m]))
        self.life.acts.append(
            Act(
                month, conduct, f.COUNTERPARTS[int(r.counterpart[int(w.op_code[m])])],
                self._numbers.of_run(PERSON, met) if met >= 0 else None,
                f.CHANNELS[int(w.op_channel[m])] if state == OP_NOTICED else None, blamed,
                fine_of(moment, m) if state == OP_NOTICED and right else 0, int(w.op_changed[m]) == 2,
            )
        )  # fmt: skip

    def _subject(self, row: int) -> int:
        return self._numbers.of_run(self._kind, row)

    def _attempts(self, moment: Moment, month: str) -> None:
        w, s = moment.work, moment.state
        used = int(w.used[U_ATTEMPTS])
        kinds, who, cause = w.at_kind[:used], w.at_who[:used], w.at_cause[:used]
        for m in np.flatnonzero((kinds == self._kind) & (who == self._row)):
            self.life.attempts.append(_attempt(moment, month, int(w.at_code[m]), int(cause[m])))
        if self._kind != PERSON:
            return
        home = int(s.pi[f.HOME, self._row])
        kin = (kinds == PERSON) & (who >= home) & (who < home + int(s.pu[f.HOME_SIZE, self._row]))
        for m in np.flatnonzero(kin & (who != self._row) & (cause == BY_KIN)):
            refused = _attempt(moment, month, int(w.at_code[m]), int(cause[m]))
            self.life.kin_refused.append((self._subject(int(who[m])), refused))

    # ------------------------------------------------------------ what lasts
    def _cases(self, moment: Moment, month: str) -> None:
        s = moment.state
        for d in range(int(s.hoods[0].debt_end)):
            debt = s.debts[d]
            if (int(debt.kind), int(debt.who)) != (self._kind, self._row):
                continue
            key = (int(debt.id), int(debt.opened))
            case = self._debts.get(key)
            if case is None:
                wrong = bool(int(debt.marks) & f.DEBT_WRONG)
                case = self._debts[key] = Obligation(
                    month_text(int(debt.opened)), f.CREDITORS[int(debt.creditor)], int(debt.amount), wrong
                )
                self.life.obligations.append(case)
            stage = f.STAGES[int(debt.stage)]
            ground = f.GROUNDS[int(debt.ground)] if int(debt.ground) else None
            if not case.stages or (case.stages[-1].stage, case.stages[-1].ground) != (stage, ground):
                case.stages.append(Stage(month, stage, ground))

    def _records(self, moment: Moment, month: str) -> None:
        """Turns of live records: their numbers are settled when the next month begins."""
        s, base = moment.state, int(moment.state.hoods[0].row_base)
        for x in range(int(s.hoods[0].live_end)):
            live = s.live[x]
            if (int(live.kind), int(live.who)) != (self._kind, self._row):
                continue
            now = int(live.state)
            number = int(live.record) + (base if now & f.LIVE_NEW else 0)
            fresh = now & ~self._live.get(number, 0)
            self._live[number] = now
            self.life.turns += [Turn(month, number, word) for bit, word in _TURNS if fresh & bit]

    def _standing(self, moment: Moment, month: str) -> None:
        s, r = moment.state, moment.rules
        regime, books = int(s.hoods[0].regime), moment.timeline.scheme.books
        for z in range(f.SLOT_FIRST[self._kind], f.SLOT_FIRST[self._kind + 1]):
            grade = int(grade_in(s, z, self._row))
            if r.points[regime, z] == 1 and grade < 255:
                book = books[int(r.score_institution[regime, z])]
                names = [each.id for each in book.score.grades] if book.score is not None else []
                points = int(score_of(r, regime, z, int(points_in(s, z, self._row))))
                self._score(month, book.id, points, names[grade] if grade < len(names) else None)
        if self._kind == PERSON and r.com_on[0] == 1 and int(s.pi[f.COM_SCORE, self._row]) > 0:
            book = books[int(r.com_institution[0])]
            self._score(month, book.id, int(s.pi[f.COM_SCORE, self._row]), None)
        if self._kind == PERSON and int(moment.work.fate[self._row]) & F_NAMED:
            self.life.named.append(month)
        self._holders.update(month, _words(f.ACCESS, self._seen(moment)))
        if self._kind == PERSON:
            known = int(s.pw[f.KNOWN, self._row])
            half = len(f.DOMAINS)
            words = [f"{name} to the state" for name in _words(f.DOMAINS, known & 0xFFFF)]
            words += [f"{name} to firms" for name in _words(f.DOMAINS[:half], known >> 16)]
            self._known.update(month, words)

    def _score(self, month: str, institution: str, score: int, grade: str | None) -> None:
        if self._scores.get(institution) != (score, grade):
            self._scores[institution] = (score, grade)
            self.life.scores.append(Score(month, institution, score, grade))

    def _seen(self, moment: Moment) -> int:
        if self._kind == PERSON:
            return int(moment.state.pw[f.SEEN, self._row])
        return int(moment.state.cw[f.FIRM_SEEN, self._row]) if self._kind == COMPANY else 0

    def _state(self, moment: Moment, month: str) -> None:
        s, i = moment.state, self._row
        if self._kind == PERSON:
            keeps, income = float(s.pf[f.LIVELIHOOD, i]), float(s.pf[f.INCOME, i])
            alive, ties, spent = bool(s.pu[f.ALIVE, i]), float(s.pf[f.TIES, i]), 0.0
        elif self._kind == COMPANY:
            keeps, income = float(s.cf[f.MARKET, i]), float(s.cf[f.REVENUE, i])
            alive, ties, spent = bool(s.cu[f.ACTIVE, i]), None, float(s.cf[f.COMPLIANCE_COST, i])
        else:
            keeps, income, alive, ties, spent = 1.0, 0.0, True, None, 0.0
        earned = round(income * keeps) if alive else 0
        lost = round(income * (1.0 - keeps)) if alive else 0
        kept = None if ties is None else round(ties, 4)
        self.life.path.append(State(month, alive, round(keeps, 4), kept, earned, lost, round(spent)))


def _attempt(moment: Moment, month: str, gate: int, code: int) -> Attempt:
    if code == STAYED_AWAY:
        return Attempt(month, f.ACCESS[gate], "stayed-away", False, None, None)
    if code < 0:
        outcome = "perk" if code == PERK else "granted"
        return Attempt(month, f.ACCESS[gate], outcome, code != UNSEEN, None, None)
    if code in _CAUSES:
        return Attempt(month, f.ACCESS[gate], "refused", True, _CAUSES[code], None)
    return Attempt(month, f.ACCESS[gate], "refused", True, "list", moment.timeline.lists[code])


def _words(labels: tuple[str, ...], bits: int) -> list[str]:
    return [name for place, name in enumerate(labels) if bits >> place & 1]
