"""The page of figures, from what the suite measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suite import Check

_BESIDE = {
    "every_write", "failures", "first_failures", "seconds", "share", "day", "python", "z", "not_noticed",
}  # fmt: skip
_HEAD = """# Reliability

What was done to Xinyong on purpose, and what came of it. `scripts/reliability` runs everything at length
(hours) and writes this page; `scripts/reliability --only kills --share 0.1` runs a part of one check, and
leaves a larger figure as it is. `scripts/test tests/reliability` runs a short form of each in a minute or
two, but for clusters, whose losses `tests/cluster` has in small, and faults in the code, of which it plants
one. Only figures that were measured are here, at the size and on the day on which they were measured: *part*
says how much of the long size that was.

| check | what must hold | what was done | failures | part | seconds | day |
|---|---|---|---|---|---|---|
"""
_TAIL = """
**What is meant.** Kills are of the real engine: 1,000 citizens, two worlds, a checkpoint after every month.
Faults at the n-th write are of the same code with a tiny engine and one indicator in twenty, so that every
write can be tried: opening, writing (half is written), syncing, renaming, linking, making and removing; what
the database or the writer of indicators writes counts as one write a file. After each fault the same call
must go on to the same hash. Damage is to every kind of file of a finished run (manifest, ledger, tallies,
boards, lists, standings, outcomes, subjects, rules, indicators) and of an unfinished one (checkpoints, the
state at the branch, the claim on the folder, what was written so far). In a store of cells many bits are read
by nobody; what counts is that nothing wrong is ever read. Kills, faults and rule books go to all processors
in parts, as here since 28 November with `TMPDIR` on a disk in memory (`/dev/shm`). Seconds are of that day's
machine with whatever else it did, mostly other checks of this page.

**Clusters.** A kill may meet a process that works, or one that starts. `shards` tries every number of shards
from one to sixteen, each with up to five kills (fewer where a run ends before them); at less than a quarter
of its size it is of 2,000 citizens and one kill each.

**The second engine** (`tests/reliability/slow/`) is 3,600 lines of plain Python: objects, lists and loops,
and of the first engine only what goes in: compiled rules, a society, the register's numbers. A random world
has some 10 to 500 persons in neighbourhoods of the library's frames, a scheme of the library with up to six
random patches, in four of ten a second scheme that is entered on the way, mostly in other places than its
own, and assumptions from their ranges. In half of them the compiled rules are stirred, and in two of five
courts hurry beyond any range, so that what is rare in life comes up: dismissals, kin bars, leaks, repairs,
ratings. After each of 6 to 24 months all columns of the living, live records, obligations, boards, rows of
the ledger, entries of lists and sums are equal to the bit, or the check fails; `python -m slow.check
NUMBER` in `tests/reliability` then says after which phase they part. Both were written by the same hands from
one design: what is misunderstood in both, or wrong in the compiled rules, it does not find.

**Planted faults** (`planted-*`) are Cosmic Ray's: another comparison or operator, a number more or less,
`and` for `or`, a condition turned, a loop that does not run. A place in the text is drawn first, then a fault
for it. In the phases the second engine looks on, in small random worlds with the first engine interpreted,
and then a few quick tests; in the scheme language `tests/scheme`, in what writes and opens runs
`tests/results`. What dies, fails, differs or does not end was noticed. Some of what is not noticed changes
nothing that can be seen: a bound that is never met, a number of which only the sign counts, a check of what
others check again. Where some are missed, tests are written for them, and the next figure is of faults drawn
anew. Phases: nineteen of a first hundred were missed, twelve of the next, of which six change nothing, two
are single numbers of the table of deaths, and one has a test since. Scheme language: twelve of forty,
seventeen of the next sixty, ten of another sixty, and eight of the sixty of the table; four of those eight
have a test since, under which each was planted again and noticed (the first list of two maps; a map of two
lists; the signs of good and harmful acts; how many kinds of conduct there may be); two are harmless (a block
that may be changed, a bound of ten years that is ten years and a day), two were not looked into. What writes
and opens runs: six of a first twenty, and two of the twenty of the table: one has a test since (a file that
cannot be read on opening), the other changes nothing (one more thread for the database). A draw is of the
code of its day: another version has other places.

**Found by it.** Of the first 1,200 rule books of this size four ended in a traceback: a key misspelt in a
block that stands for a list of one. Such a block is told at its own line now, and has a test. Of 43,000 a day
later two did: a reform that removes a whole book as `book.ID`, where `books.ID` is meant. That is said now,
and has a test; the figure above is of the program after it.

**Processors.** In the month, whole numbers and floats are added, multiplied and compared in one order, with
exponentials of our own, and the compiler may not reorder or fuse them; tables of the society are fitted in
NumPy's float64. `processors` hides from NumPy and from Numba what this processor can do beyond those of 2008.
Other kinds of processors (ARM) were not tried.

**What is not covered.** The compiler's own cache of machine code has no sums of ours. A fault inside the
database, half-way through a file, is met only by the test with a limit on the size of files
(`tests/results/test_real_runs.py`). Bits of memory that flip while a run goes on are not found. A rule book
with control characters is refused as a whole: the message names the file and the character, not the line.
"""


def page(checks: Sequence[Check], told: dict[str, Any]) -> str:
    """The page, as Markdown; a check that was never run has no figures."""
    rows = []
    for check in checks:
        found = told.get(check.name)
        if found is None:
            rows.append(f"| `{check.name}` | {check.promise} | not run yet | | | | |")
            continue
        figures = {key: each for key, each in found.items() if key not in _BESIDE and each != []}
        done = "; ".join(_figure(key, each) for key, each in figures.items())
        part = "all" if found["share"] >= 1.0 else f"{100 * found['share']:.2g} %"
        if "every_write" in found:
            part = "all" if found["every_write"] else f"{100 * found['faults'] / found['writes']:.2g} %"
        failures = "; ".join([str(found["failures"]), *found["first_failures"]])
        cells = (f"`{check.name}`", check.promise, done, failures, part, found["seconds"], found["day"])
        rows.append(f"| {' | '.join(map(str, cells))} |")
    text = _HEAD + "\n".join(rows) + "\n" + _TAIL
    text += "".join(_not_noticed(check.name, told.get(check.name, {})) for check in checks)
    scores = told.get("closed-forms", {}).get("z")
    if scores:
        largest = sorted(scores.items(), key=lambda each: -abs(each[1]))[:12]
        shown = "; ".join(f"{name} {z:+.2f}" for name, z in largest)
        text += f"\n**The twelve largest z-scores:** {shown}.\n"
    return text


def _not_noticed(name: str, found: dict[str, Any]) -> str:
    """The faults of a check that went unnoticed, one a line."""
    lines = found.get("not_noticed", ())
    head = f"\n**Not noticed** (`{name}`), at a file and line of that day:\n\n"
    return head + "".join(f"* `{line}`\n" for line in lines) if lines else ""


def _figure(key: str, value: Any) -> str:
    words = key.replace("_", " ")
    if isinstance(value, bool):
        return words if value else f"not {words}"
    if isinstance(value, dict):
        return f"{words}: " + ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list):
        return f"{words}: {', '.join(map(str, value))}"
    return f"{value:,} {words}" if isinstance(value, int) else f"{words}: {value}"
