"""The page on what a verdict could be turned by: ``python -m xinyong.show.knobs``.

It writes ``docs/knobs.md`` from the claim files and the register of assumptions: claim by claim why the
sign is set by no single assumption, and what would have to move. A test says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xinyong.claims.reading import library
from xinyong.show.keeping import keep
from xinyong.show.wording import rounded

if TYPE_CHECKING:
    from xinyong.claims.models import Claim
    from xinyong.engine.assumptions import Assumption

PAGE: Final = Path("docs") / "knobs.md"
_KINDS: Final = {
    "entailed": "follows from the rules' text, or from what a flow can only add; the run finds the size",
    "calibrated": "the model was set with this figure or effect in view: that it is there is no finding",
    "fact": "checked against published figures; where there is a run beside it, it is no second witness",
    "fiction": "asked of a world that nobody has",
}  # fmt: skip
_PREFACE: Final = """# Is it just a knob?

A model can be made to say anything by turning one number. A claim counts here as *emergent*, and makes a
headline, only if the sign of its effect is fixed by no single assumption. This page says so claim by claim,
and names the assumptions that would have to move, together, for the sign to turn: their ranges are those
that are drawn. A range that spans zero does not take sides. The list says what the equations allow; what a
verdict was *seen* to depend on is worked out from the draws, and stands on the board (`xinyong claims show
ID`, and `xinyong sensitivity ID` for a test of it).

A sceptic should look first where no range spans zero, so that the sign rests on what pulls against what,
and where the board says *settled by assumption*: there every draw lies on one side, and the verdict is
about the ranges.

This page is made from the claim files and the register of assumptions by `python -m xinyong.show.knobs`.
"""


def knobs() -> str:
    """The page, as Markdown. Raises ``LanguageError`` where claim files do not hold."""
    claims = library()
    emergent = [claim for claim in claims.values() if claim.kind == "emergent"]
    lines = [_PREFACE, f"## Emergent claims ({len(emergent)})"]
    for claim in emergent:
        lines += _section(claim)
    lines += ["", "## Claims that are not emergent", "", "Their kind is on the board; they make no headline."]
    for kind, meaning in _KINDS.items():
        some = [claim for claim in claims.values() if claim.kind == kind]
        lines += ["", f"**{kind.capitalize()}** ({len(some)}): {meaning}.", ""]
        lines += [f"* {claim.id} {claim.statement}" for claim in some]
    return "\n".join(lines) + "\n"


def _section(claim: Claim) -> Iterator[str]:
    yield from ("", f"### {claim.id} {claim.statement}", "", claim.why_not_a_knob, "")
    where = dict.fromkeys(test.setting for test in claim.tests if not test.part)
    yield f"Judged in {', '.join(where)}. To turn it, these would have to move:"
    yield ""
    yield "| assumption | what it is | unit | centre | range | spans zero |"
    yield "|---|---|---|---:|---:|---|"
    known = _register()
    for id in claim.turned_by:
        yield _row(known[id])


def _row(one: Assumption) -> str:
    spans = "yes" if one.low < 0 < one.high else "no"
    between = f"{rounded(one.low)} to {rounded(one.high)}"
    meaning = one.meaning.replace("|", "\\|")
    return f"| `{one.id}` | {meaning} | {one.unit} | {rounded(one.value)} | {between} | {spans} |"


def _register() -> dict[str, Assumption]:
    from xinyong.engine.assumptions import register

    return {each.id: each for each in register()}


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with ``--check`` say whether it is up to date."""
    return keep(arguments, PAGE, lambda place: knobs(), "xinyong.show.knobs")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
