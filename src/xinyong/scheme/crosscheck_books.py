"""What a rule book must keep to: names that exist, dates in order, a way out of every list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xinyong.scheme.books import Collects, ListRule, RuleBook, Selector
from xinyong.scheme.catalogue import Conduct
from xinyong.scheme.crosscheck import in_order, named, once
from xinyong.scheme.crosscheck_effects import check_effects, check_kind
from xinyong.scheme.crosscheck_scores import check_measures, check_score
from xinyong.scheme.holding import Held
from xinyong.scheme.reading import Document, Place

_NEEDS_SCORE: Final = {
    "points": ("base", "grades"),
    "rating": ("base", "grades"),
    "weighted": ("lowest", "highest", "weights", "scale", "start", "opt_in"),
}


def selected(selector: Selector, conducts: Mapping[str, Conduct]) -> list[str]:
    """Ids of the conducts that a selector means, in the order of the catalogue."""
    wanted = set(selector.ids)
    for conduct in conducts.values():
        if conduct.domain in selector.domain and selector.valence in (None, conduct.valence):
            wanted.add(conduct.id)
    return [name for name in conducts if name in wanted and name not in selector.except_]


def check_book(held: Held[RuleBook], conducts: Mapping[str, Conduct]) -> None:
    """All that can be said of a book beside the shared catalogue; problems go to its document."""
    document, book = held.document, held.model
    in_order(document, ("in_force",), book.in_force)
    lists, grades = _written_ids(held.written, "lists"), _written_ids(held.written, "score", "grades")
    once(document, ("lists",), [each.id for each in book.lists], "list")
    _check_kind(held)
    for index, row in enumerate(book.collects):
        _check_row(held, ("collects", index), row, conducts)
        if row.enters is not None:
            named(document, ("collects", index, "enters"), row.enters, lists or ["none"], "list")
        if row.grade_at_best is not None:
            best = ("collects", index, "grade_at_best")
            named(document, best, row.grade_at_best, grades or ["none"], "grade")
    for index, rule in enumerate(book.lists):
        _check_list(held, ("lists", index), rule, conducts)
    check_measures(document, book, lists or ["none"], grades or ["none"])
    _check_court(document, book, lists or ["none"], conducts)
    if book.score is not None:
        check_score(document, book.score)
    check_effects(held, conducts)


def _written_ids(data: Any, *keys: str) -> list[str]:
    """Ids as they stand in the file, so that a block with a mistake still has its name."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    items = data if isinstance(data, list) else []
    return [item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)]


def _check_kind(held: Held[RuleBook]) -> None:
    """The blocks and, for scores, the keys that a kind needs."""
    document, book = held.document, held.model
    for key in _NEEDS_SCORE.get(book.kind, ()):
        if not held.says(("score",), key):
            document.complain(("score",), f"a {book.kind} book without {key!r}", "", f"add score.{key}")
    check_kind(held)


def _check_row(held: Held[RuleBook], place: Place, row: Collects, conducts: Mapping[str, Conduct]) -> None:
    document, book = held.document, held.model
    in_order(document, place, row, book.in_force, "the book")
    _check_selector(document, (*place, "conduct"), row.conduct, conducts)
    subjects = row.subjects or book.subjects
    for name in selected(row.conduct, conducts):
        conduct = conducts[name]
        if not set(subjects) & set(conduct.subjects):
            document.complain(
                (*place, "conduct"),
                f"{name!r} is nothing that {', '.join(subjects)} can do",
                f"its subjects: {', '.join(conduct.subjects)}",
                "remove it",
            )
        elif row.channels and conduct.seen and not set(row.channels) & set(conduct.seen):
            document.complain(
                (*place, "channels"),
                f"{name!r} is never seen through these channels",
                f"it is seen by: {', '.join(conduct.seen)}",
                "name one of them",
            )
    if not held.says(place, "coverage") and not held.says((), "coverage"):
        document.complain(
            place,
            "no 'coverage', here or for the book",
            "allowed: a share",
            "say what share of noticed acts is recorded",
        )
    listing = row.enters is not None or any(_enters(each, row, conducts) for each in book.lists)
    if not held.says(place, "retention") and not held.says((), "retention") and not listing:
        document.complain(
            place,
            "no 'retention', here or for the book",
            "allowed: months, or none",
            "say how long a record counts",
        )
    moves = row.points is not None and row.points.number != 0
    if moves and book.kind not in ("points", "weighted", "rating"):
        document.complain(
            (*place, "points"),
            f"points in a {book.kind} book",
            "allowed: in points, weighted, rating",
            "remove them",
        )
    if moves and book.kind == "weighted" and not held.says(place, "dimension"):
        document.complain(place, "points without 'dimension'", "allowed: history, behaviour", "add it")


