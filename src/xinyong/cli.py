"""The command line: words in, one call each, text or JSON out. No logic lives here.

Exit codes: 0 done, 1 the input is wrong (all problems told, nothing written), 2 usage,
3 a run was interrupted and can be resumed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from xinyong.cli_claims import calibrate, claims, frontier, headline, portrayal, sensitivity, sweep
from xinyong.cli_pages import explore, report

_BEGUN = time.perf_counter()
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, and nothing else.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="xinyong", message="%(version)s")
def commands() -> None:
    """A policy laboratory for social credit systems, on a synthetic society.

    `xinyong run` runs China's schemes as of 2014-2023 on 100,000 synthetic citizens, beside their
    twin without them, and says what changed, for whom. Persons exist only as synthetic ones.
    """


@commands.command()
@click.argument("scheme", required=False)
@click.option("--against", metavar="SCHEME|none", help="The scheme of the twin world.  [none]")
@click.option("--scheme", "named", metavar="SCHEME", help="The same as SCHEME.")
@click.option("--from", "trunk", metavar="RUN@YYYY-MM", help="Branch from a run: its people, luck and past.")
@click.option("--citizens", type=int, help="How many persons are drawn.  [100000]")
@click.option("--frame", help="Population: a name, a city or a file.  [national]")
@click.option("--start", metavar="YYYY-MM", help="First month.  [2014-01]")
@click.option("--months", type=int, help="How many months.  [120; of a branch: to the end of RUN]")
@click.option("--seed", type=int, help="Luck; the same in both worlds.  [1]")
@click.option("--set", "settings", multiple=True, metavar="ASSUMPTION=VALUE", help="Move an assumption.")
@click.option("--out", type=click.Path(), help="Folder of the run.  [xinyong-run, or the next that is free]")
@click.option("--threads", type=int, help="How many threads.  [all cores]")
@click.option("--cluster", metavar="local:N|tcp://HOST:PORT", help="Spread the society over Dask workers.")
@click.option("--shards", type=int, help="In how many parts.  [one a worker]")
@click.option("--resume", is_flag=True, help="Go on with the run in the folder, if there is one.")
@click.option("--figures/--no-figures", default=None, help="Draw figures.  [yes, but not with --json]")
@_json
def run(
    scheme: str | None, named: str | None, out: str | None, resume: bool, figures: bool | None,
    as_json: bool, **more: Any,
) -> None:  # fmt: skip
    """Run SCHEME, alone or against a twin, and say what it did.

    Without SCHEME: china-2020 against status-quo-2012. Both worlds share two years of burn-in
    under status-quo-2012 before START.

    With --from, a finished or interrupted RUN is lived again up to a month, and goes on from there under
    SCHEME, beside RUN itself going on as it did (--against says otherwise). Without SCHEME, RUN goes on
    under its own.
    """
    from pathlib import Path

    from xinyong.experiments.asked import asked
    from xinyong.experiments.running import perform
    from xinyong.show.progress import progress
    from xinyong.show.report import as_json as text_of
    from xinyong.show.report import run_data, run_text

    if scheme is not None and named is not None:
        raise click.UsageError("SCHEME is named twice: once will do")
    ask, trunk, problems = asked(scheme=scheme or named, **more)
    with progress() as (say, look):
        # ~ that a shell left as it was, as in --out=~/run, would be a folder that nobody dares to remove
        folder = Path(os.path.expanduser(out)) if out is not None else None
        done = perform(ask, folder, resume, look, say, already=problems, trunk=trunk)
        files = []
        if figures or (figures is None and not as_json):
            say("drawing figures")
            from xinyong.show.figures import figures as draw

            files = draw(done)
    wall = time.perf_counter() - _BEGUN
    click.echo(text_of(run_data(done, files, wall)) if as_json else run_text(done, files, wall))


@commands.command()
@_json
def systems(as_json: bool) -> None:
    """List the institutions that are modelled, with their sources."""
    from xinyong.show.listings import systems as rows

    _print_rows(rows(), as_json)


@commands.command()
@_json
def schemes(as_json: bool) -> None:
    """List the schemes, twins and reforms."""
    from xinyong.show.listings import schemes as rows

    _print_rows(rows(), as_json)


@commands.command()
@_json
def month(as_json: bool) -> None:
    """Print the month: its phases, and what each reads, writes and draws."""
    from xinyong.show.report import as_json as text_of
    from xinyong.show.report import phases_data, phases_text

    click.echo(text_of(phases_data()) if as_json else phases_text())


@commands.command()
@click.argument("id")
@_json
def show(id: str, as_json: bool) -> None:
    """Show what ID stands for, with sources.

    A scheme, rule book, conduct, gatekeeper, channel, indicator, assumption or frame; or a list of
    them: systems, schemes, conducts, gatekeepers, channels, indicators, assumptions, frames.
    """
    from xinyong.show.listings import show as found
    from xinyong.show.report import as_json as text_of

    text, data = found(id)
    click.echo(text_of(data) if as_json else text)


@commands.command()
@click.argument("scheme")
@click.argument("record", metavar="RECORD.yaml")
@_json
def assess(scheme: str, record: str, as_json: bool) -> None:
    """Say what SCHEME makes of one record: score path, lists, measures, ways out.

    The record says what was done and when, and nothing about who: a name or a number is refused.

    \b
        kind: person           # person, company or office
        place: rongcheng       # a city, or none
        born: 1980-05          # or founded
        as_of: 2019-06
        history:
          - {month: 2018-03, conduct: card-late-payment, times: 2}
          - {month: 2018-07, conduct: red-light, channel: police}
    """
    from xinyong.engine.assessing import assess as judged
    from xinyong.show.assessment import assessment_text
    from xinyong.show.report import as_json as text_of

    found = judged(scheme, record)
    click.echo(text_of(found.as_dict()) if as_json else assessment_text(found))


@commands.command()
@click.argument("run", type=click.Path())
@click.argument("subject", type=int, required=False)
@click.option("--pick", metavar="HOW", help="Find a subject: worst-hit, wrongly-listed or median.")
@_json
def dossier(run: str, subject: int | None, pick: str | None, as_json: bool) -> None:
    """Tell the whole story of one SUBJECT of a finished RUN, beside its twin's.

    Acts, records, scores, lists, measures, refusals, who could see what, what it cost. The subject's
    neighbourhood is lived again; what comes out must be what the run wrote.
    """
    from xinyong.experiments.lived import open_run
    from xinyong.show.dossier import dossier_text
    from xinyong.show.progress import progress
    from xinyong.show.report import as_json as text_of

    if (subject is None) == (pick is None):
        raise click.UsageError("give a SUBJECT number, or --pick worst-hit, wrongly-listed or median")
    opened = open_run(run)
    with progress() as (say, _):
        say("living the neighbourhood again")
        found = opened.dossier(opened.pick(pick) if pick is not None else int(subject or 0))
    click.echo(text_of(found.as_dict()) if as_json else dossier_text(found))


@commands.command()
@click.argument("files", nargs=-1, required=True)
@_json
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check rule books, schemes, reforms and cases: all problems at once."""
    from xinyong.scheme.check import check as problems_of
    from xinyong.show.report import as_json as text_of
    from xinyong.show.report import problems_text

    problems = problems_of(files)
    if as_json:
        click.echo(text_of([problem.as_dict() for problem in problems]))
    elif problems:
        click.echo(problems_text(problems))
    else:
        click.echo(f"{len(files)} checked, nothing wrong")
    if problems:
        raise SystemExit(1)


