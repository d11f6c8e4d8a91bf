"""Finding subjects worth looking at, from the files of a run alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.errors import InputError, Problem, did_you_mean, one_of

if TYPE_CHECKING:
    from xinyong.results.run import Run

#: How to find a subject: what it means, and the query that puts the one meant first.
PICKS: Final = {
    "worst-hit": (
        "refused most often, then left with the least livelihood",
        "SELECT subject FROM outcomes ORDER BY refused DESC, livelihood, subject LIMIT 1",
    ),
    "wrongly-listed": (
        "on a black list for a record that is wrong, and refused most often",
        """SELECT s.subject FROM listings s JOIN ledger l ON s.record = l.record AND s.subject = l.subject
           LEFT JOIN outcomes o ON o.subject = s.subject WHERE NOT l.genuine
           ORDER BY coalesce(o.refused, 0) DESC, s.entered, s.subject LIMIT 1""",
    ),
    "median": (
        "in the middle of all persons alive, by refusals, livelihood and attempts",
        """SELECT subject FROM (SELECT subject, row_number() OVER (ORDER BY refused, livelihood DESC, tried,
           subject) AS place, count(*) OVER () AS many FROM outcomes WHERE alive = 1)
           WHERE place = (many + 1) // 2""",
    ),
}  # fmt: skip


def pick(run: Run, how: str) -> int:
    """The subject of ``run`` that ``how`` means. Raises ``InputError`` where nobody is such."""
    import duckdb

    if how not in PICKS:
        raise InputError(
            Problem(
                path="--pick", found=f"no way {how!r} to pick", allowed=one_of(list(PICKS)),
                remedy=did_you_mean(how, PICKS),
            )
        )  # fmt: skip
    meaning, query = PICKS[how]
    with duckdb.connect(":memory:") as link:
        for name in ("outcomes", "listings", "ledger"):
            link.execute(f"CREATE VIEW {name} AS SELECT * FROM {run.sql(name)}")
        found = link.execute(query).fetchone()
    if found is None:
        raise InputError(Problem(str(run.path), path="--pick", found=f"nobody is {meaning}"))
    return int(found[0])
