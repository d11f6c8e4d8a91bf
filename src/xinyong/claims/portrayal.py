"""The portrayal, all of it as one document: who says what, and what outlets would report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xinyong.claims import citations as cited
from xinyong.claims import selecting
from xinyong.claims.board import read_board, shipped_file
from xinyong.claims.outlets import read_outlets
from xinyong.claims.reading import library
from xinyong.errors import Problem, UnknownName


def portrayal(
    run: str | None = None, outlet: str | None = None, draws: int = 1000, seed: int = 1
) -> dict[str, Any]:
    """Counts, shares and odds ratios, of a run folder or of the shipped story counts.

    Raises ``UnknownName`` for an outlet nobody knows or no draws, ``FolderError`` for a bad run.
    """
    from xinyong.results.run import open_run

    data = read_outlets()
    known = [each.id for each in data.outlets]
    if outlet is not None and outlet not in known:
        raise UnknownName(Problem(path="--outlet", found=f"no outlet {outlet!r}", allowed=", ".join(known)))
    if draws < 1:
        raise UnknownName(Problem(path="--draws", found=str(draws), allowed="at least 1"))
    if seed < 0:
        raise UnknownName(Problem(path="--seed", found=str(seed), allowed="0 or more"))
    claims, works = library(), cited.read_works()
    found, wrong = cited.citations(claims, works)
    board = read_board(shipped_file()) if shipped_file().exists() else None
    if run is None:
        counts = selecting.read_counts(selecting.shipped_counts(), data)
    else:
        counts = selecting.count_stories(open_run(Path(run)), data)
    whole = counts.table.sum(axis=0)
    rows = selecting.portray(counts, data, draws, seed)
    sides_of = cited.negative_share(found)
    for row, sampler in zip(rows, data.outlets, strict=True):
        own = selecting.needed_for_cited(row, sampler, sides_of)
        row["needed"] += [] if own is None else [own]
    largest, rest = selecting.without_largest(counts, data)
    share, low, high = selecting.ledger_share(counts, data)
    return {
        "citations": {
            "claims": len(claims), "count": len(found), "wrong": wrong,
            "by_outlet": cited.tabled(found, "outlet"), "by_year": cited.tabled(found, "year"),
            "by_source": cited.tabled(found, "source"), "by_theme": cited.by_theme(found),
            "negative_share": sides_of, "p10": cited.p10(claims, found),
            "thin": cited.thin(found), "verdicts_shipped": board is not None,
            "repeated": cited.repeated(found, None if board is None else board.entries),
        },
        "ledger": {
            "made": counts.made, "negative_share": [share, low, high],
            "largest": largest, "negative_share_without_largest": rest,
            "stories": [{"id": each.id, "what": each.what, "theme": each.theme, "against_twin": float(count),
                         "tone": "none" if count == 0 else
                         "positive" if (count > 0) == (each.lot == "gains") else "negative"}
                        for each, count in zip(data.stories, whole, strict=True)],
        },
        "draws": draws, "seed": seed,
        "outlets": [each for each in rows if outlet in (None, each["outlet"])],
    }  # fmt: skip
