"""What a rule book does beside records and measures, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xinyong.show.telling import behind, joined, many, number, source, times, when

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook

#: Sentence, and what is behind it.
Told = tuple[str, str]
_TELLS = {
    "privacy": "concern for privacy", "aware": "awareness", "approval": "approval",
    "speech": "perceived risk of words", "trust": "trust in government",
}  # fmt: skip


def effects(book: RuleBook) -> Iterator[tuple[str, list[Told]]]:
    """Titles with what a book says under them."""
    yield "Who is told", list(_agreements(book))
    yield "Memoranda", list(_memoranda(book))
    yield "What protects", list(_safeguards(book))
    yield "What is seen", list(_channels(book))
    yield "Where data go", list(_data(book))
    yield "What happens", list(_events(book))
    yield "What is demanded of companies", list(_demands(book))
    yield "Publicity and phases", list(_plan(book))
    yield "Who answers for whom", [
        (f"groups of {number(book.groups.households)} households answer for each other",
         behind(book.groups.households, book.groups))
    ] if book.groups else []  # fmt: skip


def _agreements(book: RuleBook) -> Iterator[Told]:
    for each in book.agreements:
        says = joined(
            f"{', '.join(each.list_)} to {', '.join(each.to)}: {number(each.coverage)} of listings arrive, "
            f"after {number(each.delay)}",
            f"by the {each.name}" if each.name else "",
            f"while {each.book} holds" if each.book and each.book != book.id else "", when(each),
        )  # fmt: skip
        yield says, behind(each.coverage, each)


def _memoranda(book: RuleBook) -> Iterator[Told]:
    for each in book.memoranda:
        says = joined(
            f"{each.date} {each.name} ({each.kind})",
            f"{number(each.signatories)} signatories" if each.signatories else "",
            f"about {', '.join(each.lists)}" if each.lists else "",
            f"binds {', '.join(each.gates)}" if each.gates else "",
        )
        yield says, behind(each.signatories, each)


def _safeguards(book: RuleBook) -> Iterator[Told]:
    for name, given in book.safeguards.items():
        for guard in given:
            word = name if guard.on else f"no {name}"
            most = f"nothing counts longer than {number(guard.months)}" if guard.months else ""
            yield joined(word, most, when(guard)), behind(guard, guard.months)


def _channels(book: RuleBook) -> Iterator[Told]:
    for each in book.channels:
        told = f"covers {number(each.coverage)}" if each.coverage else f"covers {times(each.times)} as much"
        yield joined(f"{each.channel} {told}", when(each)), behind(each.coverage, each.times, each)
    for public in book.map:
        says = f"a public map shows {public.list_}; {number(public.looks)} of adults look in a month"
        yield joined(says, when(public)), behind(public.looks, public)


def _data(book: RuleBook) -> Iterator[Told]:
    for flow in book.flows:
        says = f"{number(flow.share)} of what {_who(flow.who)} know reaches {_who(flow.to)}"
        yield joined(says, when(flow)), behind(flow.share, flow)
    for limit in book.limits:
        says = f"of what {_who(limit.who)} pass on to {_who(limit.to)}, {times(limit.times)} is left"
        yield joined(says, when(limit)), behind(limit.times, limit)
    for hold in book.holds:
        says = f"the {hold.holder}'s data leak {number(hold.leaks)}; a leak exposes {number(hold.exposes)}"
        yield joined(says, when(hold)), behind(hold.leaks, hold)
    if book.holds_times is not None:
        yield f"data leak {times(book.holds_times)} as often under it", behind(book.holds_times)
    for burden in book.burden:
        says = f"complying costs {many(burden.owners)} companies {number(burden.share)} of turnover"
        yield joined(says, when(burden)), behind(burden.share, burden)


def _who(word: str) -> str:
    return "the authorities" if word == "state" else word


def _events(book: RuleBook) -> Iterator[Told]:
    for event in book.events:
        told = [
            f"{words} {number(getattr(event.tells, key), signed=True)}"
            for key, words in _TELLS.items()
            if getattr(event.tells, key) is not None
        ]
        says = joined(
            f"{event.month} {event.name} {event.name.zh}".rstrip() + f", for {number(event.lasts)}",
            f"moves {', '.join(told)}" if told else "",
            f"{number(event.offline)} of those offline hear of it" if event.offline else "",
        )
        yield says, behind(event.lasts, event, event.tells)


def _demands(book: RuleBook) -> Iterator[Told]:
    for demand in book.demands:
        says = joined(
            f"{demand.month} {demand.name} {demand.name.zh}".rstrip(),
            f"to {many(demand.owners)} companies in {many(demand.sectors)}",
            f"to be met within {number(demand.deadline)}",
            f"threatens {number(demand.threat)} of the revenue earned here, {number(demand.credit_share)} of "
            "that through the credit record",
            f"stands until {demand.until}" if demand.until else "",
        )
        yield says, behind(demand.threat, demand)


def _plan(book: RuleBook) -> Iterator[Told]:
    for campaign in book.campaign:
        says = f"publicity for the scheme and moral education: {times(campaign.times)} as strong as assumed"
        yield joined(says, when(campaign)), behind(campaign.times, campaign)
    for phase in book.phases:
        own = source(phase.source) if phase.source else ""
        yield joined(f"{phase.name}: {phase.does}", when(phase)), f"[{own}]" if own else ""
