"""From the words of ``xinyong run`` to an ask, and to the run that it branches from, if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xinyong.dates import month_number
from xinyong.errors import InputError, Problem
from xinyong.experiments.asking import Ask, read_words, worlds_of

if TYPE_CHECKING:
    from xinyong.experiments.trunk import Trunk


def asked(
    scheme: str | None, against: str | None, settings: Sequence[str], start: str | None, trunk: str | None,
    **more: Any,
) -> tuple[Ask, Trunk | None, list[Problem]]:  # fmt: skip
    """The ask, the run that it branches from, and what is wrong with dates and settings.

    ``more`` are further fields of an ask; what nobody said is None. Raises ``InputError`` where there
    is no such run, or no such month in it, or a branch is to have other people than its run.
    """
    said = {name: value for name, value in more.items() if value is not None}
    if trunk is not None:
        return *_branched(trunk, scheme, against, settings, start, said), []
    ask, problems = read_words(start or "2014-01", settings, **worlds_of(scheme, against), **said)
    return ask, None, problems


def _branched(
    word: str, scheme: str | None, against: str | None, settings: Sequence[str], start: str | None,
    said: dict[str, Any],
) -> tuple[Ask, Trunk]:  # fmt: skip
    from xinyong.experiments.trunk import branch, read_trunk, split_word, unlike

    folder, month = split_word(word)
    problems = []
    try:
        at = month_number(month)
    except ValueError as error:
        raise InputError(
            Problem(path=f"--from {word}", found=str(error), remedy=f"write {folder}@2018-06, say")
        ) from None
    trunk = read_trunk(folder)
    months, threads = said.pop("months", None), said.pop("threads", 0)
    how = {name: said.pop(name) for name in ("cluster", "shards") if name in said}
    problems += unlike(trunk, said, settings)
    if start is not None and start != month:
        problems.append(
            Problem(
                path="--start", found=start, allowed=f"a branch starts where it leaves the run: {month}",
                remedy="leave it out",
            )
        )  # fmt: skip
    try:
        ask = branch(trunk, at, scheme, against, months, threads)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return replace(ask, **how), trunk
