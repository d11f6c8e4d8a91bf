"""What scores and measures must keep to: thresholds in order, conditions that can come true."""

from __future__ import annotations

from collections.abc import Sequence

from xinyong.scheme.books import MeasureRule, RuleBook, Score
from xinyong.scheme.crosscheck import in_order, named, once
from xinyong.scheme.reading import Document, Place

#: The engine keeps this many grades a scheme at most.
MOST_GRADES = 16


def check_measures(document: Document, book: RuleBook, lists: Sequence[str], grades: Sequence[str]) -> None:
    """Measures follow from lists, grades and scores, and say where they are met.

    What follows from another book is checked where that book is known.
    """
    for index, measure in enumerate(book.measures):
        place: Place = ("measures", index)
        in_order(document, place, measure, book.in_force, "the book")
        if measure.when.book_of(book.id) == book.id:
            _check_own(document, place, measure, book, lists, grades)
        when = measure.when
        if when.score_from is not None and measure.does != "grant":
            document.complain((*place, "does"), "'refuse' from a score on", "allowed: grant", "write grant")
        if when.bad_entry and measure.does != "refuse":
            document.complain((*place, "does"), "a bad entry", "allowed: does: refuse", "write refuse")
        _check_reach(document, place, measure, book)
        _check_one_score(document, place, measure, book.measures[:index], book)


def _check_own(
    document: Document,
    place: Place,
    measure: MeasureRule,
    book: RuleBook,
    lists: Sequence[str],
    grades: Sequence[str],
) -> None:
    """The book itself has what the measure follows from."""
    when = measure.when
    if book.kind == "gatekeeper":
        document.complain(
            (*place, "when"),
            "a condition of a gatekeeper's own",
            "allowed: book.list, or {book: ..., grade: [...]}",
            "name the book that keeps the list or score",
        )
        return
    if when.list_ is not None:
        named(document, (*place, "when"), when.list_.rpartition(".")[2], lists, "list")
    for grade in when.grade or []:
        named(document, (*place, "when", "grade"), grade, grades, "grade")
    fits = {"grade": ("points", "rating"), "score_from": ("weighted",), "bad_entry": ("register",)}
    said = "grade" if when.grade else "score_from" if when.score_from is not None else "bad_entry"
    if when.list_ is None and book.kind not in fits[said]:
        document.complain(
            (*place, "when"),
            f"this condition in a {book.kind} book",
            "allowed: grade in points books, score_from in weighted ones, bad_entry in registers",
            "change the condition, or name the book that is meant",
        )


def _check_reach(document: Document, place: Place, measure: MeasureRule, book: RuleBook) -> None:
    """Whom a measure reaches, what it does and where it is met go together."""
    reaches, does = measure.reaches, measure.does
    if reaches == "representative" and (book.court or "company" not in book.subjects):
        document.complain(
            (*place, "reaches"),
            "'representative': no measure has that reach by itself"
            if book.court
            else "'representative' of those who have none",
            "allowed: in lists of companies; self, household, group, employer anywhere",
            "write self; whether a company's spending limits bind its representative is said by "
            "court: representative",
        )
    elif reaches != "self" and measure.when.list_ is None:
        document.complain(
            (*place, "reaches"), f"{reaches!r} of a grade or score", "allowed: of a list", "write self"
        )
    if reaches in ("household", "group", "representative") and does != "refuse":
        document.complain(
            (*place, "reaches"),
            f"a {does} that reaches the {reaches}",
            "allowed: refusals only",
            "write self",
        )
    if (reaches == "employer") != (does == "dismiss"):
        document.complain(
            (*place, "does"),
            f"{does!r} with reaches: {reaches}",
            "allowed: dismiss with reaches: employer, and only so",
            "put the two together",
        )
    if does == "dismiss" and measure.gate:
        document.complain((*place, "gate"), "a gate for a dismissal", "", "leave it out")
    if does != "dismiss" and not measure.gate:
        document.complain(place, "no 'gate'", "allowed: a gatekeeper or a list of them", "say where")


def _check_one_score(
    document: Document, place: Place, measure: MeasureRule, before: Sequence[MeasureRule], book: RuleBook
) -> None:
    """A gate grants from one score on at a time: that is all a gatekeeper is told."""
    for other in before:
        clash = clashing(measure, book, other, book)
        if clash:
            document.complain(
                (*place, "when"),
                clash,
                "allowed: one score a gate at a time",
                "give them one score, or other gates or dates",
            )


def clashing(measure: MeasureRule, book: RuleBook, other: MeasureRule, before: RuleBook) -> str:
    """What is wrong with two measures (of ``book`` and ``before``) side by side; '' if nothing."""
    mine, theirs = measure.when.score_from, other.when.score_from
    if mine is None or theirs is None or round(mine) == round(theirs):
        return ""
    shared = [gate for gate in measure.gate if gate in other.gate]
    since = max(each.since for each in (measure, book.in_force, other, before.in_force))
    ends = min(each.ends for each in (measure, book.in_force, other, before.in_force))
    if since >= ends or not shared or measure.when.book_of(book.id) != other.when.book_of(before.id):
        return ""
    return f"from {mine:g} at {', '.join(shared)}, where another measure grants from {theirs:g}"


def check_score(document: Document, score: Score) -> None:
    """Bounds in order, base inside, grades falling and apart, weights that add up to one."""
    low = score.lowest.number if score.lowest else float("-inf")
    high = score.highest.number if score.highest else float("inf")
    if low >= high:
        document.complain(
            ("score", "highest"), f"highest {high:g} is not above lowest {low:g}", "", "put them in order"
        )
    elif score.base is not None and not low <= score.base.number <= high:
        document.complain(
            ("score", "base"),
            f"base {score.base.number:g} outside the score's bounds",
            f"allowed: {low:g} to {high:g}",
            "mend one of them",
        )
    grades = [grade.id for grade in score.grades]
    once(document, ("score", "grades"), grades, "grade")
    for index, inspection in enumerate(score.inspections):
        for grade_ in inspection.grade:
            named(document, ("score", "inspections", index, "grade"), grade_, grades or ["none"], "grade")
    if score.newcomer is not None:
        named(document, ("score", "newcomer", "grade"), score.newcomer.grade, grades or ["none"], "grade")
    if len(score.grades) > MOST_GRADES:
        document.complain(("score", "grades"), f"{len(score.grades)} grades", f"allowed: {MOST_GRADES}")
    before = float("inf")
    for index, grade in enumerate(score.grades):
        place: Place = ("score", "grades", index)
        if grade.from_ is None:
            if index < len(score.grades) - 1:
                document.complain(
                    place,
                    f"grade {grade.id!r} without 'from'",
                    "allowed: for the last grade only",
                    "say from where it holds",
                )
            continue
        if grade.from_.number >= before:
            document.complain(
                (*place, "from"),
                f"grade {grade.id!r} from {grade.from_.number:g} overlaps the one before",
                f"allowed: below {before:g}; best grade first",
                "put the thresholds in falling order",
            )
        before = grade.from_.number
    if score.weights is not None:
        weights = score.weights
        total = sum(
            each.number
            for each in (
                weights.identity,
                weights.ability,
                weights.history,
                weights.behaviour,
                weights.contacts,
            )
        )
        if abs(total - 1) > 1e-6:
            document.complain(("score", "weights"), f"weights add up to {total:g}", "allowed: 1", "mend them")
