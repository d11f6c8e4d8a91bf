"""What decides a verdict, asked for by itself: ranked, told where it tips, confirmed by setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from xinyong.claims.board import Board, read_board, write_board
from xinyong.claims.confirming import (
    Outcome,
    Setting,
    confirm,
    confirm_together,
    ends_of,
    ends_together,
    held_everywhere,
    outcome,
)
from xinyong.claims.deciding import (
    Decider,
    Dependence,
    Together,
    as_data,
    as_flips,
    decider_of,
    drawn,
    named,
)
from xinyong.claims.judging import DEPENDS, Judgement
from xinyong.claims.models import Claim, Test
from xinyong.claims.planning import Planned, plan, seeds_of
from xinyong.claims.reading import choose, library
from xinyong.claims.running import (
    Look,
    Order,
    Say,
    check,
    dependence_of,
    effects_of,
    judged_of,
    live_missing,
)
from xinyong.claims.sharing import shared_needs
from xinyong.errors import FolderError, InputError, Problem, UsageError
from xinyong.experiments.cells import Held, Lived
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.draws import PRIOR, Ensemble
from xinyong.experiments.pooling import Hands
from xinyong.experiments.posterior import ensemble_of

#: Draws in which a named assumption is held at either end.
HELD_DRAWS: Final = 50
#: After so many, nothing more is run for an assumption that has not changed one of them.
FIRST_DRAWS: Final = 20


#: A test and what its verdict may depend on.
Suspects = tuple[Planned, Sequence[Decider]]


@dataclass(frozen=True)
class Asked:
    """Words of the command line. With ``board`` what that file names is set; else claims are ranked."""

    ids: tuple[str, ...] = ()
    board: str | None = None
    draws: int | None = None
    setting: str | None = None
    seed: int = 1
    seeds: int = 2
    citizens: int | None = None
    store: str | None = None
    processes: Hands = 0
    confirm: bool = True


def answer(asked: Asked, look: Look, say: Say) -> list[dict[str, Any]]:
    """Findings of claims, or the entries of a board whose assumptions were set.

    Raises ``UsageError`` where neither a claim nor a board is given, or both.
    """
    if bool(asked.ids) == (asked.board is not None):
        raise UsageError(Problem(path="sensitivity", found="one or the other is wanted",
                                 allowed="a claim's id, or --board FILE",
                                 remedy="write: xinyong sensitivity D12"))  # fmt: skip
    store = None if asked.store is None else Path(asked.store)
    if asked.board is not None:
        draws = HELD_DRAWS if asked.draws is None else asked.draws
        return confirm_board(Path(asked.board), draws, store, asked.processes, look, say).entries
    order = Order(asked.ids, asked.setting, 100 if asked.draws is None else asked.draws, asked.seeds,
                  asked.seed, asked.citizens, asked.processes, store)  # fmt: skip
    return [each.as_dict() for each in sensitivity(order, asked.confirm, look, say)]


@dataclass(frozen=True)
class Finding:
    """A test's verdict and what it depends on; ``held_draws`` 0 if nothing was set."""

    claim: Claim
    test: Test
    judged: Judgement
    depends: Dependence
    held_draws: int

    def as_dict(self) -> dict[str, Any]:
        """Fixed keys, as ``--json`` prints them."""
        judged = self.judged
        known = judged.draws > 0
        return {
            "id": self.claim.id,
            "statement": self.claim.statement,
            "setting": self.test.setting,
            "part": self.test.part or None,
            "verdict": judged.verdict,
            "note": judged.why or None,
            "probability": judged.q if known else None,
            "interval": list(judged.interval) if known else None,
            "draws": judged.draws,
            "seeds": judged.seeds,
            "held_draws": self.held_draws,
            **as_data(self.depends),
        }


def command(order: Order, confirming: bool) -> str:
    """The command line that asks for this."""
    words = order.command().replace("xinyong claims", "xinyong sensitivity", 1)
    return words if confirming else f"{words} --no-confirm"


