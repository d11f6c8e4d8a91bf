"""The tables of the ODD page, made from what they describe: ``python -m xinyong.show.odd``.

``docs/odd.md`` is written by hand, but for what stands between ``<!-- made: name -->`` and
``<!-- end: name -->``. That is filled from fields, quantities, phases, the register of assumptions, rule
books and the society, so that it cannot drift from them; a test says whether it is up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from xinyong.errors import InputError, Problem, did_you_mean, one_of
from xinyong.show import odd_numbers, odd_rules, odd_society, odd_state
from xinyong.show.keeping import keep

PAGE: Final = Path("docs") / "odd.md"
#: What each mark is filled with.
PARTS: Final[Mapping[str, Callable[[], Iterator[str]]]] = {
    "targets": odd_numbers.targets,
    "columns": odd_state.columns,
    "systems": odd_rules.systems,
    "month": odd_state.month,
    "quantities": odd_state.quantities,
    "indicators": odd_numbers.indicators,
    "margins": odd_society.margins,
    "sources": odd_rules.sources,
    "phases": odd_state.phases,
    "assumptions": odd_numbers.assumptions,
    "standings": odd_numbers.standings,
}
_MARK: Final = re.compile(
    r"^<!-- made: (?P<name>[a-z]+) -->$(?P<body>.*?)^<!-- end: (?P=name) -->$", re.DOTALL | re.MULTILINE
)


def marked(text: str) -> dict[str, str]:
    """What stands between the marks of a page, by name.

    Raises ``InputError`` with every mark that nobody fills, every part that has no mark or two.
    """
    found = [(each["name"], each["body"]) for each in _MARK.finditer(text)]
    names = [name for name, _ in found]
    problems = [
        Problem(
            path=f"made: {name}", found="nothing is made for this mark", allowed=one_of(list(PARTS)),
            remedy=did_you_mean(name, PARTS),
        )
        for name in names
        if name not in PARTS
    ]  # fmt: skip
    problems += [
        Problem(path=f"made: {name}", found=f"{names.count(name)} marks", allowed="one, and its end")
        for name in PARTS
        if names.count(name) != 1
    ]
    if problems:
        raise InputError(problems)
    return dict(found)


def made(name: str) -> str:
    """What belongs between the marks of ``name``."""
    return "\n\n" + "\n".join(PARTS[name]()).strip("\n") + "\n\n"


def filled(text: str) -> str:
    """A page with everything between its marks made anew."""
    marked(text)
    return _MARK.sub(
        lambda each: f"<!-- made: {each['name']} -->{made(each['name'])}<!-- end: {each['name']} -->", text
    )


def main(arguments: Sequence[str]) -> int:
    """Fill the page, or with ``--check`` say whether it is up to date."""
    return keep(arguments, PAGE, lambda place: filled(place.read_text(encoding="utf-8")), "xinyong.show.odd")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
