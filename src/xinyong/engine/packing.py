"""Records of the rules made once for worlds that share tables and assumptions."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from xinyong.engine.rules import packed

if TYPE_CHECKING:
    from xinyong.engine.layout import F64
    from xinyong.engine.rules import Rules
    from xinyong.scheme.tables import Tables


class Packs:
    """``packed``, remembering the last ``room`` records. For worlds that only read them."""

    def __init__(self, room: int = 80) -> None:
        """Nothing is packed yet."""
        self._room = room
        self._made: OrderedDict[tuple[int, bytes], tuple[Tables, Rules]] = OrderedDict()

    def __call__(self, tables: Tables, a: F64) -> Rules:
        """The record of a month's tables with assumptions ``a``; the same object for the same."""
        key = (id(tables), a.tobytes())
        if key not in self._made:
            # the tables are kept beside their record: while it lives no others have their id
            self._made[key] = (tables, packed(tables, a))
            if len(self._made) > self._room:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key][1]