@commands.command()
@click.argument("ids", nargs=-1)
@_json
def cases(ids: tuple[str, ...], as_json: bool) -> None:
    """Run the worked cases of rule books (all, or those of IDS); exit 1 if one fails."""
    from xinyong.engine.casework import cases as run_cases
    from xinyong.show.report import as_json as text_of
    from xinyong.show.report import cases_text

    results = run_cases(ids)
    click.echo(text_of([each._asdict() for each in results]) if as_json else cases_text(results))
    if not all(each.passed for each in results):
        raise SystemExit(1)


commands.add_command(claims)
commands.add_command(calibrate)
commands.add_command(explore)
commands.add_command(frontier)
commands.add_command(headline)
commands.add_command(portrayal)
commands.add_command(report)
commands.add_command(sensitivity)
commands.add_command(sweep)


def _print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    from xinyong.show.listings import rows_text
    from xinyong.show.report import as_json as text_of

    click.echo(text_of(rows) if as_json else rows_text(rows))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; problems are told, tracebacks are not."""
    try:
        code = commands(args=None if arguments is None else list(arguments), standalone_mode=False) or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = _tell("stopped; what was finished before is kept", 3)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _failed(error)
    raise SystemExit(code)


def _failed(error: Exception) -> int:
    from xinyong.errors import XinyongError

    if isinstance(error, XinyongError):
        return _tell(str(error), error.exit_code)
    if os.environ.get("XINYONG_DEBUG"):
        raise error
    if isinstance(error, OSError) and error.filename:
        why = error.strerror or type(error).__name__
        return _tell(f"{error.filename}: cannot be used ({why}); name another place, or make room", 1)
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return _tell(f"this should not have happened: {told}\nset XINYONG_DEBUG=1 to see where", 1)


def _tell(text: str, code: int) -> int:
    for line in text.splitlines():
        click.echo(f"xinyong: {line}", err=True)
    return code


if __name__ == "__main__":
    main()
