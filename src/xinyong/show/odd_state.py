"""What the state holds, what leaves a month, and what its phases do: tables for the ODD page."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from xinyong import fields as f
from xinyong.engine.month import phases as known_phases
from xinyong.fields import Field
from xinyong.quantities import QUANTITIES, STOCKS
from xinyong.show.markdown import plain_number, table

_COLUMNS: Final = (
    ("Persons", (("float32", f.PERSON_FLOATS), ("int16", f.PERSON_INT16), ("uint8", f.PERSON_UINT8),
                 ("uint32", f.PERSON_UINT32))),
    ("Companies", (("float32", f.COMPANY_FLOATS), ("int16", f.COMPANY_INT16), ("uint8", f.COMPANY_UINT8),
                   ("uint32", f.COMPANY_UINT32))),
    ("Offices", (("float32", f.OFFICE_FLOATS), ("int16", f.OFFICE_INT16), ("uint8", f.OFFICE_UINT8),
                 ("uint32", f.OFFICE_UINT32))),
)  # fmt: skip
_ROWS: Final = (("Obligations", f.DEBT), ("Live records", f.LIVE), ("Neighbourhoods", f.HOOD))
_CODES: Final = (
    ("education", f.EDUCATION_LEVELS), ("age band", f.AGE_BANDS), ("work", f.WORK_KINDS),
    ("traits", f.TRAIT_NAMES), ("sector", f.SECTORS), ("size", f.SIZES), ("owner", f.OWNERS),
    ("office", f.OFFICES), ("channel", f.CHANNELS), ("domain of conduct", f.DOMAINS),
    ("gatekeeper", f.ACCESS), ("score slot", f.SLOTS), ("holder of data", f.HOLDERS),
    ("counterpart", f.COUNTERPARTS), ("stage of an obligation", f.STAGES), ("ability to pay", f.ABILITIES),
    ("ground of listing", f.GROUNDS), ("creditor", f.CREDITORS), ("reason of a ledger row", f.REASONS),
)  # fmt: skip
#: Files beside the phases that hold a mechanism of their own, in the order in which a month meets them.
MECHANISMS: Final = (
    "capacity", "rating", "consent", "inspecting", "collecting", "stretching", "flows", "court", "listing",
    "slots", "scoring", "terms", "publicity", "groups", "workplace", "breaches", "news", "demands",
)  # fmt: skip


def columns() -> Iterator[str]:
    """Columns of the state by kind of subject, short tables, boards and codes."""
    for title, arrays in _COLUMNS:
        yield from ("", f"**{title}**", "")
        rows = [(field, kind) for kind, held in arrays for field in held]
        yield from _fields(rows)
    for title, pairs in _ROWS:
        yield from ("", f"**{title}** (a row each)", "")
        yield from _fields(pairs)
    yield from ("", "**Boards**: last month's sums of a neighbourhood, a city, the nation.", "")
    yield "; ".join(f.BOARD) + "."
    yield from ("", "**Codes**", "")
    yield from table(("code", "values"), ((name, ", ".join(labels)) for name, labels in _CODES))


def _fields(rows: Sequence[tuple[Field, str]]) -> Iterator[str]:
    yield from table(
        ("name", "type", "unit", "range", "meaning"),
        (
            (f"`{field.name}`", np.dtype(kind).name, field.unit, _range(field), field.meaning)
            for field, kind in rows
        ),
    )


def _range(field: Field) -> str:
    return f"{plain_number(field.low)} to {plain_number(field.high)}"


def quantities() -> Iterator[str]:
    """The sums that leave a month, with what is counted at each gatekeeper in one line."""
    gated = re.compile(rf"^(attempts|refused|perk) ({'|'.join(f.ACCESS)})$")
    stocks = {quantity.name for quantity in STOCKS}
    rows = [
        (f"`{each.name}`", "stock" if each.name in stocks else "events", each.unit, each.meaning)
        for each in QUANTITIES
        if not gated.match(each.name)
    ]
    rows += [
        (f"`{word} <gatekeeper>`", "events", "count", meaning)
        for word, meaning in (
            ("attempts", "attempts at a gatekeeper"),
            ("refused", "attempts refused there"),
            ("perk", "perks granted there"),
        )
    ]
    yield from table(("quantity", "kind", "unit", "meaning"), rows)


def month() -> Iterator[str]:
    """The month as the program prints it."""
    yield from table(
        ("", "phase", "question", "reads", "writes", "draws"),
        (
            (number, each.name, each.question, each.reads, each.writes, each.draws)
            for number, each in enumerate(known_phases(), 1)
        ),
    )


def phases() -> Iterator[str]:
    """A section for each phase, and for each mechanism beside them, from the first lines of its file."""
    for number, phase in enumerate(known_phases(), 1):
        yield from ("", f"### 7.{number} {phase.name.capitalize()}", "")
        yield from _told(phase.text.split(": ", 1)[1])
    yield from ("", "### Mechanisms that phases call", "")
    for name in MECHANISMS:
        text = importlib.import_module(f"xinyong.engine.{name}").__doc__ or ""
        yield from (f"#### `engine/{name}.py`", "")
        yield from _told(text.strip())
        yield ""


def _told(text: str) -> Iterator[str]:
    """A file's first lines as Markdown: code marks single, equations left as they are indented."""
    yield from (text[0].upper() + text[1:]).replace("``", "`").splitlines()
