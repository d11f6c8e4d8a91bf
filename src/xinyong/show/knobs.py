"""The page that answers "is this just a knob?", made from the claims: ``python -m xinyong.show.knobs``.

It writes ``docs/no-knobs.md``: of every emergent claim why no single assumption fixes its sign, of the
others what they rest on instead. A test says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from xinyong.claims.models import Claim
from xinyong.claims.reading import library
from xinyong.errors import LanguageError

PAGE: Final = Path("docs") / "no-knobs.md"
_PREFACE: Final = """# Is this just a knob?

A verdict is worth little if one number of the model decides it and somebody chose that number. So every
claim says of what kind it is: *fact* (checked against figures), *entailed* (follows from the rules' text
once they are modelled), *calibrated* (the model was fitted to it), *fiction*, or *emergent*: its sign is
fixed by no single assumption. Only emergent claims are findings.

This page is made from the claim files by `python -m xinyong.show.knobs`. It says what is argued;
`xinyong sensitivity ID` tries it, by ranking all assumptions and setting the first ones at either end of
their ranges. Where that turns a verdict, the board names the assumption.
"""
_OTHERS: Final = {
    "entailed": "Entailed by the rules", "calibrated": "Fitted", "fact": "Checked against figures",
    "fiction": "Fiction",
}  # fmt: skip


def page(claims: Mapping[str, Claim]) -> str:
    """The page's Markdown."""
    return "\n".join(_lines(claims)) + "\n"


def _lines(claims: Mapping[str, Claim]) -> Iterator[str]:
    yield _PREFACE
    emergent = [claim for claim in claims.values() if claim.kind == "emergent"]
    yield f"## Emergent: {len(emergent)} claims"
    for claim in emergent:
        yield ""
        yield f"**{claim.id}** {_plain(claim.statement)}"
        yield ""
        yield _plain(claim.why_not_a_knob)
    for kind, title in _OTHERS.items():
        some = [claim for claim in claims.values() if claim.kind == kind]
        yield ""
        yield f"## {title}: {len(some)} claims"
        yield ""
        for claim in some:
            yield f"* **{claim.id}** {_plain(claim.statement)} {_plain(claim.mechanism)}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with ``--check`` say whether it is up to date."""
    place = Path(arguments[-1]) if arguments and not arguments[-1].startswith("-") else PAGE
    try:
        text = page(library())
    except LanguageError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in arguments:
        fresh = place.is_file() and place.read_text(encoding="utf-8") == text
        print(f"{place} is {'up to date' if fresh else 'stale: run python -m xinyong.show.knobs'}")
        return 0 if fresh else 1
    place.write_text(text, encoding="utf-8")
    print(f"{place}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
