"""The engine: a world goes through its months.

``Engine.step`` runs one month over all neighbourhoods with a pool of threads (the compiled month
holds no interpreter lock), puts the ledger rows in order of neighbourhood, adds the workers'
sums, and passes this month's boards on. What comes out depends on the world alone: not on the
number of threads, nor on how neighbourhoods were dealt to them, since rows are ordered by
neighbourhood and sums are of integers.
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
    DEBT_ROW,
    HOOD_ROW,
    LEDGER_ROW,
    LISTING_ROW,
    LIVE_ROW,
    SHORT_OF_DEBTS,
    SHORT_OF_LIVE,
    U_LISTS,
    U_NEED,
    U_ROWS,
    U_SHORT,
    State,
    Work,
)
from xinyong.engine.month import month
from xinyong.engine.recounting import changed_slots, recount
from xinyong.engine.rules import packed
from xinyong.engine.standings import Final, final_of
from xinyong.engine.state import grown, room, state_of, tally_of, work_of
from xinyong.errors import XinyongError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.engine.rules import Rules
    from xinyong.scheme.tables import Tables
    from xinyong.society.population import Society

_first_debts = compiled(backlog)
_LEAST = 16  # neighbourhoods that a worker takes at a time, at the least


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


class Engine:
    """A world on its way. ``month`` is the next month to run."""

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
        w = self._work[0]
        with np.errstate(over="ignore"):
            _first_debts(0, self.hoods, self.month, self._seed, self.state, w, spec.dials)
        w.cell[:] = 0

    @property
    def hoods(self) -> int:
        """Number of neighbourhoods."""
        return len(self.state.hoods) - 1

    def _room(self) -> None:
        """Scratch space and empty sums for every worker."""
        self._work = [work_of() for _ in range(self.threads)]
        self._tally = [tally_of() for _ in range(self.threads)]

    def enter(self, timeline: Timeline) -> None:
        """Branch: from the next month on another scheme holds in the same society."""
        self.spec = self.spec._replace(timeline=timeline)
        hoods = self.state.hoods[:-1]
        hoods["regime"] = timeline.regime_of_place[hoods["city"], hoods["urban"]]
        self._rules = None

    def step(self) -> MonthOut:
        """Run one month."""
        tables = self.spec.timeline.at(self.month)
        if self._rules is None or self._rules[0] is not tables:
            before, now = self._rules and self._rules[1], packed(tables, self.spec.dials)
            recount(self.state, now, changed_slots(before, now))
            self._rules = (tables, now)
        rules = self._rules[1]
        set_look(self.state, tables, self.spec.dials)
        per = max(_LEAST, -(-self.hoods // (16 * self.threads)))
        chunks = [(lo, min(lo + per, self.hoods)) for lo in range(0, self.hoods, per)]
        parts: dict[int, list[tuple[NDArray[np.void], NDArray[np.void], NDArray[np.int64]]]] = {}
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
        parts: dict[int, list[tuple[NDArray[np.void], NDArray[np.void], NDArray[np.int64]]]],
    ) -> list[tuple[int, int]]:
        """Run chunks of neighbourhoods on all threads; returns those that lacked room."""
        queue = list(reversed(chunks))
        short: list[tuple[int, int]] = []
        self._short: dict[int, dict[int, int]] = {SHORT_OF_DEBTS: {}, SHORT_OF_LIVE: {}}

        def worker(number: int) -> None:
            w, t = self._work[number], self._tally[number]
            while True:
                try:
                    lo, hi = queue.pop()
                except IndexError:
                    return
                while lo < hi:
                    w.used[:] = 0
                    with np.errstate(over="ignore"):
                        done = month(lo, hi, self.month, self._seed, self.state, w, t, rules, self.spec.dials)
                    parts.setdefault(lo, []).append(_outgoing(w))
                    if done < hi and w.used[U_SHORT]:
                        table, most = int(w.used[U_SHORT]), int(w.used[U_NEED])
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
        """Room [H] for obligations or live records: what short neighbourhoods ask for, and a little more for
        all, so that few others are short in the same month."""
        name = "debt" if table == SHORT_OF_DEBTS else "live"
        found = room(self.state, name)
        if self._short[table]:
            count = (self.state.hoods[f"{name}_end"] - self.state.hoods[f"{name}_first"])[:-1]
            found = np.maximum(found, count + count // 16 + 12)
        for hood, most in self._short[table].items():
            found[hood] = max(found[hood], most + most // 16 + 4)
        return found

    def _together(
        self, parts: dict[int, list[tuple[NDArray[np.void], NDArray[np.void], NDArray[np.int64]]]]
    ) -> MonthOut:
        """Put rows in order, number them, add sums, pass boards on."""
        pieces = [piece for lo in sorted(parts) for piece in parts[lo]]
        ledger = np.concatenate([piece[0] for piece in pieces])
        listings = np.concatenate([piece[1] for piece in pieces])
        where = np.concatenate([piece[2] for piece in pieces])
        s = self.state
        first = self.records
        counts = s.hoods["row_count"][:-1].astype(np.int64)
        s.hoods["row_base"][:-1] = first + np.cumsum(counts) - counts
        fresh = where >= 0
        listings["record"][fresh] += s.hoods["row_base"][where[fresh]].astype(np.uint32)
        self.records += len(ledger)
        total = self._tally[0]
        for other in self._tally[1:]:
            for field in _SUMS:
                total[field] += other[field]
                other[field] = 0
        conducts = len(self.spec.timeline.at(self.month).domain)
        out = MonthOut(
            self.month, total.places.copy(), total.blocks.copy(), total.conducts[:conducts].copy(),
            total.causes.copy(), total.grades.copy(), total.listed.copy(),
            total.institutions.copy(), ledger, first, listings,
        )  # fmt: skip
        for field in _SUMS:
            total[field] = 0
        self.state = s._replace(board=s.board_last, board_last=s.board)
        s = self.state
        s.city_last[:] = 0
        np.add.at(s.city_last, s.hoods["city"][:-1].astype(np.int64), s.board_last)
        s.nation_last[:] = s.board_last.sum(axis=0)
        self.month += 1
        return out

    def final(self) -> Final:
        """Standings and outcomes as they are now."""
        return final_of(self.state, packed(self.spec.timeline.at(self.month - 1), self.spec.dials))

    def save(self, folder: Path) -> None:
        """Write everything that the next month needs as ``.npy`` files into an empty folder."""
        for field in self.state._fields:
            np.save(folder / f"{field}.npy", np.asarray(getattr(self.state, field)))
        np.save(folder / "clock.npy", np.array([self.month, self.records], np.int64))

    @classmethod
    def load(cls, spec: WorldSpec, folder: Path, threads: int = 1) -> Engine:
        """The engine as it was when it was saved; ``spec`` is the world that goes on from there."""
        engine = cls.__new__(cls)
        engine.spec, engine.threads = spec, max(1, threads)
        engine.month, engine.records = (int(v) for v in np.load(folder / "clock.npy"))
        engine._seed = np.uint64(spec.seed & 0xFFFFFFFFFFFFFFFF)
        saved = {field: np.load(folder / f"{field}.npy") for field in State._fields}
        for field, kind in (("hoods", HOOD_ROW), ("debts", DEBT_ROW), ("live", LIVE_ROW)):
            saved[field] = saved[field].view(kind).view(np.recarray)
        engine.state = State(**saved)
        engine._rules = None
        engine._room()
        engine.enter(spec.timeline)
        return engine


_SUMS = ("places", "blocks", "conducts", "causes", "grades", "listed", "institutions")


def _outgoing(w: Work) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.int64]]:
    """Copy a worker's rows out: ledger, listings, and the neighbourhood of rows not yet numbered."""
    n, m = int(w.used[U_ROWS]), int(w.used[U_LISTS])
    ledger = np.empty(n, LEDGER_ROW)
    ledger["subject"], ledger["refers"] = w.out_u[0, :n], w.out_u[1, :n]
    for column, field in enumerate(("conduct", "institution", "channel", "reason", "term", "ended")):
        ledger[field] = w.out_b[column, :n]
    ledger["points"] = w.out_p[:n]
    listings = np.empty(m, LISTING_ROW)
    listings["subject"], listings["record"] = w.list_u[0, :m], w.list_u[1, :m]
    listings["list"], listings["enters"] = w.list_b[0, :m], w.list_b[1, :m]
    fresh = w.list_b[2, :m] == 1
    return ledger, listings, np.where(fresh, w.list_u[2, :m].astype(np.int64), -1)
