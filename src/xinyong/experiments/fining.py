"""What a notice costs at once: the law's own fine, as *records* takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.engine import dials as A  # noqa: N812
from xinyong.fields import ACTIVE, ALIVE, CHANNELS, REVENUE

if TYPE_CHECKING:
    from xinyong.experiments.replaying import Moment

#: Channels whose notices do not reach the state by themselves.
_NOT_THE_STATE = frozenset(CHANNELS.index(name) for name in ("bank", "platform", "neighbour", "media"))


def fine_of(moment: Moment, m: int) -> int:
    """Yuan that the subject named in notice ``m`` of the month pays at once."""
    w, r, s = moment.work, moment.rules, moment.state
    code, kind, row = int(w.op_code[m]), int(w.op_kind[m]), int(w.op_subject[m])
    fine = float(r.fine[code])
    if fine <= 0.0 or r.lawful[code] != 0 or int(w.op_channel[m]) in _NOT_THE_STATE:
        return 0
    if kind == 0:
        return int(fine) if s.pu[ALIVE, row] == 1 else 0
    if kind == 1 and s.cu[ACTIVE, row] == 1:
        return int(fine * (1.0 + float(s.cf[REVENUE, row]) / float(moment.dials[A.firm_scale])))
    return 0
