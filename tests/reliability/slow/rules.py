"""The rules of one month as objects, read from the compiled tables of a scheme."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from xinyong.engine.assumptions import register
from xinyong.fields import ACCESS, ARENA, CHANNELS, COMPANY, SLOT_FIRST
from xinyong.scheme import tables as T  # noqa: N812
from xinyong.scheme.tables import Tables

GATES = range(len(ACCESS))
_TRADE = [ACCESS.index(name) for name in ("tender", "finance", "permit")]
_JOB = ACCESS.index("job")


def dials(values: Any) -> SimpleNamespace:
    """The register's numbers by their ids."""
    pairs = zip(register(), values, strict=True)
    return SimpleNamespace(**{entry.id.replace("-", "_"): float(value) for entry, value in pairs})


class Conduct:
    """One conduct of the catalogue."""

    def __init__(self, t: Tables, k: int, a: SimpleNamespace) -> None:
        self.number = k
        for name in ("domain", "lawful", "good", "speech", "counterpart", "creates_debt", "needs",
                     "work_mask", "sector_mask"):  # fmt: skip
            setattr(self, name, int(getattr(t, name)[k]))
        for name in ("gain", "conscience", "fine", "harm", "kin_pull"):
            setattr(self, name, float(getattr(t, name)[k]))
        self.seen = t.seen[k].tolist()
        self.arena = ARENA[self.domain]
        self.sharp = 1.0 / (a.noise * (abs(self.gain) + abs(self.conscience) + 1.0))


class Row:
    """A collecting row: who writes a conduct down, through which channels, with what effect."""

    def __init__(self, t: Tables, e: int, kept: float) -> None:
        self.institution = int(t.row_institution[e])
        self.channels = {c for c in range(len(CHANNELS)) if int(t.row_channels[e]) >> c & 1}
        self.kinds = {kind for kind in range(3) if int(t.row_kinds[e]) >> kind & 1}
        self.coverage = float(t.row_coverage[e]) * kept if kept != 1.0 else float(t.row_coverage[e])
        self.points, self.term = int(t.row_points[e]), int(t.row_term[e])
        self.from_end = bool(t.row_from_end[e])
        self.list = int(t.row_list[e]) if t.row_list[e] >= 0 else None
        self.floor = int(t.row_floor[e]) if t.row_floor[e] >= 0 else None
        self.dimension, self.luck = int(t.row_dimension[e]), int(t.row_luck[e])


class Score:
    """A score by points in a place: slot ``z`` of all, ``slot`` of its kind of subject."""

    def __init__(self, t: Tables, g: int, z: int) -> None:
        self.z = z
        self.institution = int(t.score_institution[g, z])
        self.base, self.lowest, self.highest = int(t.base[g, z]), int(t.lowest[g, z]), int(t.highest[g, z])
        self.cuts = t.cut[g, z, : int(t.grades[g, z])].tolist()
        self.adult_only = bool(t.adult_only[g, z])
        self.perk, self.bar = t.grade_perk[g, z].tolist(), t.grade_bar[g, z].tolist()
        self.look = t.grade_look[g, z].tolist()
        self.newcomer = (int(t.newcomer[g, z, 0]), int(t.newcomer[g, z, 1]))

    def value(self, points: int) -> int:
        """Base plus points, clipped."""
        return int(held_whole(self.base + points, self.lowest, self.highest))

    def grade(self, value: int, floor: int) -> int:
        """Grade of a score, not better than ``floor``; 0 is the best."""
        found = len(self.cuts) - 1
        for number, cut in enumerate(self.cuts):
            if value >= cut:
                found = number
                break
        return max(found, floor)

    def low(self) -> int:
        """The best of the low grades: the last two that are worse than where everybody starts."""
        return max(len(self.cuts) - 2, self.grade(self.value(0), 0) + 1)


def held_whole(x: int, low: int, high: int) -> int:
    """A whole number held to a range."""
    return low if x < low else high if x > high else x


class List:
    """A list of the scheme."""

    def __init__(self, t: Tables, number: int) -> None:
        self.number = number
        self.institution, self.colour = int(t.list_institution[number]), int(t.list_colour[number])
        self.named, self.luck = float(t.list_named[number]), int(t.list_luck[number])
        self.wait = int(t.list_min[number])
        self.kinds = {kind for kind in range(3) if int(t.list_kinds[number]) >> kind & 1}
        self.exits, self.rep = int(t.list_exit[number]), bool(t.list_rep[number])
        self.bar, self.perk = t.bar[number].tolist(), t.perk[number].tolist()
        self.kin_bar, self.group_bar = t.kin_bar[number].tolist(), t.group_bar[number].tolist()
        self.work_bar = float(t.work_bar[number])
        self.share, self.delay = t.share[number].tolist(), t.delay[number].tolist()
        if t.guard[T.GUARD_PURPOSE] > 0.0:
            # limit of purpose: a list is carried only to gates for which one of its own rules has a use
            self.share = [self.share[gate] if self._used_at(gate) else 0.0 for gate in GATES]

    def _used_at(self, gate: int) -> bool:
        uses = (self.bar, self.perk, self.kin_bar, self.group_bar)
        return any(use[gate] > 0.0 for use in uses) or (gate == _JOB and self.work_bar > 0.0)


