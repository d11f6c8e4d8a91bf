"""What an institution can reach in one month, read off its rules: which sums of which kind of subject.

Within a month one thing follows another only down the list of phases; boards and what people
believe act from the next month on. So what the month in which a book is switched off can change,
behaviour as it was, follows from the book: whom it collects, lists, scores; which gates its measures and
agreements lead to; what channels, data, safeguards, costs and demands it has. ``FAMILIES`` says
which sums belong together, ``reach`` which families are within a book's reach. Whatever else changes
in that month is a mistake of the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from xinyong.fields import ACCESS, KINDS
from xinyong.quantities import QUANTITIES

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.consequences import MeasureRule
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.values import Dated

#: Families of sums. A sum may belong to several: any of them lets it move.
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "fixed": ("persons", "adults", "deaths"),
    "acts": (
        "opportunities", "bad-acts", "good-acts", "acts", "deterred", "encouraged", "critical-chances",
        "critical", "met", "avoided", "harm", "debts", "cheated", "helped", "extorted", "done", "changed",
        "changed-kinds",
    ),
    "notices": ("detected", "by-camera", "fines", "padded"),
    "known": ("acts-state", "acts-firms", "known-state", "known-firms", "flow-state", "flow-firms"),
    "records": (
        "records", "wrong-records", "points-lost", "points-won", "wronged", "notices", "corrected",
        "repaired", "appeals", "overreach", "ratings", "wronged-livelihood", "wrong-listed",
    ),
    "lists": (
        "listed", "limited", "praised", "kin-listed", "listed-livelihood", "listed-ties", "once-listed",
        "once-livelihood", "once-ties", "kin-livelihood", "wrong-listed", "black-entries", "red-entries",
        "exposures", "map-looks", "listed-attempts", "listed-refused",
    ),
    "court": (
        "judgments", "enforcements", "listings", "limits", "performed", "performed-listed", "complied",
        "complied-listed", "settled", "closed-for-want", "expired", "unable-listed", "judgments-small",
        "performed-small", "debtors",
    ),
    "scores": ("scored", "score", "top-grade", "low-grade", "low-fallen"),
    "commercial": ("com-scored", "com-score", "enrolled"),
    "register": ("bad-credit",),
    "access": (
        "tried", "refused-ever", "past-kin", "kin-refusals", "beyond-rule", "stale-refusals",
        "kin-innocent", "wrong-refused", "checks", "group-refusals", "listed-attempts", "listed-refused",
    ),
    "life": (
        "livelihood", "ties", "earnings", "dismissals", "listed-livelihood", "listed-ties",
        "once-livelihood", "once-ties", "kin-livelihood", "wronged-livelihood",
    ),
    "agencies": ("agency-cost",),
    "costs": ("compliance-cost", "profit"),
    "demands": ("asked", "yielded-part", "yielded-full"),
    "data": ("breached", "breaches"),
    "minds": (
        "trust-strangers", "trust-general", "trust-government", "trust-market", "legitimacy", "approval",
        "approves", "states-approval", "aware", "censor", "intrinsic", "gaming", "insecurity", "risk",
        "privacy", "anxiety",
    ),
    **{gate: (f"attempts {gate}", f"refused {gate}", f"perk {gate}") for gate in ACCESS},
}  # fmt: skip

#: What follows within the month, further down the list of phases, for any kind of subject ...
_FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "records": ("known", "minds", "agencies"),
    "lists": ("life", "minds", "records"),
    "scores": ("minds",),
    "commercial": ("minds",),
    "court": ("lists", "notices"),
    "access": ("life", "minds", "records", "agencies"),
    "notices": ("records", "known", "lists", "scores", "commercial", "register", "access", *ACCESS),
    "acts": ("notices", "court"),
    "known": ("minds",),
    "data": ("minds",),
    **dict.fromkeys(ACCESS, ("access",)),
}
#: ... and for one: buyers turn from companies listed or badly graded; a graded office minds its grade.
_FOLLOWS_FOR: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "company": {"lists": ("costs",), "scores": ("costs", "life"), "access": ("costs",)},
    "office": {"scores": ("acts",)},
}
_WHOLE: Final = ("records", "lists", "scores", "commercial", "register", "access", *ACCESS)
#: What a safeguard touches, for persons and companies alike.
_GUARDS: Final[Mapping[str, tuple[str, ...]]] = {
    "notice": ("records",), "appeal": ("records",), "correction": ("records",), "repair": ("records",),
    "expiry": _WHOLE, "amnesty": _WHOLE, "consent": _WHOLE, "speech": _WHOLE,
    "purpose": ("known", *_WHOLE), "proportionality": ACCESS, "no-kin": ACCESS,
}  # fmt: skip


class Reach:
    """Families within reach, by kind of subject; what follows from each is added with it."""

    def __init__(self) -> None:
        """Nothing is within reach."""
        self.families: dict[str, set[str]] = {kind: set() for kind in KINDS}

    def add(self, kinds: Iterable[str], *families: str) -> None:
        """Let ``families`` be within reach for ``kinds``, and what follows from them."""
        for kind in kinds:
            for family in families:
                if family not in self.families[kind]:
                    self.families[kind].add(family)
                    self.add([kind], *_FOLLOWS.get(family, ()))
                    self.add([kind], *_FOLLOWS_FOR.get(kind, {}).get(family, ()))

    def quantities(self, kind: str) -> set[str]:
        """Names of the sums that may change for a kind of subject."""
        return {name for family in self.families[kind] for name in FAMILIES[family]}


def beyond(reach: Reach, kind: str) -> list[int]:
    """Rows of QUANTITIES that must not change for a kind of subject."""
    within = reach.quantities(kind)
    return [row for row, quantity in enumerate(QUANTITIES) if quantity.name not in within]


def reach(scheme: Scheme, book_id: str, month: int) -> Reach:
    """What switching ``book_id`` off in ``month`` can change in that month, in ``scheme``."""
    found = Reach()
    book = next(each for each in scheme.books if each.id == book_id)
    lists = _lists(scheme)
    _collects(found, book, lists, month)
    _passes_on(found, scheme, book, lists, month)
    for owner, measure in _measures(scheme):
        if (owner.id == book.id or measure.when.book_of(owner.id) == book.id) and measure.holds(month):
            _measure(found, owner, measure, scheme, lists)
    _effects(found, book, lists, month)
    return found


def _holding(parts: Iterable[Dated], month: int) -> bool:
    return any(part.holds(month) for part in parts)


def _notices(found: Reach, kinds: Iterable[str], lists: Mapping[str, tuple[str, ...]]) -> None:
    """More or fewer notices: anything that any book makes of them, representatives of companies included."""
    found.add(kinds, "notices")
    for reached in lists.values():
        if "person" in reached and set(reached) & set(kinds):
            found.add(["person"], "lists", *ACCESS)


def _collects(found: Reach, book: RuleBook, lists: Mapping[str, tuple[str, ...]], month: int) -> None:
    """Records, scores and lists of its own."""
    for row in book.collects:
        if row.holds(month):
            found.add(row.subjects or book.subjects, "records")
    if book.kind == "register":
        found.add(book.subjects, "register")
    if book.kind == "weighted":
        found.add(["person"], "commercial")
    elif book.score is not None:
        found.add(book.subjects, "scores")
        if book.score.inspections:
            _notices(found, ["company"], lists)
    for rule in book.lists:
        if rule.holds(month):
            found.add(rule.subjects or book.subjects, "lists")
    if _holding(book.court, month):
        found.add(("person", "company"), "court")
    if book.rating is not None:
        found.add(["person"], "acts", "records", "scores", "lists", "life")


def _lists(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Kinds of subject that each list, as ``book.list``, can reach: those on it, and representatives."""
    found: dict[str, set[str]] = {}
    for book in scheme.books:
        for rule in book.lists:
            found[f"{book.id}.{rule.id}"] = set(rule.subjects or book.subjects)
        if any(period.representative for period in book.court):
            for rule in book.lists:
                found[f"{book.id}.{rule.id}"].add("person")
    for owner, measure in _measures(scheme):
        if measure.reaches == "representative" and measure.when.list_word(owner.id) in found:
            found[measure.when.list_word(owner.id)].add("person")
    return {word: tuple(sorted(kinds)) for word, kinds in found.items()}


