"""A sitting as tables: what ``docs/performance.md`` shows under "Beside other tools"."""

from __future__ import annotations

import statistics
from pathlib import Path

from . import model
from .programs import PROGRAMS
from .sitting import cost, middle

BEGIN, END = "<!-- peers: written by python -m benchmarks.peers docs -->", "<!-- peers: end -->"
OURS = "xinyong"
#: Bytes of state that a month of Xinyong's program must read and write, for each citizen: integrity read;
#: score, trust and the month until which one is listed read and written; two bits. Gathers not counted.
TOUCHED = 4 + 2 * (4 + 4 + 2) + 2 / 8


def page(found: dict, dockings: list[dict] | None = None) -> str:
    """Everything about a sitting, in Markdown."""
    parts = [_head(found)]
    if found["trial"]:
        parts.append(_programs(found))
    else:
        parts += [_main(found), _citizens(found), _rules(found), _memory(found)]
    if dockings := dockings or found.get("docking"):
        parts.append(_docking(dockings))
    if found.get("own"):
        parts.append(_own(found))
    return "\n\n".join(parts)


def put(text: str, section: str) -> str:
    """A page with the section between its two marks replaced; raises ValueError where a mark lacks."""
    head, rest = text.split(BEGIN, 1)
    return f"{head}{BEGIN}\n{section}\n{END}{rest.split(END, 1)[1]}"


def table(head: list[str], rows: list[list[str]], left: int = 1) -> str:
    """A Markdown table; the first ``left`` columns to the left, the others to the right."""
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def _head(found: dict) -> str:
    where = found["machine"]
    if found["trial"]:
        return (
            f"**A trial** ({where['date']}): small sizes on a busy machine, which proves that the harness "
            "works and nothing about speed. `python -m benchmarks.peers sit` on an idle machine puts speed "
            "and memory here."
        )
    plan = found["plan"]
    return (
        f"One sitting, {where['date']}: {where['processor']}, {where['cores']} cores, Python "
        f"{where['python']}, load {where['load']:.1f} at the start; medians of {plan['rounds']}, what took "
        f"longer than twenty seconds once; what would take longer than {plan['longest']:.0f} seconds "
        "is left out."
    )


def _programs(found: dict) -> str:
    rows = [
        [f"{PROGRAMS[name].label} {version}", PROGRAMS[name].how, str(found["lines"][name])]
        for name, version in found["versions"].items()
    ]
    return "The same model in nine programs:\n\n" + table(["program", "how written", "lines"], rows, 2)


def _figure(value: float | None, form: str, scale: float = 1.0) -> str:
    return "–" if value is None else format(value * scale, form)


def speed(run: dict) -> float:
    """Million citizen-months a second."""
    return 1e3 / cost(run)


def _main(found: dict) -> str:
    rows = []
    for name in found["versions"]:
        program = PROGRAMS[name]
        here = {"part": "main", "program": name}
        most = max((r["threads"] for r in found["runs"] if r["program"] == name), default=1)
        cells = [f"{program.label} {found['versions'][name]}", program.how, str(found["lines"][name])]
        sizes = {f"{r['citizens']:,}" for r in found["runs"] if r["part"] == "main" and r["program"] == name}
        cells.append(", ".join(sorted(sizes)))
        for form in model.FORMS:
            for threads in (1, found["plan"]["cores"]):
                value = middle(found, speed, form=form, threads=threads, **here)
                cells.append(_figure(value, ".3g"))
        for form in model.FORMS:
            best = middle(found, speed, form=form, threads=most, **here)
            ours = middle(found, speed, part="main", program=OURS, form=form, threads=found["plan"]["cores"])
            cells.append(_figure(ours / best if ours and best else None, ".3g"))
        value = middle(found, lambda r: r["bytes"], form="local", threads=most, **here)
        cells.append(_figure(value, ",.0f"))
        value = middle(found, lambda r: r["compile"], form="global", threads=1, **here)
        cells.append(_figure(value, ".1f"))
        rows.append(cells)
    threads = [
        f"{form}, {count} thread{'s' * (count > 1)}"
        for form in model.FORMS
        for count in (1, found["plan"]["cores"])
    ]
    head = ["program", "how written", "lines", "citizens", *threads, "Xinyong is × (global)", "× (local)"]
    return (
        "Million citizen-months a second, with the ratio to Xinyong's program (all cores against all that "
        "the other can use):\n\n" + table([*head, "bytes a citizen", "import and first month, s"], rows, 2)
    )