def _enters(rule: ListRule, row: Collects, conducts: Mapping[str, Conduct]) -> bool:
    if rule.entry.conduct is None:
        return False
    return bool(set(selected(rule.entry.conduct, conducts)) & set(selected(row.conduct, conducts)))


def _check_selector(
    document: Document, place: Place, selector: Selector, conducts: Mapping[str, Conduct]
) -> None:
    for word in (*selector.ids, *selector.except_):
        named(document, place, word, list(conducts), "conduct")
    if selector.domain and not selected(selector, conducts):
        document.complain(place, f"no conduct in {', '.join(selector.domain)}", "", "name another domain")


def _check_list(held: Held[RuleBook], place: Place, rule: ListRule, conducts: Mapping[str, Conduct]) -> None:
    document, book = held.document, held.model
    in_order(document, place, rule, book.in_force, "the book")
    for kind in rule.subjects or []:
        if kind not in book.subjects:
            document.complain(
                (*place, "subjects"),
                f"{kind!r} on a list of a book that is not for it",
                f"allowed: {', '.join(book.subjects)}",
                "remove it, or widen the subjects of the book",
            )
    for index, term in enumerate(rule.term):
        in_order(document, (*place, "term", index), term, book.in_force, "the book")
    if rule.entry.conduct is not None:
        _check_selector(document, (*place, "entry", "conduct"), rule.entry.conduct, conducts)
        collected = {name for row in book.collects for name in selected(row.conduct, conducts)}
        for name in selected(rule.entry.conduct, conducts):
            if name not in collected:
                document.complain(
                    (*place, "entry", "conduct"),
                    f"{name!r} is not collected by this book",
                    "allowed: what a row of collects records",
                    "add a row for it",
                )
    elif not held.says((), "court") and rule.entry.grounds:
        document.complain(
            (*place, "entry", "grounds"),
            "grounds in a book without a court block",
            "allowed: conduct: [...]",
            "name conducts, or add court",
        )
    _check_ways_out(held, place, rule, conducts)


def _check_ways_out(
    held: Held[RuleBook], place: Place, rule: ListRule, conducts: Mapping[str, Conduct]
) -> None:
    document, book = held.document, held.model
    ends = any(term.months.value is not None for term in rule.term)
    if not rule.exit:
        if not held.says(place, "exit") or held.document.data["lists"][place[1]].get("exit") == []:
            document.complain(
                place,
                "no 'exit': nobody could ever leave",
                "allowed: ways out, or none",
                "write exit: none if there is really no way out",
            )
        return
    if rule.repair_after is not None and rule.repair_after.value is not None and "repair" not in rule.exit:
        document.complain(
            (*place, "repair_after"),
            "months until a repair, but no way out by repair",
            "allowed: beside exit: repair",
            "add repair to exit, or leave this out",
        )
    if "none" in rule.exit and (len(rule.exit) > 1 or ends):
        document.complain((*place, "exit"), "'none' beside a way out", "allowed: none alone", "remove it")
    if set(rule.exit) == {"expiry"} and not ends and not held.says(place, "term"):
        rows = [row for row in book.collects if row.enters == rule.id or _enters(rule, row, conducts)]
        lasting = [row.retention or book.retention for row in rows]
        ends = any(each is not None and each.value is not None for each in lasting)
    if set(rule.exit) == {"expiry"} and not ends:
        document.complain(
            (*place, "exit"),
            "only expiry, but no term ends",
            "allowed: a term in months",
            "add term: [{months: ...}], or a way out, or exit: none",
        )


def _check_court(
    document: Document, book: RuleBook, lists: Sequence[str], conducts: Mapping[str, Conduct]
) -> None:
    earlier = None
    for index, court in enumerate(book.court):
        place: Place = ("court", index)
        in_order(document, place, court, book.in_force, "the book")
        for key in ("lists", "limits"):
            word = getattr(court, key)
            if word is not None and word != "none":
                named(document, (*place, key), word, lists, "list")
        if court.conduct is not None:
            named(document, (*place, "conduct"), court.conduct, list(conducts), "conduct")
        if earlier is not None and court.since <= earlier.since:
            document.complain(
                (*place, "from"),
                f"from {court.from_} is not after {earlier.from_}",
                "allowed: periods in order",
                "put the periods in order",
            )
        earlier = court