class Place:
    """What holds where one lives."""

    def __init__(self, rules: Rules, g: int) -> None:
        t = rules.t
        self.coverage = t.coverage[g].tolist()
        self.rows: list[list[Row]] = []
        for conduct in rules.conducts:
            k = conduct.number
            kept = rules.spoken if conduct.speech else 1.0
            self.rows.append([Row(t, e, kept) for e in range(int(t.first[g, k]), int(t.first[g, k + 1]))])
        #: By kind of subject: its scores by points.
        self.scores = [
            [Score(t, g, z) for z in range(SLOT_FIRST[kind], SLOT_FIRST[kind + 1]) if t.points[g, z] == 1]
            for kind in range(3)
        ]
        self.rating = t.rating[g].tolist()
        self.map = float(t.map[g])
        #: [kind][conduct]: what is believed to follow.
        self.stake_list = [self._stake(rules, t.stake_list, g, kind, True) for kind in range(3)]
        self.stake_points = [self._stake(rules, t.stake_points, g, kind) for kind in range(3)]
        self.stake_record = [self._stake(rules, t.stake_record, g, kind) for kind in range(3)]
        #: Somebody keeps a credit record of companies: a score, or a list beside the court's.
        self.credit = 1.0 if self.scores[COMPANY] or rules.other_company_lists else 0.0

    @staticmethod
    def _stake(rules: Rules, given: Any, g: int, kind: int, lists: bool = False) -> list[float]:
        found = (given[kind, g] if given.ndim == 3 else given[g]).tolist()
        for k, conduct in enumerate(rules.conducts):
            if lists and conduct.creates_debt > 0:
                found[k] *= rules.a.debt_listing  # a debt ends on a list only by way of a court
            if conduct.speech and rules.spoken != 1.0:
                found[k] *= rules.spoken
        return found

    def score_of(self, kind: int, institution: int) -> Score | None:
        """The score that an institution keeps of subjects of a kind here."""
        for score in self.scores[kind]:
            if score.institution == institution:
                return score
        return None


class Rules:
    """One month's rules."""

    def __init__(self, t: Tables, a: SimpleNamespace) -> None:
        self.t, self.a = t, a
        self.guard, self.court = t.guard.tolist(), t.court.tolist()
        #: What is left of a row about protected words.
        self.spoken = 1.0 - min(self.guard[T.GUARD_SPEECH], 1.0) if self.guard[T.GUARD_SPEECH] > 0.0 else 1.0
        self.conducts = [Conduct(t, k, a) for k in range(len(t.domain))]
        self.lists = [List(t, number) for number in range(len(t.list_colour))]
        self.poisson = t.poisson.tolist()
        self.alias_cut, self.alias = t.alias_cut, (t.alias_a, t.alias_b)
        self.check, self.beyond = t.check.tolist(), t.beyond.tolist()
        self.kin_check = t.kin_check.tolist()
        self.wrong, self.phantom, self.capacity = t.wrong.tolist(), t.phantom.tolist(), t.capacity.tolist()
        self.commercial = int(t.com_institution[0]) if t.com_on[0] == 1 else None
        self.com_lowest, self.com_highest = float(t.com_lowest[0]), float(t.com_highest[0])
        self.com_weight, self.com_scale = t.com_weight.tolist(), t.com_scale.tolist()
        self.com_start, self.com_perk = t.com_start.tolist(), t.com_perk.tolist()
        self.com_strength = t.com_strength.tolist()
        self.com_join, self.com_gaming = float(t.com_join[0]), float(t.com_gaming[0])
        self.register = int(t.reg_institution[0]) if t.reg_on[0] == 1 else None
        self.reg_bar = t.reg_bar.tolist()
        self.believed, self.campaign = float(t.believed[0]), float(t.campaign[0])
        self.group_size = int(t.group_size[0])
        self.map_list = int(t.map_list[0]) if t.map_list[0] >= 0 else None
        self.flow, self.breach, self.news = t.flow.tolist(), t.breach.tolist(), t.news.tolist()
        self.demand, self.burden = t.demand.tolist(), t.burden.tolist()
        self.black = {each.number for each in self.lists if each.colour < 0}
        self.red = {each.number for each in self.lists if each.colour > 0}
        court = (self.court[T.COURT_LIST], self.court[T.COURT_LIMIT_LIST])
        theirs = [each for each in self.lists if each.colour < 0 and COMPANY in each.kinds]
        self.other_company_lists = any(each.number not in court for each in theirs)
        #: How far a company's listing bars trade, and how far buyers can read of it.
        self.trade_barred, self.read_of = 1.0, 1.0
        if theirs:
            barred = [[each.share[gate] * each.bar[gate] for gate in _TRADE] for each in theirs]
            self.trade_barred = max((one + two + three) / 3.0 for one, two, three in barred)
            self.read_of = max(each.named for each in theirs)
        #: [kind][gate]: months that the slowest list of a kind of subjects takes to a gate.
        self.wait = [[self._slowest(kind, gate) for gate in GATES] for kind in range(3)]
        self.grouped = self.group_size > 0 and self.guard[T.GUARD_NO_KIN] < 1.0 and any(
            bar > 0.0 for each in self.lists for bar in each.group_bar
        )  # fmt: skip
        self._places: dict[int, Place] = {}

    def _slowest(self, kind: int, gate: int) -> float:
        waits = [each.delay[gate] for each in self.lists if kind in each.kinds and each.share[gate] > 0.0]
        return float(max(waits, default=0.0))

    def place(self, g: int) -> Place:
        """What holds in a regime."""
        if g not in self._places:
            self._places[g] = Place(self, g)
        return self._places[g]

    def court_number(self, what: int) -> int | None:
        """A number in the court's rules, or None where there is none."""
        return int(self.court[what]) if self.court[what] >= 0 else None
