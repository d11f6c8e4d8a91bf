"""Commands of the verdicts: words in, one call each, text or JSON out. No logic lives here."""

from __future__ import annotations

import functools
from typing import Any

import click

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")
#: Options that say how worlds are lived; where none is lived they would go unheard.
_LIVED = (
    "seed", "seeds", "citizens", "store", "processes", "cluster", "ensemble", "prior_draws", "waves",
    "checks",
)  # fmt: skip


def _hands(command: Any) -> Any:
    """The options of who lives through worlds: processes of this machine, or the workers of a cluster."""

    @functools.wraps(command)
    def chosen(*args: Any, processes: int | None, cluster: str | None, **more: Any) -> Any:
        from xinyong.experiments.pooling import hands

        return command(*args, processes=hands(processes, cluster), **more)

    for option in (
        click.option("--cluster", metavar="local:N|tcp://HOST:PORT", help="Dask workers instead."),
        click.option("--processes", type=int, help="How many processes.  [one a core]"),
    ):
        chosen = option(chosen)
    return chosen


def _lives_by_draws(command: Any) -> Any:
    """Without --draws the command shows what is shipped, and takes no word on how worlds are lived."""

    @functools.wraps(command)
    def checked(*args: Any, draws: int | None, **more: Any) -> Any:
        context = click.get_current_context()
        said = [name for name in _LIVED if name in context.params
                and context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE]  # fmt: skip
        if draws is None and said:
            from xinyong.errors import Problem, UsageError

            words = ", ".join(f"--{name.replace('_', '-')}" for name in said)
            raise UsageError(Problem(path=words, found="nothing is run without --draws",
                                     remedy="add --draws 100, say, or leave this out"))  # fmt: skip
        return command(*args, draws=draws, **more)

    return checked


def _weighed(command: Any) -> Any:
    """The options of what is weighed over draws."""
    for option in (
        click.option("--out", type=click.Path(), help="Folder for the finding and figures, or a .json file."),
        click.option("--store", type=click.Path(), help="File that keeps worlds.  [in the user's cache]"),
        click.option("--citizens", type=int, help="How many persons, instead of what the library says."),
        click.option("--seeds", type=int, default=2, show_default=True, help="Worlds lived in each draw."),
        click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws' worlds."),
        click.option("--draws", type=int, help="Run it with so many joint draws.  [the shipped finding]"),
    ):
        command = option(command)
    return _hands(command)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]... | show ID")
@click.option("--draws", type=int, help="Run them with so many joint draws.  [the shipped board]")
@click.option("--setting", metavar="LAW|CITY|COM|CORP|FICT", help="One setting alone.")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws' worlds.")
@click.option("--ensemble", type=click.Choice(["posterior", "prior"]), help="Draw from which.  [posterior]")
@click.option("--prior-draws", type=int, default=0, help="Run so many draws of the prior too, beside.")
@click.option("--weakest", is_flag=True, help="The weakest verdicts first, each with where it is weak.")
@click.option("--page", type=click.Path(), help="Write the board as one HTML page that opens anywhere.")
@click.option("--seeds", type=int, default=2, show_default=True, help="Worlds lived through in each draw.")
@click.option("--citizens", type=int, help="How many persons, instead of what each claim says.")
@click.option("--store", type=click.Path(), help="File that keeps what was run.  [in the user's cache]")
@_hands
@click.option("--out", type=click.Path(), help="Write the board to this file too.")
@_json
@_lives_by_draws
def claims(
    ids: tuple[str, ...], draws: int | None, setting: str | None, out: str | None, page: str | None,
    as_json: bool, weakest: bool, **more: Any,
) -> None:  # fmt: skip
    """Judge the claims made about social credit: the verdict board, or one claim in full.

    Without --draws it is the board that comes with the program, and nothing is run. With --draws
    worlds are lived through; they are kept, so that a board goes on where it was stopped.
    """
    from xinyong.claims.asking import Asked, answer
    from xinyong.show.board import board_data, board_text, card_text
    from xinyong.show.progress import counting
    from xinyong.show.report import as_json as text_of
    from xinyong.show.weakest import weakest_data, weakest_text

    with counting("worlds") as (say, look):
        found = answer(Asked(ids, draws, setting, out, page=page, **more), look, say)
    if page is not None:
        from xinyong.show.page import write_page

        write_page(found.board, page)
    if as_json:
        click.echo(text_of((weakest_data if weakest else board_data)(found.board)))
    elif weakest:
        click.echo(weakest_text(found.board, bool(ids)))
    elif found.claim is not None:
        click.echo(card_text(found.board.entries, found.claim))
    else:
        click.echo(board_text(found.board, bool(ids)))


