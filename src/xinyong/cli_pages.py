"""Commands of pages: words in, one call each. No logic lives here."""

from __future__ import annotations

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port.  [the first free one from 8765 on]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--folder", type=click.Path(), help="Keep runs there.  [forgotten at the end]")
@click.option("--open/--no-open", "browse", default=True, help="Open the page in a browser.  [open]")
def explore(port: int | None, host: str, folder: str | None, browse: bool) -> None:
    """Explore in a browser: run schemes, read claims and rule books, follow lives, share links.

    Everything is computed on this machine, which alone can open the page, unless --host names another
    address. No request leaves it.
    """
    from xinyong.show.explore.serving import serve

    serve(host, port, folder, browse, lambda text: click.echo(text, err=True))


@click.command()
@click.argument("run", type=click.Path())
@click.option("-o", "--out", "file", type=click.Path(), required=True, help="The page's file.")
def report(run: str, file: str) -> None:
    """Write what came of RUN as one page: both sides, figures, verdicts, assumptions, limits.

    The page opens anywhere, is readable and printable without script, and asks nothing of any server.
    """
    from xinyong.show.report_page import write_report

    for line in write_report(run, file):
        click.echo(line)
