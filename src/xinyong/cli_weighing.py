"""Commands that weigh both sides: words in, one call each, text or JSON out. No logic lives here."""

from __future__ import annotations

from typing import Any

import click

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")


def _weighed(command: Any) -> Any:
    """The options of what is weighed over draws."""
    for option in (
        click.option("--out", type=click.Path(), help="Folder for the finding and figures, or a .json file."),
        click.option("--processes", type=int, default=0, help="How many processes.  [one a core]"),
        click.option("--store", type=click.Path(), help="File that keeps worlds.  [in the user's cache]"),
        click.option("--citizens", type=int, help="How many persons, instead of what the library says."),
        click.option("--seeds", type=int, default=2, show_default=True, help="Worlds lived in each draw."),
        click.option("--seed", type=int, default=1, show_default=True, help="Luck of the draws' worlds."),
        click.option("--draws", type=int, help="Run it with so many joint draws.  [the shipped finding]"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("reforms", nargs=-1, metavar="[REFORM]...")
@_weighed
@_json
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
@click.option("--draws", type=int, help="Draws of each wave; without, the shipped report is shown.")
@click.option("--waves", type=int, default=2, show_default=True, help="Waves of history matching.")
@click.option("--checks", type=int, default=100, show_default=True, help="Draws of the last check.")
@click.option("--seed", type=int, default=1, show_default=True, help="Luck of worlds and samplers.")
@click.option("--store", type=click.Path(), help="File that keeps what was run.  [in the user's cache]")
@click.option("--processes", type=int, default=0, help="How many processes.  [one a core]")
@click.option("--out", type=click.Path(), help="Folder for the ensemble and its report.  [calibration]")
@_json
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