@click.command()
@click.argument("reforms", nargs=-1, metavar="[REFORM]...")
@_weighed
@_json
@_lives_by_draws
def frontier(reforms: tuple[str, ...], out: str | None, as_json: bool, **more: Any) -> None:
    """Weigh what the listed reforms of china-2020 keep against what they spare.

    Gains and costs beside a twin without social credit: which safeguards cost nothing, which gain
    needs which cost. Without --draws it is the finding that comes with the program.
    """
    from xinyong.claims.weighing.asking import Asked
    from xinyong.claims.weighing.asking import frontier as weighed
    from xinyong.show.both_sides import frontier_text
    from xinyong.show.progress import counting
    from xinyong.show.weighed import show_weighed

    with counting("worlds") as (say, look):
        found = weighed(reforms, Asked(out=out, **more), look, say)
    click.echo(show_weighed(found, frontier_text(found, bool(reforms)), out, as_json))


@click.command()
@click.option("--year", type=int, help="One year alone.")
@click.option("--setting", metavar="LAW|CITY|COM|CORP|FICT", help="One setting alone.")
@click.option("--parts", is_flag=True, help="Tell what the indices are made of.")
@_weighed
@_json
@_lives_by_draws
def headline(
    year: int | None, setting: str | None, parts: bool, out: str | None, as_json: bool, **more: Any
) -> None:
    """Answer: digital authoritarianism, or harmonious society, or both?

    A control and a harmony index beside the twin, and the share of draws in each of the four corners,
    by setting and year. Without --draws it is the finding that comes with the program.
    """
    from xinyong.claims.weighing.asking import Asked
    from xinyong.claims.weighing.asking import headline as weighed
    from xinyong.show.headline import headline_text
    from xinyong.show.progress import counting
    from xinyong.show.weighed import show_weighed

    with counting("worlds") as (say, look):
        found = weighed(year, setting, Asked(out=out, **more), look, say)
    click.echo(show_weighed(found, headline_text(found, parts), out, as_json))