def _measures(scheme: Scheme) -> Iterator[tuple[RuleBook, MeasureRule]]:
    for book in scheme.books:
        for measure in book.measures:
            yield book, measure


def _passes_on(
    found: Reach, scheme: Scheme, book: RuleBook, lists: Mapping[str, tuple[str, ...]], month: int
) -> None:
    """Gates to which its lists go, or to which it carries those of others, and representatives listed."""
    for word, kinds in lists.items():
        if word.partition(".")[0] == book.id and "person" in kinds:
            found.add(["person"], "lists")
    agreed = [("", agreement) for agreement in scheme.agreements]
    agreed += [(owner.id, agreement) for owner in scheme.books for agreement in owner.agreements]
    for own, agreement in agreed:
        if not agreement.holds(month):
            continue
        for name in agreement.list_:
            word = name if "." in name else f"{own}.{name}"
            if book.id in (own, agreement.book, word.partition(".")[0]):
                found.add(lists.get(word, ()), *agreement.to)


def _measure(
    found: Reach, owner: RuleBook, measure: MeasureRule, scheme: Scheme, lists: Mapping[str, tuple[str, ...]]
) -> None:
    word = measure.when.list_word(owner.id)
    about = measure.when.book_of(owner.id)
    target = next((book for book in scheme.books if book.id == about), None)
    kinds: Iterable[str] = lists.get(word, ()) if word else target.subjects if target is not None else ()
    if measure.does == "dismiss":
        found.add(["person"], "life", "access")
    elif measure.reaches != "self":
        found.add(["person"], *measure.gate)
    else:
        found.add(kinds, *measure.gate)


def _effects(found: Reach, book: RuleBook, lists: Mapping[str, tuple[str, ...]], month: int) -> None:
    """What it does beside records and measures."""
    everyone = KINDS
    if _holding(book.channels, month):
        _notices(found, everyone, lists)
    if _holding([*book.flows, *book.limits], month):
        found.add(everyone, "known")
    if _holding(book.holds, month) or book.holds_times is not None:
        found.add(["person"], "data")
    for name, guards in book.safeguards.items():
        if _holding(guards, month):
            found.add(everyone, *_GUARDS[name])
    if any(event.weight(month) > 0 for event in book.events) or _holding(book.campaign, month):
        found.add(["person"], "minds")
    if any(demand.since <= month < demand.ends for demand in book.demands):
        found.add(["company"], "demands")
    if _holding(book.burden, month):
        found.add(["company"], "costs")
    if _holding(book.map, month):
        found.add(["person"], "lists", "court")
    if book.groups is not None:
        found.add(["person"], *ACCESS)
