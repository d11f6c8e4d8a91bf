"""The engine: a world goes through its months.

``Engine.step`` runs one month over all neighbourhoods with a pool of threads (the compiled month
holds no interpreter lock), puts the ledger rows in order of neighbourhood, adds the workers'
sums, and passes this month's boards on. What comes out depends on the world alone: not on the
number of threads, nor on how neighbourhoods were dealt to them, since rows are ordered by
neighbourhood and sums are of integers.

A step has two halves. ``live`` needs nobody else: its rows are numbered from 0. ``pass_on`` needs the
number of the month's first row and the sums of all cities. So a society that is split into shards
lives a month everywhere at once, and only these two things go round.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from xinyong.engine.backlog import backlog
from xinyong.engine.caching import compiled
from xinyong.engine.capacity import set_look
from xinyong.engine.layout import (
    NO_RECORD,
    SHORT_OF_DEBTS,
    SHORT_OF_LIVE,
    U_NEED,
    U_SHORT,
    State,
)
from xinyong.engine.month import month
from xinyong.engine.outgoing import NOTHING, Outgoing, joined, outgoing
from xinyong.engine.parting import read_clock, read_state, write_clock, write_state
from xinyong.engine.recounting import changed_slots, recount
from xinyong.engine.rules import packed
from xinyong.engine.standings import Final, Part, final_of, parts_of
from xinyong.engine.state import grown, room, state_of, tally_of, work_of
from xinyong.errors import XinyongError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from xinyong.engine.rules import Rules
    from xinyong.scheme.tables import Tables
    from xinyong.society.population import Society

_open_backlog = compiled(backlog)
#: Neighbourhoods that a worker takes at a time, at the least; a worker alone shares with nobody.
_LEAST, _LEAST_ALONE = 16, 64


class Timeline(Protocol):
    """What the engine asks of a compiled scheme."""

    regime_of_place: NDArray[np.int16]

    def at(self, month: int) -> Tables:
        """Tables in force in a month."""
        ...


class WorldSpec(NamedTuple):
    """A world: society, scheme over time, assumptions (float64, order of the register), seed, start."""

    society: Society
    timeline: Timeline
    dials: NDArray[np.float64]
    seed: int
    start_month: int


class MonthOut(NamedTuple):
    """What leaves one month.

    ``places`` int64 [31, groups, quantities], ``blocks`` int64 [BLOCKS, groups, quantities],
    ``conducts`` int64 [K, 6] (chances, acts, noticed, wrongly noted, deterred, encouraged),
    ``causes`` int64 [40, gatekeepers] (why, gatekeeper), ``grades``,
    ``listed``, ``institutions`` as in ``layout.Tally``, all weighted in 1/256; ``ledger`` rows of
    ``LEDGER_ROW`` numbered from ``first_record``; ``listings`` rows of ``LISTING_ROW``.
    """

    month: int
    places: NDArray[np.int64]
    blocks: NDArray[np.int64]
    conducts: NDArray[np.int64]
    causes: NDArray[np.int64]
    grades: NDArray[np.int64]
    listed: NDArray[np.int64]
    institutions: NDArray[np.int64]
    ledger: NDArray[np.void]
    first_record: int
    listings: NDArray[np.void]


class Lived(NamedTuple):
    """A month that has not been passed on: its rows are numbered from 0.

    ``fresh`` bool [listings] are those whose record is a row of this month; ``written`` how many ledger rows
    there are; ``cities`` int64 [cities, boards] the month's boards, added up.
    """

    out: MonthOut
    fresh: NDArray[np.bool_]
    written: int
    cities: NDArray[np.int64]

    def numbered(self, first: int) -> MonthOut:
        """The month with its rows numbered from ``first``; raises ``XinyongError`` where numbers run out."""
        if first + self.written > NO_RECORD:
            raise XinyongError(
                f"this run has more than {NO_RECORD:,} ledger rows, which is where their numbers end: "
                "ask for fewer citizens or months"
            )
        self.out.listings["record"][self.fresh] += np.uint32(first)
        return self.out._replace(first_record=first)


class Engine:
    """A world on its way. ``month`` is the next month to run."""

    #: Whether ledger and listing rows leave a month. Without, its sums too may be read only until the next.
    rows = True
    #: What makes a month's record of its tables and the assumptions, if it is not ``packed``.
    pack: Callable[[Tables, NDArray[np.float64]], Rules] | None = None

    def __init__(self, spec: WorldSpec, threads: int = 1) -> None:
        """Set the world up as it stands before ``spec.start_month``, with its backlog of debts."""
        self.spec = spec
        self.threads = max(1, threads)
        self.month = spec.start_month
        self.records = 0
        self._rules: tuple[Tables, Rules] | None = None
        self._seed = np.uint64(spec.seed & 0xFFFFFFFFFFFFFFFF)
        self.state = state_of(spec.society, spec.timeline.regime_of_place)
        self._room()
        self._first_debts()

    @property
    def hoods(self) -> int:
        """Number of neighbourhoods."""
        return len(self.state.hoods) - 1

    def _room(self) -> None:
        """Scratch space and empty sums for every worker."""
        self._work = [work_of() for _ in range(self.threads)]
        self._tally = [tally_of() for _ in range(self.threads)]
        self._sums = [{name: tally[name] for name in _SUMS} for tally in self._tally]

    def _first_debts(self) -> None:
        """Open the judgments that are there before the first month, and count none of them as new."""
        w, done = self._work[0], 0
        while True:
            with np.errstate(over="ignore"):
                done = _open_backlog(
                    done, self.hoods, self.month, self._seed, self.state, w, self.spec.dials
                )  # fmt: skip
            if done == self.hoods:
                break
            wanted = room(self.state, "debt")
            wanted[done] *= 2
            self.state = grown(self.state, wanted, room(self.state, "live"))
        w.cell[:] = 0
        w.others[:] = 0

    def enter(self, timeline: Timeline) -> None:
        """Branch: from the next month on another scheme holds in the same society."""
        self.spec = self.spec._replace(timeline=timeline)
        hoods = self.state.hoods[:-1]
        hoods["regime"] = timeline.regime_of_place[hoods["city"], hoods["urban"]]
        self._rules = None

    def step(self) -> MonthOut:
        """Run one month."""
        lived = self.live()
        out = lived.numbered(self.records)
        self.pass_on(self.records, lived.cities)
        self.records += lived.written
        return out

    def live(self) -> Lived:
        """The first half of a month: what happens in each neighbourhood."""
        tables = self.spec.timeline.at(self.month)
        if self._rules is None or self._rules[0] is not tables:
            before, now = self._rules and self._rules[1], (self.pack or packed)(tables, self.spec.dials)
            recount(self.state, now, changed_slots(before, now))
            self._rules = (tables, now)
        rules = self._rules[1]
        set_look(self.state, tables, self.spec.dials)
        per = max(_LEAST if self.threads > 1 else _LEAST_ALONE, -(-self.hoods // (16 * self.threads)))
        chunks = [(lo, min(lo + per, self.hoods)) for lo in range(0, self.hoods, per)]
        parts: dict[int, list[Outgoing]] = {}
        for sums in self._sums:
            for each in sums.values():
                each.fill(0)
        left = chunks
        while left:
            left = self._pass(left, rules, parts)
            if left:
                self.state = grown(self.state, self._needed(SHORT_OF_DEBTS), self._needed(SHORT_OF_LIVE))
        return self._together(parts)

    def _pass(
        self,
        chunks: list[tuple[int, int]],
        rules: Rules,
        parts: dict[int, list[Outgoing]],
    ) -> list[tuple[int, int]]:
        """Run chunks of neighbourhoods on all threads; returns those that lacked room."""
        queue = list(reversed(chunks))
        short: list[tuple[int, int]] = []
        self._short: dict[int, dict[int, int]] = {SHORT_OF_DEBTS: {}, SHORT_OF_LIVE: {}}

        def worker(number: int) -> None:
            w, t = self._work[number], self._tally[number]
            used = w.used
            while True:
                try:
                    lo, hi = queue.pop()
                except IndexError:
                    return
                while lo < hi:
                    used[:] = 0
                    with np.errstate(over="ignore"):
                        done = month(lo, hi, self.month, self._seed, self.state, w, t, rules, self.spec.dials)
                    if self.rows:
                        parts.setdefault(lo, []).append(outgoing(w))
                    if done < hi and used[U_SHORT]:
                        table, most = int(used[U_SHORT]), int(used[U_NEED])
                        self._short[table][done] = most
                        short.append((done, hi))
                        break
                    if done == lo:
                        raise XinyongError(
                            "one neighbourhood writes more ledger rows in a month than the engine has room "
                            "for: lower the rates of conduct, or let fewer institutions collect it"
                        )
                    lo = done

        if self.threads == 1:
            worker(0)
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                for job in [pool.submit(worker, number) for number in range(self.threads)]:
                    job.result()
        return short

    def _needed(self, table: int) -> NDArray[np.int64]:
        """Room [H] for obligations or live records.

        What short neighbourhoods ask for; and for the others under the same rules room for as many
        more rows as the neediest of these, so that they are not short one after another.
        """
        name = "debt" if table == SHORT_OF_DEBTS else "live"
        hoods = self.state.hoods
        found = room(self.state, name)
        short = self._short[table]
        if not short:
            return found
        count = (hoods[f"{name}_end"] - hoods[f"{name}_first"])[:-1]
        regime = hoods["regime"][:-1].astype(np.int64)
        asked = np.array(list(short)), np.array(list(short.values()))
        more = np.zeros(int(regime.max()) + 1, np.int64)
        np.maximum.at(more, regime[asked[0]], asked[1] - count[asked[0]])
        some = more[regime] > 0
        found[some] = np.maximum(found, count + count // 8 + more[regime] + 4)[some]
        return found

    def _together(self, parts: dict[int, list[Outgoing]]) -> Lived:
        """Put rows in order, number them from 0, add sums."""
        found = joined([piece for lo in sorted(parts) for piece in parts[lo]]) if self.rows else NOTHING
        hoods = np.asarray(self.state.hoods)[:-1]
        counts = hoods["row_count"].astype(np.int64)
        ends = np.cumsum(counts)
        hoods["row_base"] = ends - counts
        fresh = found.where >= 0
        found.listings["record"][fresh] += hoods["row_base"][found.where[fresh]].astype(np.uint32)
        total = self._sums[0]
        for other in self._sums[1:]:
            for field in _SUMS:
                total[field] += other[field]
        conducts = len(self.spec.timeline.at(self.month).domain)
        out = MonthOut(
            self.month,
            **{name: _told(name, each.copy() if self.rows else each) for name, each in total.items()},
            ledger=found.ledger, first_record=0, listings=found.listings,
        )  # fmt: skip
        cities = np.zeros_like(self.state.city_last)
        np.add.at(cities, hoods["city"].astype(np.int64), self.state.board)
        return Lived(
            out._replace(conducts=out.conducts[:conducts]), fresh, int(ends[-1]) if len(ends) else 0, cities
        )

    def pass_on(self, first: int, cities: NDArray[np.int64]) -> None:
        """The second half of a month: its first row has number ``first``; next month ``cities`` are seen."""
        s = self.state
        np.asarray(s.hoods)[:-1]["row_base"] += first
        self.state = s = s._replace(board=s.board_last, board_last=s.board)
        s.city_last[:] = cities
        s.nation_last[:] = cities.sum(axis=0)
        self.month += 1

    def final(self) -> Final:
        """Standings and outcomes as they are now."""
        return final_of([self.parts(self.state)], self.state.pu.shape[1])

    def parts(self, state: State) -> Part:
        """The same of a part of the state, not yet put in order: what a shard has to say."""
        return parts_of(state, packed(self.spec.timeline.at(self.month - 1), self.spec.dials))

    def save(self, folder: Path) -> None:
        """Write everything that the next month needs as ``.npy`` files into an empty folder."""
        write_state(folder, self.state)
        write_clock(folder, self.month, self.records)

    @classmethod
    def load(cls, spec: WorldSpec, folder: Path, threads: int = 1) -> Engine:
        """The engine as it was when it was saved; ``spec`` is the world that goes on from there."""
        return cls.resumed(spec, read_state(folder), *read_clock(folder), threads)

    @classmethod
    def resumed(cls, spec: WorldSpec, state: State, month: int, records: int, threads: int = 1) -> Engine:
        """An engine that goes on from a state, which is its own from now on, with ``month``."""
        engine = cls.__new__(cls)
        engine.spec, engine.threads = spec, max(1, threads)
        engine.month, engine.records = month, records
        engine._seed = np.uint64(spec.seed & 0xFFFFFFFFFFFFFFFF)
        engine.state = state
        engine._rules = None
        engine._room()
        engine.enter(spec.timeline)
        return engine


_SUMS = ("places", "blocks", "conducts", "causes", "grades", "listed", "institutions")


def _told(name: str, sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums as they leave a month: those of places and blocks by group, then by quantity."""
    return sums.swapaxes(1, 2) if name in ("places", "blocks") else sums