@click.command()
@click.option("--draws", type=int, help="Draws of the first wave, half in later ones.  [shipped report]")
@click.option("--waves", type=int, default=2, show_default=True, help="Waves of history matching.")
@click.option("--checks", type=int, default=100, show_default=True, help="Draws of the last check.")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of worlds and samplers.")
@click.option("--store", type=click.Path(), help="File that keeps what was run.  [in the user's cache]")
@_hands
@click.option("--out", type=click.Path(), help="Folder for the ensemble and its report.  [calibration]")
@_json
@_lives_by_draws
def calibrate(draws: int | None, out: str | None, as_json: bool, **more: Any) -> None:
    """Narrow the assumptions by figures that were published, and say how far that may be trusted.

    Without --draws it is the report of the ensemble that comes with the program.
    """
    from xinyong.calibration.asking import answer
    from xinyong.show.calibration import calibration_text
    from xinyong.show.progress import counting
    from xinyong.show.report import as_json as text_of

    with counting("worlds") as (say, look):
        report = answer(draws, out, look, say, **more)
    click.echo(text_of(report) if as_json else calibration_text(report))


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--board", type=click.Path(), help="Set all that this board names, and write it there.")
@click.option("--draws", type=int, help="Joint draws to rank by; with --board, to set by.  [100; 50]")
@click.option("--setting", metavar="LAW|CITY|COM|CORP|FICT", help="One setting alone.")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws' worlds.")
@click.option("--seeds", type=int, default=2, show_default=True, help="Worlds lived through in each draw.")
@click.option("--citizens", type=int, help="How many persons, instead of what each claim says.")
@click.option("--store", type=click.Path(), help="File that keeps what was run.  [in the user's cache]")
@_hands
@click.option("--confirm/--no-confirm", default=True, help="Set what is named, and see.  [confirm]")
@_json
def sensitivity(ids: tuple[str, ...], board: str | None, as_json: bool, **more: Any) -> None:
    """Say what decides the verdict of a claim, where it tips, and whether setting it turns it.

    Assumptions are ranked by the draws that a board has. The first three are then held near either
    end of their ranges, in world, twin and burn-in alike, and the claim is judged anew.
    """
    from xinyong.claims.sensitivity import Asked, answer
    from xinyong.show.progress import counting
    from xinyong.show.report import as_json as text_of
    from xinyong.show.sensitivity import board_sets_text, sensitivity_text

    with counting("worlds") as (say, look):
        found = answer(Asked(ids, board, **more), look, say)
    if as_json:
        click.echo(text_of(found))
    else:
        click.echo(sensitivity_text(found) if board is None else board_sets_text(found))


@click.command()
@click.argument("design", type=click.Path(), metavar="DESIGN.yaml")
@click.option("--out", type=click.Path(), default="sweep", show_default=True, help="Folder for the table.")
@click.option("--draws", type=int, help="Joint draws of all assumptions.  [what the design says]")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws' worlds.")
@click.option("--store", type=click.Path(), help="File that keeps what was run.  [in the user's cache]")
@_hands
@_json
def sweep(design: str, out: str, store: str | None, as_json: bool, **more: Any) -> None:
    """Live through many worlds and put a number for each in a table.

    DESIGN says which worlds, what is varied in them, and what is measured:

    \b
        worlds: [china-2020, law-only]
        vary: {shunning: [0.1, 0.4]}
        measures: [refused, {indicator: trust-general, group: urban}]
        citizens: 10000
        months: 60
        draws: 20
    """
    from pathlib import Path

    from xinyong.claims.sweep_folder import TABLE
    from xinyong.claims.sweeping import Order
    from xinyong.claims.sweeping import sweep as swept
    from xinyong.show.progress import counting
    from xinyong.show.report import as_json as text_of
    from xinyong.show.sweep import sweep_data, sweep_text

    kept = None if store is None else Path(store)
    with counting("worlds") as (say, look):
        rows = swept(Order(Path(design), Path(out), store=kept, **more), look, say)
    click.echo(text_of(sweep_data(rows)) if as_json else sweep_text(rows, Path(out) / TABLE))


@click.command()
@click.argument("run", type=click.Path(), required=False)
@click.option("--outlet", metavar="NAME", help="One outlet alone.")
@click.option("--draws", type=int, default=1000, show_default=True, help="Draws of access and news.")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws.")
@click.option("--out", type=click.Path(), help="Folder for the figures.")
@click.option(
    "--recount", type=click.Path(), metavar="FILE",
    help="Write RUN's story counts to FILE (claims/library/stories.json is what comes with the program).",
)
@_json
def portrayal(
    run: str | None, outlet: str | None, draws: int, seed: int, out: str | None, recount: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say who makes which claims, and what outlets would report of RUN.

    Without RUN it is the story counts that come with the program.
    """
    from pathlib import Path

    from xinyong.claims.selecting import recounted
    from xinyong.show.portrayal import portrayal as portrayed
    from xinyong.show.portrayal import portrayal_figures, portrayal_text
    from xinyong.show.report import as_json as text_of

    found = portrayed(run, outlet, draws, seed)
    if recount is not None:
        recounted(run, Path(recount))
    if out is not None:
        portrayal_figures(found, Path(out))
    click.echo(text_of(found) if as_json else portrayal_text(found))
