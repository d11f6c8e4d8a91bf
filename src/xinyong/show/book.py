"""A rule book as a page: what it records, how it scores, whom it lists, what follows, how to get out.

``sections`` gives the page as titles with entries, each entry a sentence and what is behind it (standing,
range, source); ``page`` writes them for a terminal, ``show.institutions`` for the documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from xinyong.show.book_effects import effects
from xinyong.show.folding import folded
from xinyong.show.telling import behind, joined, many, number, selected, source, times, when

if TYPE_CHECKING:
    from xinyong.scheme.books import Collects, ListRule, MeasureRule, RuleBook
    from xinyong.scheme.catalogue import SourceEntry
    from xinyong.scheme.histories import Case

_EXITS = {
    "performance": "doing what was ordered", "settlement": "a settlement", "expiry": "the end of the term",
    "creditor-request": "the creditor's request", "correction": "a correction", "repair": "repair",
    "closed-for-want": "closure for want of assets", "death": "death", "none": "nothing",
}  # fmt: skip


_KINDS = {
    "register": "a register", "points": "a score by points", "weighted": "a weighted score", "list": "a list",
    "rating": "a rating by contacts", "hub": "a hub that passes lists on", "law": "a law", "plan": "a plan",
    "gatekeeper": "rules of gatekeepers", "sensing": "means of noticing",
}  # fmt: skip


class Entry(NamedTuple):
    """One thing that a book says, and what is behind it."""

    says: str
    behind: str


Sections = list[tuple[str, list[Entry]]]


def sections(book: RuleBook) -> Sections:
    """All that a book says, by title; titles without anything are left out."""
    found: Sections = [
        ("What it records", [_collects(book, part) for part in book.collects]),
        ("How it scores", list(_score(book))),
        ("Whom it lists", [_list(book, rule) for rule in book.lists]),
        ("The court's part", list(_court(book))),
        ("What follows", [_measure(book, measure) for measure in book.measures]),
        *[(title, [Entry(*each) for each in told]) for title, told in effects(book)],
    ]
    return [(title, entries) for title, entries in found if entries]


def head(book: RuleBook) -> list[str]:
    """Who keeps it about whom, what kind of book it is, since when."""
    since = when(book.in_force) or "always"
    kind = _KINDS[book.kind]
    subjects = {"person": "persons", "company": "companies", "office": "offices"}
    return [
        f"{book.name} {book.name.zh}".strip(),
        f"{book.id}: {kind} of {book.operator}, about {many(subjects[k] for k in book.subjects)}",
        f"setting {book.setting}; in force {since}",
    ]


def page(book: RuleBook, sources: Mapping[str, SourceEntry], cases: list[Case] | None = None) -> str:
    """The page for a terminal, 80 columns."""
    first, *rest = head(book)
    lines = [*folded(first), *(line for each in rest for line in folded(each, "  ", "    ")), ""]
    lines += folded(book.summary, "  ", "  ")
    for title, entries in sections(book):
        lines += ["", title.upper()]
        for entry in entries:
            lines += folded(entry.says, "  - ", "    ")
            if entry.behind:
                lines += folded(entry.behind, "      ", "      ")
    if cases:
        lines += ["", f"WORKED CASES ({len(cases)})"]
        lines += [line for case in cases for line in folded(case.case, "  - ", "    ")]
    if book.moves:
        lines += ["", "WHAT IT MOVES", *folded(", ".join(book.moves), "  ", "  ")]
    named = refs(book)
    if named:
        lines += ["", "SOURCES"]
    for ref in named:
        lines += cited(ref, sources)
    return "\n".join(lines)


def cited(ref: str, sources: Mapping[str, SourceEntry]) -> list[str]:
    """A source in full, with its address."""
    entry = sources.get(ref)
    if entry is None:
        return [f"  {ref}"]
    told = ", ".join(str(part) for part in (entry.author, entry.title, entry.date) if part)
    address = [f"      {entry.url}"] if entry.url else []
    return [*folded(f"{ref}: {told}", "  ", "      "), *address]


def refs(book: RuleBook) -> list[str]:
    """Ids of all sources that a book names anywhere, in order."""
    from pydantic import BaseModel

    found: dict[str, None] = {}

    def look(part: object) -> None:
        if isinstance(part, BaseModel):
            ref = getattr(part, "ref", None)
            if isinstance(ref, str) and hasattr(part, "article"):
                found[ref] = None
            for name in type(part).model_fields:
                look(getattr(part, name))
        elif isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, dict):
            for each in part.values():
                look(each)

    look(book)
    return list(found)


def _collects(book: RuleBook, part: Collects) -> Entry:
    retention = part.retention or book.retention
    kept = f"counts {number(retention)}" if retention is not None else ""
    if retention is not None and retention.value is not None:
        kept = f"counts for {number(retention)}"
    says = joined(
        selected(part.conduct) + (f": {number(part.points, signed=True)}" if part.points else ""),
        f"through {', '.join(part.channels)}" if part.channels else "",
        kept + (" from the end of the conduct" if part.from_end_of_conduct else ""),
        f"moves the dimension {part.dimension}" if part.dimension else "",
        f"puts on the list {part.enters}" if part.enters and part.enters != "none" else "",
        f"grade {part.grade_at_best} at best" if part.grade_at_best else "",
        f"only {many(part.subjects)}" if part.subjects else "",
        f"{number(part.coverage)} of what is noticed is recorded" if part.coverage else "",
        when(part),
    )
    return Entry(says, behind(part.points, part, part.retention, part.coverage))


def _score(book: RuleBook) -> Iterator[Entry]:
    score = book.score
    if score is None:
        return
    bounds = [f"at least {number(score.lowest)}" if score.lowest else "",
              f"at most {number(score.highest)}" if score.highest else ""]  # fmt: skip
    if score.base is not None:
        start = f"starts from {number(score.base)} and adds the points of records that count"
        who = "adults only" if score.adults_only and "person" in book.subjects else ""
        yield Entry(joined(start, *bounds, who), behind(score.base, score))
    for place, grade in enumerate(score.grades):
        below = f"below {number(score.grades[place - 1].from_)}" if place else "always"
        says = f"grade {grade.id}: " + (f"from {number(grade.from_)}" if grade.from_ is not None else below)
        yield Entry(says, behind(grade.from_, grade))
    if score.newcomer is not None:
        new = score.newcomer
        yield Entry(f"the newly founded are {new.grade} for {number(new.months)}", behind(new.months, new))
    for each in score.inspections:
        says = joined(f"grade {many(each.grade)}: inspected {times(each.times)} as often as ever", when(each))
        yield Entry(says, behind(each.times, each))
    if score.weights is not None:
        weights = score.weights
        told = ", ".join(f"{name} {100 * getattr(weights, name).number:.3g} %" for name in
                         ("identity", "ability", "history", "behaviour", "contacts"))  # fmt: skip
        yield Entry(joined(f"weighs {told}", *bounds), behind(weights.history, weights, score))
    for name, pair in (("points that move a dimension from nothing to full", score.scale),
                       ("where a dimension starts with no record", score.start)):  # fmt: skip
        if pair is not None:
            says = f"{name}: history {number(pair.history)}, behaviour {number(pair.behaviour)}"
            yield Entry(says, behind(pair.history, pair))
    if score.opt_in is not None:
        yield Entry(f"who may joins by choice: {number(score.opt_in)}", behind(score.opt_in))
    if book.gaming is not None:
        yield Entry(f"guides to a higher score: {times(book.gaming)} the usual effort", behind(book.gaming))
    if book.rating is not None:
        rating = book.rating
        says = joined(
            f"those who meet rate each other, up to {number(rating.scale)} either way",
            f"{number(rating.share)} of contacts end in a rating",
            f"a rating counts for {number(rating.term)}",
            f"the rater's own score weighs {number(rating.weight)}",
            f"{number(rating.flattery)} of it follows the score of the rated",
        )
        yield Entry(says, behind(rating.scale, rating))


def _list(book: RuleBook, rule: ListRule) -> Entry:
    entry = rule.entry
    into = f"by {selected(entry.conduct)}" if entry.conduct else f"on grounds: {', '.join(entry.grounds)}"
    terms = []
    for term in rule.term:
        grounds = f" ({', '.join(term.grounds)})" if term.grounds else ""
        terms.append(joined(f"{number(term.months)}{grounds}", when(term)).replace(";", ","))
    share = rule.publicity.share
    shown = {"named": "published by name", "unnamed": "published without names", "none": "not published"}
    public = f"{number(share)} published by name" if share is not None else shown[rule.publicity.how]
    repair = f"repair after {number(rule.repair_after)}" if rule.repair_after else ""
    says = joined(
        f"{rule.id}, {rule.name} {rule.name.zh}".rstrip() + f" ({rule.colour}): entered {into}",
        f"for {' or '.join(terms)}" if terms else _as_long(book, rule),
        f"off it by {', '.join(_EXITS[way] for way in rule.exit)}" if rule.exit else "",
        repair, public, f"only {many(rule.subjects)}" if rule.subjects else "", when(rule),
    )  # fmt: skip
    first = rule.term[0] if rule.term else None
    return Entry(says, behind(rule, first.months if first else None, first, share, rule.publicity))


def _as_long(book: RuleBook, rule: ListRule) -> str:
    """How long, where the list itself gives no term: as long as what put one there, or until an exit."""
    rows = [part for part in book.collects if part.enters == rule.id or rule.entry.conduct is not None]
    kept = any((part.retention or book.retention) is not None for part in rows)
    return "for as long as the record counts" if kept and not rule.entry.grounds else "until one gets off"


def _court(book: RuleBook) -> Iterator[Entry]:
    for period in book.court:
        says = joined(
            f"lists {period.lists}" if period.lists else "",
            f"limits {period.limits}" if period.limits else "",
            f"a listing lasts {number(period.term)}" if period.term else "",
            f"may be extended by {number(period.extension)}" if period.extension else "",
            f"every court uses the list after {number(period.rollout)}" if period.rollout else "",
            "a company's limits reach its representative" if period.representative else "",
            "students with campus loans are spared" if period.students_spared else "",
            f"entries go {number(period.delete_days)} after performance" if period.delete_days else "",
            "a creditor may ask for removal" if period.creditor_exit else "",
            "a settlement ends a listing" if period.settlement_exit else "",
            "a case may close for want of assets" if period.closure else "",
            when(period),
        )
        yield Entry(says, behind(period, period.term, period.extension, period.rollout))


def _measure(book: RuleBook, measure: MeasureRule) -> Entry:
    given = measure.when
    of = "" if given.book_of(book.id) == book.id else f" in {given.book_of(book.id)}"
    if given.list_ is not None:
        who = f"those on {given.list_word(book.id)}"
    elif given.grade is not None:
        who = f"grade {' or '.join(given.grade)}{of}"
    elif given.score_from is not None:
        who = f"a score from {given.score_from:g}{of}"
    else:
        who = f"each bad entry{of}"
    gates = ", ".join(measure.gate)
    does = {"refuse": f"refuses {gates} to", "grant": f"makes {gates} easier for"}
    what = does.get(measure.does, "lets employers dismiss")
    reach = {"household": "reaches the household", "representative": "reaches the legal representative",
             "group": "reaches households that answer for them"}.get(measure.reaches, "")  # fmt: skip
    often = f"in {number(measure.strength)} of checks" if measure.does != "dismiss" else (
        f"with a chance of {number(measure.strength)}"
    )  # fmt: skip
    says = joined(f"{what} {who}, {often}", reach, when(measure))
    return Entry(says, behind(measure.strength, measure))


def sources_of(book: RuleBook) -> str:
    """The book's own sources, on one line."""
    return "; ".join(source(each) for each in book.sources)