def sensitivity(
    order: Order, confirming: bool = True, look: Look = lambda step: None, say: Say = lambda text: None,
    claims: dict[str, Claim] | None = None,
) -> list[Finding]:  # fmt: skip
    """What decides the verdicts of some claims, one finding a test.

    Raises ``InputError`` for claims that nothing runs, ``UnknownName`` and ``UsageError`` as boards do.
    """
    check(order)
    say("reading claims and schemes")
    known = library() if claims is None else claims
    chosen = [pair for pair in choose(known, order.ids, order.setting) if pair[1] is None or not pair[1].part]
    _check_tests(chosen, order)
    needs = shared_needs(claims, order.citizens)
    planned, names = plan(chosen, needs, order.citizens)
    ensemble, again = ensemble_of(order.ensemble), command(order, confirming)
    with CellStore(order.store or default_store()) as store:
        live_missing(names, order, store, ensemble, look, say, again, seeds_of(planned, order.seeds))
        say("judging")
        found = []
        for one in planned:
            judged, each = judged_of(one, order, store, ensemble)
            found.append(Finding(one.claim, one.test, judged, dependence_of(one, each, ensemble), 0))
        if not confirming:
            return found
        fewer = replace(order, draws=min(order.draws, HELD_DRAWS))
        deciders = [each.depends.deciders for each in found]
        suspects: list[Suspects] = list(zip(planned, deciders, strict=True))
        sets = set_all(suspects, names, fewer, store, ensemble, look, say, again)
        suspects = list(zip(planned, sets, strict=True))
        joint = set_together(suspects, names, fewer, store, ensemble, look, say, again)
    return [
        replace(each, depends=replace(each.depends, deciders=some, together=all_), held_draws=fewer.draws)
        for each, some, all_ in zip(found, sets, joint, strict=True)
    ]


def _check_tests(chosen: Sequence[tuple[Claim, Test | None]], order: Order) -> None:
    """Raise ``InputError`` where a claim that was asked for has no test, or none in the setting."""
    if any(test is not None for _, test in chosen):
        return
    where = "" if order.setting is None else f" in {order.setting.upper()}"
    raise InputError(
        Problem(path=" ".join(order.ids), found=f"no test is run{where}: nothing is drawn",
                remedy="see what the claim rests on: xinyong claims show ID")
    )  # fmt: skip


def set_all(
    suspects: Sequence[Suspects], kept: dict[Lived, tuple[str, ...]], order: Order, store: CellStore,
    ensemble: Ensemble, look: Look, say: Say, again: str,
) -> list[tuple[Decider, ...]]:  # fmt: skip
    """Set every named assumption of some tests at both ends.

    ``kept`` are the sums of the tests' own worlds: those without the assumption are used as they are.
    An assumption that changes none of the first twenty draws is given up: then it changes, at 95 %
    confidence, fewer than 17 of a hundred.
    """

    def at_once(some: Sequence[Suspects], draws: int) -> list[tuple[Decider, ...]]:
        return _set(some, kept, replace(order, draws=draws), store, ensemble, look, say, again)

    first = at_once(suspects, min(order.draws, FIRST_DRAWS))
    left = [
        (planned, [one for one, tried in zip(deciders, done, strict=True) if tried.turned != 0.0])
        for (planned, deciders), done in zip(suspects, first, strict=True)
    ]
    rest = at_once(left, order.draws)
    found = []
    for done, more in zip(first, rest, strict=True):
        final = {each.id: each for each in more}
        found.append(tuple(final.get(each.id, each) for each in done))
    return found


def _set(
    suspects: Sequence[Suspects], kept: dict[Lived, tuple[str, ...]], order: Order, store: CellStore,
    ensemble: Ensemble, look: Look, say: Say, again: str,
) -> list[tuple[Decider, ...]]:  # fmt: skip
    """The same in so many draws as ``order`` has; all worlds are lived through first."""
    known = [{each.id: each for each in drawn(planned)} for planned, _ in suspects]
    asked = [
        (planned, [((one.id, value),) for one in some for value in ends_of(entries[one.id], one.variant)])
        for (planned, some), entries in zip(suspects, known, strict=True)
    ]
    say(f"setting what may decide, {order.draws} draws")
    settings = _settings(asked, kept, order, store, ensemble, look, say, again)
    return [
        tuple(confirm(one, entries[one.id], setting) for one in deciders)
        for (_, deciders), entries, setting in zip(suspects, known, settings, strict=True)
    ]


def set_together(
    suspects: Sequence[Suspects], kept: dict[Lived, tuple[str, ...]], order: Order, store: CellStore,
    ensemble: Ensemble, look: Look, say: Say, again: str,
) -> list[Together | None]:  # fmt: skip
    """Set all that a test names at once, where two or more are named and none turned the verdict alone."""
    known = [{each.id: each for each in drawn(planned)} for planned, _ in suspects]
    joint = [len(some) > 1 and not any(one.confirmed for one in some) for _, some in suspects]
    asked = [
        (planned, ends_together(some, entries) if wanted else ())
        for (planned, some), entries, wanted in zip(suspects, known, joint, strict=True)
    ]
    if any(joint):
        say(f"setting what may decide together, {order.draws} draws")
    settings = _settings(asked, kept, order, store, ensemble, look, say, again)
    return [
        confirm_together(some, entries, setting) if wanted else None
        for (_, some), entries, setting, wanted in zip(suspects, known, settings, joint, strict=True)
    ]


