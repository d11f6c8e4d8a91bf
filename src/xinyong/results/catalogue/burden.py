"""Burden: who is listed, refused, wronged or rewarded, and what it does to their lives."""

from __future__ import annotations

from typing import Final

from xinyong.fields import ACCESS
from xinyong.results.catalogue.kinds import BURDEN, flow, mean, rate, share

_REFUSING: Final = (
    "flight", "fast-train", "loan", "card", "house", "lease", "private-school", "university", "job",
    "licence", "tender", "finance", "permit", "hotel", "visa", "platform", "welfare", "post", "permission",
)  # fmt: skip
_ANY_REFUSED: Final = " + ".join(f"refused {gate}" for gate in ACCESS)
_ANY_ATTEMPT: Final = " + ".join(f"attempts {gate}" for gate in ACCESS)
_ANY_PERK: Final = " + ".join(f"perk {gate}" for gate in ACCESS)

BURDENS: Final = (
    share(BURDEN, "listed", "on a list or under spending limits", "listed", "adults",
           "claims D25, D20; published target: currently listed", key=True),
    share(BURDEN, "limited", "subjects under spending limits", "limited", "adults", "claim A09"),
    share(BURDEN, "praised", "subjects on a red list", "praised", "adults", "claims A05, D15"),
    share(BURDEN, "kin-listed", "not listed, but with listed kin", "kin-listed",
           "adults", "claim D05: who else is reached", key=True),
    rate(BURDEN, "black-entries", "entries on any black list", "black-entries", "claim D23"),
    rate(BURDEN, "red-entries", "entries on any red list", "red-entries", "claim A08"),
    rate(BURDEN, "records", "entries in any ledger", "records", "reach of recording", key=True),
    share(BURDEN, "wrong-records", "entries that are wrong", "wrong-records", "records", "claim D24",
           key=True),
    share(BURDEN, "wronged", "subjects with a wrong record standing", "wronged", "adults", "claim D24"),
    share(BURDEN, "corrected", "wrong records taken back, per wrong record made", "corrected",
           "wrong-records", "claim D24: is there a way out?"),
    rate(BURDEN, "appeals", "appeals lodged", "appeals", "claim D24"),
    rate(BURDEN, "repaired", "records or listings repaired", "repaired", "claim D20"),
    share(BURDEN, "notified", "subjects told of an entry, per entry", "notices", "records",
           "safeguard: notice"),
    mean(BURDEN, "livelihood", "earning power that measures leave", "livelihood", "adults", "share",
          "claims A09, D20", key=True),
    mean(BURDEN, "contacts", "contacts kept", "ties", "adults", "share", "claims D04, D18, D20",
          key=True),
    share(BURDEN, "avoided", "encounters with neighbours that were avoided", "avoided", "met",
          "claims D04, D18"),
    rate(BURDEN, "exposures", "neighbours who learnt of a listing", "exposures", "claims D04, D14"),
    mean(BURDEN, "livelihood-of-listed", "earning power left to those listed", "listed-livelihood",
          "listed", "share", "claims A09, D20"),
    mean(BURDEN, "livelihood-once-listed", "earning power of those no longer listed", "once-livelihood",
          "once-listed", "share", "claims D04, D20: does it outlast the listing?"),
    mean(BURDEN, "livelihood-of-kin", "earning power of those with listed kin", "kin-livelihood",
          "kin-listed", "share", "claim D05"),
    mean(BURDEN, "contacts-of-listed", "contacts kept by those listed", "listed-ties", "listed", "share",
          "claims D04, D20"),
    mean(BURDEN, "contacts-once-listed", "contacts kept by those no longer listed", "once-ties",
         "once-listed", "share", "claims D04, D20"),
    mean(BURDEN, "livelihood-of-wronged", "earning power left to those wrongly recorded",
         "wronged-livelihood", "wronged", "share", "claim D24"),
    mean(BURDEN, "earnings", "earning after measures, mean", "earnings", "adults", "yuan a month",
         "claims A18, D20"),
    share(BURDEN, "ever-refused-for-kin", "adults ever refused because of kin", "past-kin", "adults",
          "claim D05"),
    share(BURDEN, "wrongly-listed", "of those listed, with a wrong record standing", "wrong-listed",
           "listed", "claim D24"),
    share(BURDEN, "ever-fallen", "adults who ever fell to a low grade", "low-fallen", "adults",
           "claim D20"),
    mean(BURDEN, "city-score", "score in the city's scheme, mean", "score", "scored", "points",
          "claims A07, D17"),
    share(BURDEN, "top-grades", "scored persons in the three best grades", "top-grade", "scored",
           "claim D17"),
    share(BURDEN, "low-grades", "scored persons in the two worst grades", "low-grade", "scored",
           "claims D17, D20"),
    flow(BURDEN, "points-lost", "points taken", "points-lost", "scored", "points per scored person a year",
          "records", "claims A08, D19"),
    flow(BURDEN, "points-won", "points given", "points-won", "scored", "points per scored person a year",
          "records", "claims A08, D19"),
    share(BURDEN, "commercial-members", "persons in the commercial score", "com-scored", "adults",
           "claims D02, A11"),
    rate(BURDEN, "commercial-joined", "persons who joined the commercial score", "enrolled",
          "claims D02, A14"),
    mean(BURDEN, "commercial-score", "commercial score, mean", "com-score", "com-scored", "points",
          "claims A11, D17"),
    share(BURDEN, "bad-credit", "adults with a bad entry in the credit register", "bad-credit", "adults",
           "claim A11"),
    share(BURDEN, "refused", "attempts refused, all gatekeepers", _ANY_REFUSED, _ANY_ATTEMPT,
           "claims D17, D25", key=True),
    *(
        share(BURDEN, f"refused-{gate}", f"attempts refused: {gate}", f"refused {gate}",
               f"attempts {gate}", "claims D25, A09", key=gate in ("flight", "fast-train", "loan"))
        for gate in _REFUSING
    ),
    share(BURDEN, "refused-for-kin", "of refusals, because of kin", "kin-refusals",
           _ANY_REFUSED, "claim D05", key=True),
    share(BURDEN, "refused-innocent-kin", "of those, with no list or bad entry of their own",
           "kin-innocent", "kin-refusals", "claim D05"),
    share(BURDEN, "refused-after-exit", "of refusals, on a listing that had ended", "stale-refusals",
           _ANY_REFUSED, "claims D20, D24"),
    share(BURDEN, "refused-of-listed", "attempts of listed subjects refused", "listed-refused",
           "listed-attempts", "claim D25"),
    share(BURDEN, "refused-beyond-rule", "of refusals, though no rule says so", "beyond-rule",
           _ANY_REFUSED, "claims D05, D25"),
    share(BURDEN, "perks", "attempts met with a perk", _ANY_PERK, _ANY_ATTEMPT, "claims A05, A08",
           key=True),
    flow(BURDEN, "compliance-cost", "spent by companies on compliance", "compliance-cost", "adults",
          "yuan per adult (in group 'companies': per company) a year", "persons", "claim A18"),
)  # fmt: skip
