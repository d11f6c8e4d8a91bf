"""What scores and measures must keep to: thresholds in order, conditions that can come true."""

from __future__ import annotations

from collections.abc import Sequence

from xinyong.scheme.books import MeasureRule, RuleBook, Score
from xinyong.scheme.crosscheck import in_order, named, once
from xinyong.scheme.reading import Document, Place

#: The engine keeps this many grades a scheme at most.
MOST_GRADES = 16


def check_measures(document: Document, book: RuleBook, lists: Sequence[str], grades: Sequence[str]) -> None:
    """Measures follow from lists, grades and scores of their own book, and fit its kind."""
    for index, measure in enumerate(book.measures):
        place: Place = ("measures", index)
        in_order(document, place, measure, book.in_force, "the book")
        when = measure.when
        if when.list_ is not None:
            named(document, (*place, "when"), when.list_, lists, "list")
        for grade in when.grade or []:
            named(document, (*place, "when", "grade"), grade, grades, "grade")
        if (when.grade and book.kind != "points") or (
            when.score_from is not None and book.kind != "weighted"
        ):
            document.complain(
                (*place, "when"),
                f"this condition in a {book.kind} book",
                "allowed: grade in points books, score_from in weighted ones",
                "change the condition",
            )
        if when.score_from is not None and measure.does == "refuse":
            document.complain((*place, "does"), "'refuse' from a score on", "allowed: grant", "write grant")
        if when.bad_entry and (book.kind != "register" or measure.does == "grant"):
            document.complain(
                (*place, "when"),
                "a bad entry",
                "allowed: register books, does: refuse",
                "change the condition",
            )
        if measure.reaches == "representative":
            document.complain(
                (*place, "reaches"),
                "'representative': no measure has that reach by itself",
                "allowed: self, household",
                "write self; whether a company's spending limits bind its representative is said by "
                "court: representative",
            )
        elif measure.reaches != "self" and when.list_ is None:
            document.complain(
                (*place, "reaches"),
                f"{measure.reaches!r} of a grade or score",
                "allowed: of a list",
                "write self",
            )
        if measure.reaches == "household" and measure.does == "grant":
            document.complain(
                (*place, "reaches"),
                "a grant that reaches the household",
                "allowed: refusals only",
                "write self",
            )
        _check_one_score(document, place, measure, book.measures[:index])


def _check_one_score(
    document: Document, place: Place, measure: MeasureRule, before: Sequence[MeasureRule]
) -> None:
    """A gate grants from one score on at a time: that is all a gatekeeper is told."""
    mine = measure.when.score_from
    for other in before:
        shared = [gate for gate in measure.gate if gate in other.gate]
        theirs = other.when.score_from
        apart = measure.since >= other.ends or other.since >= measure.ends
        if mine is None or theirs is None or round(mine) == round(theirs) or apart or not shared:
            continue
        document.complain(
            (*place, "when"),
            f"from {mine:g} at {', '.join(shared)}, where another measure grants from {theirs:g}",
            "allowed: one score a gate at a time",
            "give them one score, or other gates or dates",
        )


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
    once(document, ("score", "grades"), [grade.id for grade in score.grades], "grade")
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
