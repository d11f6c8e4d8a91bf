"""What is recorded was asked for by a rule in force, or is counted as an office's overreach."""

from __future__ import annotations

import audit
import numpy as np
from test_books import every, places, run, weights

from xinyong.fields import CHANNELS, R_ENTRY
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, INDEX


@every
def test_nothing_is_recorded_that_no_rule_in_force_asks_for(name: str) -> None:
    """Every entry meets a row of collecting of its month and place, or is the court's own case.

    What an office stretches a rule to is a wrong record of conduct that no rule names, by the points
    and the term of some rule of the place; and all of that is counted as overreach.
    """
    found = run(name)
    b = found.books
    regime, kind = places(found)
    case = audit.case_rows(b, found.rules)
    asked, borrowed, names = set(), set(), set()
    for month in {int(m) for m in np.unique(b.month)}:
        t = found.rules.at(month)
        for g in range(t.first.shape[0]):
            for k in range(t.first.shape[1] - 1):
                for e in range(t.first[g, k], t.first[g, k + 1]):
                    says = (int(t.row_institution[e]), int(t.row_points[e]), _term(t, e))
                    kinds = [i for i in range(3) if t.row_kinds[e] >> i & 1]
                    channels = [c for c in range(len(CHANNELS)) if t.row_channels[e] >> c & 1]
                    asked |= {(month, g, i, k, c, *says) for i in kinds for c in channels}
                    borrowed |= {(month, g, i, *says) for i in kinds}
                    names |= {(month, g, i, k) for i in kinds}
    entries = np.flatnonzero((b.reason == R_ENTRY) & ~case)
    assert len(entries)
    stretched = []
    for n in entries:
        who, month, k = int(b.subject[n]), int(b.month[n]), int(b.conduct[n])
        at = (month, int(regime[who]), int(kind[who]))
        says = (int(b.institution[n]), int(b.points[n]), int(b.term[n]))
        if (*at, k, int(b.channel[n]), *says) in asked:
            continue
        assert b.genuine[n] == 0, (at, k, says)
        assert (*at, k) not in names, (at, k, says)
        assert (*at, *says) in borrowed, (at, k, says)
        stretched.append(n)
    weight = weights(found.engine.spec.society)
    counted = sum(
        int(out.places[:, [G_ALL, G_COMPANY, G_OFFICE], INDEX["overreach"]].sum()) for out in found.outs
    )
    assert counted == weight[b.subject[stretched]].sum()
    if name == "slots":
        assert len(stretched) > 5


def _term(t: object, e: int) -> int:
    """What a row's term is in the ledger: 255 = open."""
    months = int(t.row_term[e])  # type: ignore[attr-defined]
    return 255 if months == 0 or t.row_from_end[e] else min(months, 254)  # type: ignore[attr-defined]
