"""What a month leaves behind: the quantities that the tally adds up, and for whom.

A tally is ``places[province, group, quantity]`` and ``blocks[block, quantity]``, sums of
int64: every subject counts with its sampling weight (in 1/256), shares in 1/65536. The
neighbourhoods of a society are dealt to ``BLOCKS`` random groups, from which intervals
are made. Results turn these sums into indicators; nothing else leaves the month but the
ledger and the list of listings.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from xinyong.fields import ACCESS, AGE_BANDS, EDUCATION_LEVELS

#: Sampling weights are counted in 1/256 of a subject.
WEIGHT_UNIT: Final = 256
#: Random groups of neighbourhoods; an interval needs several.
BLOCKS: Final = 20

GROUPS: Final = (
    "all", "urban", "rural",
    *(f"age {band}" for band in AGE_BANDS),
    *(f"education {level}" for level in EDUCATION_LEVELS),
    *(f"income quintile {n}" for n in range(1, 6)),
    "companies", "offices",
)  # fmt: skip
G_ALL, G_URBAN, G_RURAL = range(3)
G_AGE, G_EDUCATION, G_QUINTILE, G_COMPANY, G_OFFICE = 3, 8, 13, 18, 19


class Quantity(NamedTuple):
    """One sum: its name, unit ('count', 'share/65536', 'yuan', 'yuan/100', 'points'), meaning."""

    name: str
    unit: str
    meaning: str

    @property
    def scale(self) -> float:
        """What a sum is multiplied by to be in whole units."""
        return 1.0 / float(self.unit.partition("/")[2] or 1.0)


#: Stocks, added over adults alive (18+) at the end of the month unless said otherwise.
STOCKS: Final = (
    Quantity("persons", "count", "persons alive, all ages (companies active; offices)"),
    Quantity("adults", "count", "adults alive"),
    Quantity("trust-strangers", "share/65536", "trust in strangers"),
    Quantity("trust-general", "share/65536", "trust in most people"),
    Quantity("trust-government", "share/65536", "trust in government"),
    Quantity("trust-market", "share/65536", "trust in firms and sellers"),
    Quantity("legitimacy", "share/65536", "felt duty to obey"),
    Quantity("approval", "share/65536", "private approval"),
    Quantity("approves", "count", "adults whose private approval is above one half"),
    Quantity("states-approval", "count", "adults who would say so to an interviewer"),
    Quantity("aware", "share/65536", "awareness of a scheme"),
    Quantity("censor", "share/65536", "self-censorship"),
    Quantity("intrinsic", "share/65536", "strength of conscience"),
    Quantity("gaming", "share/65536", "effort spent on the score"),
    Quantity("insecurity", "share/65536", "felt threat of fraud and disorder"),
    Quantity("risk", "share/65536", "perceived chance of being noticed, mean of the arenas"),
    Quantity("livelihood", "share/65536", "what measures leave of earning (market, companies)"),
    Quantity("ties", "share/65536", "contacts kept"),
    Quantity("listed", "count", "subjects on any black list"),
    Quantity("limited", "count", "subjects under spending limits"),
    Quantity("praised", "count", "subjects on any red list"),
    Quantity("kin-listed", "count", "adults not listed themselves with a listed household member"),
    Quantity("wronged", "count", "subjects with a wrong record standing"),
    Quantity("scored", "count", "persons with a score in their city"),
    Quantity("score", "points", "sum of city scores"),
    Quantity("top-grade", "count", "persons in the three best grades of their city"),
    Quantity("low-grade", "count", "persons in the two worst grades of their city"),
    Quantity("com-scored", "count", "persons in the commercial score"),
    Quantity("com-score", "points", "sum of commercial scores"),
    Quantity("privacy", "share/65536", "felt privacy concern"),
    Quantity("earnings", "yuan", "monthly earning after measures (companies: turnover)"),
    Quantity("anxiety", "share/65536", "awareness times perceived chance of being noticed"),
    Quantity("changed", "count", "adults whose conduct a scheme has changed at least once"),
    Quantity("changed-kinds", "count", "domains in which it did, added over adults"),
    Quantity("listed-livelihood", "share/65536", "livelihood of adults listed now"),
    Quantity("listed-ties", "share/65536", "ties of adults listed now"),
    Quantity("once-listed", "count", "adults listed before, not now"),
    Quantity("once-livelihood", "share/65536", "livelihood of those"),
    Quantity("once-ties", "share/65536", "ties of those"),
    Quantity("kin-livelihood", "share/65536", "livelihood of adults with listed kin"),
    Quantity("past-kin", "count", "adults refused something because of kin, ever"),
    Quantity("wrong-listed", "count", "adults on a black list with a wrong record standing"),
    Quantity("wronged-livelihood", "share/65536", "livelihood of adults with a wrong record standing"),
    Quantity("known-state", "count", "domains of conduct known to the state, added over adults"),
    Quantity("known-firms", "count", "domains of conduct known to firms, added over adults"),
    Quantity("done", "count", "domains one has acted in, added over adults"),
    Quantity("low-fallen", "count", "adults who ever fell to a low grade"),
    Quantity("tried", "count", "attempts so far, added over adults"),
    Quantity("refused-ever", "count", "attempts refused so far, added over adults"),
    Quantity("bad-credit", "count", "adults with a live bad entry in the credit register"),
    Quantity("debtors", "count", "enforcement cases open, listings and closures for want among them"),
    Quantity("asked", "count", "companies that a political demand in force asks to yield"),
    Quantity("yielded-part", "count", "companies that have yielded to a political demand in part"),
    Quantity("yielded-full", "count", "companies that have yielded to a political demand in full"),
)

_EVENTS = (
    Quantity("opportunities", "count", "opportunities met"),
    Quantity("bad-acts", "count", "harmful acts"),
    Quantity("good-acts", "count", "good acts"),
    Quantity("acts", "count", "opportunities taken"),
    Quantity("acts-state", "count", "acts that the state noticed itself"),
    Quantity("acts-firms", "count", "acts that firms noticed"),
    Quantity("deterred", "count", "acts left undone because of a scheme (same luck, no scheme: done)"),
    Quantity("encouraged", "count", "good acts done because of a scheme"),
    Quantity("critical-chances", "count", "occasions for critical words and petitions"),
    Quantity("critical", "count", "critical words and petitions"),
    Quantity("met", "count", "encounters with neighbours"),
    Quantity("avoided", "count", "encounters with neighbours that were avoided"),
    Quantity("exposures", "count", "neighbours who learnt of a listing"),
    Quantity("harm", "yuan", "harm done to others"),
    Quantity("detected", "count", "acts noticed through any channel"),
    Quantity("by-camera", "count", "acts first noticed by a camera"),
    Quantity("records", "count", "entries in the ledger, right or wrong"),
    Quantity("wrong-records", "count", "entries about a wrong subject or a thing that never was"),
    Quantity("points-lost", "points", "points taken"),
    Quantity("points-won", "points", "points given"),
    Quantity("fines", "yuan", "fines paid"),
    Quantity("debts", "count", "debts that fell due and were not paid"),
    Quantity("judgments", "count", "judgments against debtors"),
    Quantity("enforcements", "count", "enforcement cases opened"),
    Quantity("listings", "count", "entries on the defaulter list"),
    Quantity("limits", "count", "spending limits ordered"),
    Quantity("performed", "count", "judgments performed, before or after enforcement"),
    Quantity("performed-listed", "count", "judgments performed while listed"),
    Quantity("complied", "count", "judgments performed by the debtor's own will, not by search or seizure"),
    Quantity("complied-listed", "count", "of these, while listed"),
    Quantity("settled", "count", "cases settled or released by the creditor"),
    Quantity("closed-for-want", "count", "cases closed for want of assets"),
    Quantity("expired", "count", "listings ended by term"),
    Quantity("corrected", "count", "wrong records taken back"),
    Quantity("repaired", "count", "records or listings repaired"),
    Quantity("appeals", "count", "appeals lodged"),
    Quantity("notices", "count", "subjects told of a record"),
    Quantity("unable-listed", "count", "listings of debtors who could not pay"),
    Quantity("black-entries", "count", "entries on any black list"),
    Quantity("red-entries", "count", "entries on any red list"),
    Quantity("kin-refusals", "count", "attempts refused because of a household member"),
    Quantity("beyond-rule", "count", "attempts refused though no rule says so"),
    Quantity("stale-refusals", "count", "attempts refused on a listing that had ended"),
    Quantity("kin-innocent", "count", "kin refusals of subjects with no list or bad entry of their own"),
    Quantity("wrong-refused", "count", "refusals of subjects with a wrong record standing"),
    Quantity("checks", "count", "attempts looked up"),
    Quantity("listed-attempts", "count", "attempts of listed subjects"),
    Quantity("listed-refused", "count", "attempts of listed subjects refused"),
    Quantity("judgments-small", "count", "judgments below 20,000 yuan"),
    Quantity("performed-small", "count", "judgments below 20,000 yuan performed"),
    Quantity("cheated", "count", "persons cheated by strangers"),
    Quantity("helped", "count", "persons helped by strangers"),
    Quantity("extorted", "count", "helpers extorted"),
    Quantity("deaths", "count", "deaths"),
    Quantity("compliance-cost", "yuan", "spent by companies on compliance"),
    Quantity("enrolled", "count", "persons who joined the commercial score"),
    Quantity("ratings", "count", "ratings received from contacts"),
    Quantity("group-refusals", "count", "attempts refused because of a member of one's group of households"),
    Quantity("dismissals", "count", "persons dismissed by an employer who knew of a listing"),
    Quantity("flow-state", "count", "acts noticed by firms that the state learnt of"),
    Quantity("flow-firms", "count", "acts that a firm learnt of from the state or from another firm"),
    Quantity("breached", "count", "persons whose data a leak exposed"),
    Quantity("breaches", "count", "leaks of holders of data, added over adults alive"),
    Quantity("map-looks", "count", "neighbours who saw a listed person on a public map"),
    Quantity("profit", "yuan", "what companies keep of their turnover after compliance"),
    Quantity("padded", "count", "notices that offices made up to fill a quota"),
    Quantity("agency-cost", "yuan/100", "spent on looking subjects up, entering records, hearing appeals"),
    Quantity("overreach", "count", "records that an office made of conduct which no rule names"),
)

STOCK_COUNT: Final = len(STOCKS)
EVENTS: Final = (
    *_EVENTS,
    *(Quantity(f"attempts {name}", "count", f"attempts at {name}") for name in ACCESS),
    *(Quantity(f"refused {name}", "count", f"attempts refused at {name}") for name in ACCESS),
    *(Quantity(f"perk {name}", "count", f"perks granted at {name}") for name in ACCESS),
)
QUANTITIES: Final = (*STOCKS, *EVENTS)
#: Row of each quantity by name.
INDEX: Final = {quantity.name: row for row, quantity in enumerate(QUANTITIES)}
