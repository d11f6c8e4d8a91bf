"""Spells: from month to month, what began to hold and what ceased; and which measures do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from xinyong import fields as f
from xinyong.engine.measures import Rows, measures_of
from xinyong.experiments.stories import MeasureSpell, Spell

if TYPE_CHECKING:
    from xinyong.engine.judgement import Measure
    from xinyong.experiments.replaying import Moment

#: Columns of each kind that measures depend on: arrays of the state, and rows of them.
_STANDING = (
    (("pw", f.LISTS), ("pw", f.SEEN), ("pu", f.CITY_GRADE), ("pu", f.VILLAGE_GRADE), ("pu", f.BAD_CREDIT),
     ("pi", f.COM_SCORE)),
    (("cw", f.FIRM_LISTS), ("cw", f.FIRM_SEEN), ("cu", f.FIRM_BAD_CREDIT),
     *(("cu", f.FIRM_GRADE + slot) for slot in range(f.FIRM_SLOTS))),
    (),
)  # fmt: skip


class Spells:
    """Turns what holds each month into spells with a beginning and an end."""

    def __init__(self, found: list[Spell]) -> None:
        """Spells are put into ``found`` as they begin, and ended there."""
        self._found = found
        self._open: dict[str, int] = {}

    def update(self, month: str, words: Iterable[str]) -> None:
        """What holds at the end of ``month``."""
        now = set(words)
        for word in sorted(now - set(self._open)):
            self._open[word] = len(self._found)
            self._found.append(Spell(word, month, None))
        for word in sorted(set(self._open) - now):
            place = self._open.pop(word)
            self._found[place] = replace(self._found[place], until=month)


class Surveyor:
    """Asks which measures are in force on a subject, when what they depend on has changed."""

    def __init__(self, found: list[MeasureSpell], kind: int, row: int) -> None:
        """Spells are put into ``found`` as they begin, and ended there."""
        self._found, self._kind, self._row = found, kind, row
        self._open: dict[tuple[str, str, str, str], int] = {}
        self._last: object = None

    def update(self, month: str, moment: Moment, alive: bool) -> None:
        """What is in force at the end of ``month``."""
        s = moment.state
        standing = [int(getattr(s, name)[row, self._row]) for name, row in _STANDING[self._kind]]
        now = (id(moment.rules), standing, alive)
        if now == self._last:
            return
        self._last = now
        measures = list(_measures(moment, self._kind, self._row)) if alive else []
        found = {(each.gate, each.does, each.reaches, each.rule): each for each in measures}
        for key, each in found.items():
            if key not in self._open:
                self._open[key] = len(self._found)
                self._found.append(
                    MeasureSpell(
                        each.gate, each.does, each.reaches, each.because, each.strength, each.rule,
                        each.where, each.source, month, None,
                    )
                )  # fmt: skip
        for key in [key for key in self._open if key not in found]:
            place = self._open.pop(key)
            self._found[place] = replace(self._found[place], until=month)


def _measures(moment: Moment, kind: int, row: int) -> Iterable[Measure]:
    s, timeline = moment.state, moment.timeline
    kin, head = -1, -1
    if kind == 0 and int(s.pu[f.HOME_SIZE, row]) > 1:
        home = int(s.pi[f.HOME, row])
        kin = home if home != row else home + 1
    elif kind == 1:
        head = int(s.ci[f.REPRESENTATIVE, row])
    place = timeline.regimes.spots[int(s.hoods[0].regime)]
    return measures_of(
        timeline.scheme, place, moment.month, f.KINDS[kind], s, moment.rules, moment.dials,
        Rows(row, kin, head),
    )  # fmt: skip