def _growth(found: dict, part: str, key: str, heads: list, label, **where) -> str:
    rows = []
    for name in found["versions"]:
        values = [middle(found, cost, part=part, program=name, **{key: at}, **where) for at in heads]
        rows.append([PROGRAMS[name].label, *(_figure(value, ",.0f") for value in values)])
    return table(["program", *map(label, heads)], rows)


def _citizens(found: dict) -> str:
    parts = []
    for form in model.FORMS:
        grown = _growth(found, "citizens", "citizens", list(found["plan"]["sizes"]), "{:,}".format, form=form)
        parts.append(f"Nanoseconds a citizen-month as the population grows, {form} form:\n\n{grown}")
    return "\n\n".join(parts)


def _rules(found: dict) -> str:
    copies = list(found["plan"]["copies"])
    grown = _growth(found, "rules", "copies", copies, lambda k: f"{8 * k} conducts")
    return (
        "Nanoseconds a citizen-month as rules grow, local form; each conduct copied, and as many times "
        "rarer:\n\n" + grown
    )


def _memory(found: dict) -> str:
    rows = []
    for threads in sorted({m["threads"] for m in found["memory"]}):
        same = [m for m in found["memory"] if m["threads"] == threads and "failed" not in m]
        if not same:
            continue
        triad = statistics.median(m["triad"] for m in same)
        gather = statistics.median(m["gather"] for m in same)
        most = triad / TOUCHED
        largest = max(found["plan"]["sizes"])
        cells = [str(threads), _figure(triad / 1e9, ".1f"), _figure(gather, ".1f")]
        cells.append(_figure(most / 1e6, ",.0f"))
        where = {"program": OURS, "form": "local", "threads": threads}
        for part, size in (("main", None), ("citizens", largest)):
            more = {} if size is None else {"citizens": size}
            value = middle(found, speed, part=part, **where, **more)
            cells.append(_figure(100 * value * 1e6 / most if value else None, ".0f"))
        rows.append(cells)
    head = [
        "threads",
        "triad, GB/s",
        "far gather, ns",
        "bound, million/s",
        "reached, %",
        "reached at the largest, %",
    ]
    return (
        f"Distance to memory: Xinyong's program must move {TOUCHED:.2f} bytes of state for a citizen's "
        "month; a month can be no faster than the triad of the same sitting moves them.\n\n"
        + table(head, rows)
    )


def _docking(dockings: list[dict]) -> str:
    rows = []
    for each in dockings:
        z = max(map(abs, each["z"]))
        rows.append(
            [PROGRAMS[each["program"]].label, each["form"], f"{z:.1f}", "yes" if z < each["limit"] else "NO"]
        )
    bound = dockings[0]["limit"]
    return (
        f"Docked with NumPy's: the largest of twelve z-scores (six figures, their means and variances; bound "
        f"{bound:.1f}, family-wise 1e-6):\n\n" + table(["program", "form", "largest z", "docked"], rows, 2)
    )


def _own(found: dict) -> str:
    own = found["own"]
    value = _figure(own["speed"], ".3g")
    return (
        f"In the same sitting Xinyong's own month, which does far more (`bench-first-light`, "
        f"{own['citizens']:,} citizens, {own['threads']} threads): {value} million citizen-months a second."
    )


def write(path: Path, found: dict) -> None:
    """Put a sitting into the docs page."""
    path.write_text(put(path.read_text(encoding="utf-8"), page(found)), encoding="utf-8")