def _settings(
    asked: Sequence[tuple[Planned, Sequence[Held]]], kept: dict[Lived, tuple[str, ...]], order: Order,
    store: CellStore, ensemble: Ensemble, look: Look, say: Say, again: str,
) -> list[Setting]:  # fmt: skip
    """Live through all worlds in which something is held; then what judges a test with it held."""
    jobs: list[dict[Held, Planned]] = []
    names: dict[Lived, frozenset[str]] = {}
    for planned, ends in asked:
        jobs.append({})
        for held in ends:
            jobs[-1][held], new = held_everywhere(planned, held)
            old = {lived: kept[lived] for lived in jobs[-1][held].lived if lived in kept}
            for lived, some in (new | old).items():
                names[lived] = names.get(lived, frozenset()) | frozenset(some)
    wanted = {lived: tuple(sorted(some)) for lived, some in names.items()}
    if wanted:
        seeds = seeds_of([each for job in jobs for each in job.values()], order.seeds)
        live_missing(wanted, order, store, ensemble, look, say, again, seeds)

    def setting(job: dict[Held, Planned], held: Held) -> Outcome:
        each = effects_of(job[held], order, store, ensemble)
        return outcome([one.condition for one in job[held].asked], each, held)

    return [partial(setting, job) for job in jobs]


def confirm_board(
    path: Path, draws: int = HELD_DRAWS, store: Path | None = None, processes: Hands = 0,
    look: Look = lambda step: None, say: Say = lambda text: None, claims: dict[str, Claim] | None = None,
) -> Board:  # fmt: skip
    """Set what each ``depends`` of a board's file names, and write what came out into the file.

    Entries are written one after another, and those that were set in so many draws before are left as they
    are: asked again, it goes on. Luck, seeds and sizes are the board's own, so that its worlds are shared.
    Raises ``FolderError`` for what is no board of this version, and ``InterruptedRun`` after Ctrl-C: then
    all worlds are kept.
    """
    board = read_board(path)
    made = board.made
    ensemble = ensemble_of(PRIOR if made.ensemble == Ensemble().name else None)
    if made.ensemble != ensemble.name:
        raise _other(path, f"was made with draws called {made.ensemble}, not {ensemble.name}")
    known = library() if claims is None else claims
    told = [each for each in board.entries if each["verdict"] == DEPENDS and each["flips"]]
    told = [each for each in told if named(each["flips"])]
    chosen = [_test_of(path, known, each) for each in told]
    order = Order((), None, draws, made.seeds, made.seed, made.citizens, processes, store)
    check(order)
    say("reading claims and schemes")
    needs = shared_needs(claims, made.citizens)
    planned, names = plan(chosen, needs, made.citizens)
    try:
        deciders = [[decider_of(one) for one in named(each["flips"])] for each in told]
    except TypeError as error:
        raise _other(path, f"tells of assumptions in another way ({error})") from error
    for one, some in zip(planned, deciders, strict=True):
        gone = {each.id for each in some} - {each.id for each in drawn(one)}
        if gone:
            raise _other(path, f"names what is not drawn any more: {', '.join(sorted(gone))}")
    again = f"xinyong sensitivity --board {path} --draws {draws}"
    with CellStore(store or default_store()) as cells:
        for each, one, some in zip(told, planned, deciders, strict=True):
            if _is_set(each, draws):
                continue
            say(f"{each['id']}{'' if each['setting'] is None else ' ' + each['setting']}")
            (found,) = set_all([(one, some)], names, order, cells, ensemble, look, say, again)
            (joint,) = set_together([(one, found)], names, order, cells, ensemble, look, say, again)
            flips = as_flips(Dependence(deciders=found, together=joint))
            each["flips"] |= {key: flips[key] for key in ("assumptions", "turned_nothing", "together")}
            write_board(board, path)
    return board


def _is_set(entry: dict[str, Any], draws: int) -> bool:
    """Whether all that an entry names was set in so many draws, or changed none of fewer."""
    some, joint = named(entry["flips"]), entry["flips"].get("together")
    if not all(_draws(each) >= (1 if each["turned"] == 0 else draws) for each in some):
        return False
    return len(some) < 2 or any(each["confirmed"] for each in some) or _draws(joint) >= draws


def _draws(told: dict[str, Any] | None) -> int:
    """In how many draws something was set; 0 where it was not."""
    return min((end["draws"] for end in told["ends"]), default=0) if told else 0


def _test_of(path: Path, claims: dict[str, Claim], each: dict[str, Any]) -> tuple[Claim, Test | None]:
    """The test that an entry was made from."""
    claim = claims.get(each["id"])
    tests = () if claim is None else claim.tests
    for test in tests:
        if claim is not None and (test.setting, test.part or None) == (each["setting"], each["part"]):
            return claim, test
    raise _other(path, f"has {each['id']} {each['setting']} {each['part'] or ''}, which is no test any more")


def _other(path: Path, found: str) -> FolderError:
    return FolderError(Problem(str(path), found=found, remedy="make it again: xinyong claims --draws 100"))
