"""The portrayal in a terminal of eighty columns, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.portrayal import portrayal as portrayal

WIDTH: Final = 80
_SIDES: Final = ("disadvantage", "advantage", "premise")


def portrayal_text(found: dict[str, Any]) -> str:
    """All of it, for people."""
    return "\n".join([*_said(found["citations"]), "", *_reported(found)])


def _said(told: dict[str, Any]) -> Iterator[str]:
    yield f"Who says what: {told['count']} citations of {told['claims']} claims"
    for title, key in (("outlet type", "by_outlet"), ("year", "by_year")):
        yield f"{title:<14}{'disadvantage':>14}{'advantage':>12}{'premise':>10}"
        for name, row in told[key].items():
            numbers = [row.get(side, 0) for side in _SIDES]
            yield f"  {name:<12}{numbers[0]:>14}{numbers[1]:>12}{numbers[2]:>10}"
    yield "Negative share of citations (disadvantages beside advantages, 95 %)"
    for name, row in told["negative_share"].items():
        low, high = row["interval"]
        count = f"{row['negative']} of {row['negative'] + row['positive']}"
        yield f"  {name:<12}{count:>10}{row['share']:>8.0%}  ({low:.0%} to {high:.0%})"
    for name, row in told["p10"].items():
        yield f"P10, negative {name} on privacy, surveillance or political use: {row['count']} of {row['of']}"
    for name, ids in told["thin"].items():
        yield from wrap(f"Rest on {name}: {', '.join(ids) or 'none'}", WIDTH, subsequent_indent="  ")
    for row in told["repeated"]:
        fails = "" if row["fails"] is None else f"; fails in {', '.join(row['fails']) or 'no setting'}"
        yield f"Widely repeated: {row['claim']}, {row['sources']} sources{fails}"
    if not told["verdicts_shipped"]:
        yield "No verdicts are shipped yet, so which of them fail is not said."
    for line in told["wrong"]:
        yield from wrap(f"Data to mend: {line}", WIDTH, subsequent_indent="  ")


def _reported(found: dict[str, Any]) -> Iterator[str]:
    ledger = found["ledger"]
    yield from wrap(f"What outlets would report of one run: {ledger['made']}", WIDTH)
    for row in ledger["stories"]:
        yield f"  {row['what'][:46]:<47}{row['against_twin']:>12,.0f}  {row['tone']}"
    yield "Negative share of stories (a story: world less twin; 95 %)"
    yield f"  {'ledger':<16}{_share(ledger['negative_share'])}"
    yield f"  without {ledger['largest']}: {ledger['negative_share_without_largest']:.0%}"
    for row in found["outlets"]:
        learnt = f"of what it can learn {row['accessible'][0]:.0%}"
        yield f"  {row['outlet']:<16}{_share(row['reported'])}  {learnt}"
    yield "Odds of reporting a negative story against a positive one that would be needed"
    for row in found["outlets"]:
        for each in row["needed"]:
            low, high = each["interval"]
            yield (f"  {row['outlet']:<14}{each['share']:>6.1%} negative:"
                   f" {each['odds_ratio']:.3g} ({low:.3g} to {high:.3g})")  # fmt: skip
            if each["counted"] is None:
                continue
            yield f"    counted over {each['counted']}: {each['what']}"
    yield from wrap(f"Access and news are assumptions ({found['draws']} draws, seed {found['seed']}); "
                    "foreign shares are a sweep, since nobody gives a count. Weights of news were not "
                    "estimated: that an outlet comes near a counted share is no finding.", WIDTH)  # fmt: skip


def _share(three: list[float]) -> str:
    return f"{three[0]:>6.0%}  ({three[1]:.0%} to {three[2]:.0%})"


def portrayal_figures(found: dict[str, Any], folder: Path) -> list[Path]:
    """Draw sides by outlet type, themes by outlet type, and outlets beside the ledger."""
    from xinyong.show import paper

    cited, paths = found["citations"], []
    names = list(cited["by_outlet"])
    with paper.look():
        figure, (panel,) = paper.sheet(1, 1, 2.8)
        left = [0] * len(names)
        for side, colour in zip(_SIDES, (paper.TWIN, paper.SCHEME, paper.QUIET), strict=True):
            wide = [cited["by_outlet"][name].get(side, 0) for name in names]
            panel.barh(names, wide, left=left, color=colour, label=side)
            left = [a + b for a, b in zip(left, wide, strict=True)]
        panel.set_xlabel("citations")
        panel.legend()
        paper.title(figure, "Who says what", "Citations of 57 claims, by outlet type and side.")
        paths += paper.save(figure, folder, "portrayal-sides")
        figure, (panel,) = paper.sheet(1, 1, 3.6)
        themes = list(cited["by_theme"])
        cells = [[cited["by_theme"][theme].get(name, 0) for name in names] for theme in themes]
        panel.imshow(cells, cmap="Blues", aspect="auto")
        panel.grid(visible=False)
        panel.set_xticks(range(len(names)), names)
        panel.set_yticks(range(len(themes)), themes)
        most = max(max(row) for row in cells)
        for y, row in enumerate(cells):
            for x, count in enumerate(row):
                panel.text(x, y, str(count), ha="center", va="center",
                           color="white" if count > most / 2 else "black")  # fmt: skip
        paper.title(figure, "What it is about", "Citations; one counts under each theme of its claim.")
        paths += paper.save(figure, folder, "portrayal-themes")
        figure, (panel,) = paper.sheet(1, 1, 2.4)
        rows = [("ledger", found["ledger"]["negative_share"])]
        rows += [(each["outlet"], each["reported"]) for each in found["outlets"]]
        for y, (name, (middle, low, high)) in enumerate(rows):
            colour = paper.PUBLISHED if name == "ledger" else paper.SCHEME
            panel.plot([low * 100, high * 100], [y, y], color=colour)
            panel.plot([middle * 100], [y], "o", color=colour)
        panel.set_yticks(range(len(rows)), [name for name, _ in rows])
        panel.invert_yaxis()
        panel.set_xlim(0, 100)
        panel.set_xlabel("negative stories, percent")
        paper.title(figure, "Portrayal beside the ledger", "95 % intervals; access and news are assumptions.")
        paths += paper.save(figure, folder, "portrayal-ledger")
    return paths
