"""From what is weighed to tests as the claims have them: worlds, sizes and dates that both share."""

from __future__ import annotations

from collections.abc import Iterator

from xinyong.claims.models import Setting, Test, WorldOf
from xinyong.claims.weighing.models import Axis, Frontier, Headline, InSetting, Measured
from xinyong.dates import month_number

_YEAR = 12


def axis_test(file: Frontier, axis: Axis, world: WorldOf, twin: WorldOf) -> Test:
    """An axis in one world beside another."""
    return _test("LAW", axis, world, twin, file.burn_in, file.start, file.months)


def part_test(file: Headline, measured: InSetting, setting: Setting, year: int) -> Test:
    """A part of an index in a setting and year."""
    pair = next(each for each in file.pairs if each.setting == setting)
    return _test(setting, measured, pair.world, pair.twin, file.burn_in, file.start, file.months, year)


def part_tests(file: Headline, measured: InSetting) -> list[Test]:
    """A part of an index in all its settings and years."""
    known = {each.setting for each in file.pairs}
    return [
        part_test(file, measured, setting, year)
        for setting in measured.settings
        if setting in known
        for year in file.years
    ]


def _test(
    setting: Setting, measured: Measured, world: WorldOf, twin: WorldOf, burn_in: str, start: str,
    months: int, year: int | None = None,
) -> Test:  # fmt: skip
    window = {} if year is None else {"from": f"{year}-01", "until": f"{year}-12"}
    return Test.model_validate(
        {
            "setting": setting, "frame": measured.frame, "citizens": measured.citizens,
            "world": world, "twin": twin, "burn_in": burn_in, "start": start, "months": months,
            "indicator": measured.indicator, "group": measured.group, "estimand": measured.estimand,
            "compare": measured.compare, "direction": measured.counts,
            "smallest": measured.smallest.model_dump(), **window,
        }
    )  # fmt: skip


def frontier_tests(file: Frontier) -> Iterator[Test]:
    """Everything that the frontier looks at."""
    for axis in file.axes:
        for world in [file.base, *(reform.world for reform in file.reforms)]:
            yield axis_test(file, axis, world, file.twin)
            yield axis_test(file, axis, world, file.base)


def headline_tests(file: Headline) -> Iterator[Test]:
    """Everything that the headline looks at, of one year: the others read the same sums."""
    for part in file.parts:
        for measured in part.measured:
            yield from part_tests(file, measured)[:: len(file.years)]


def years_of(file: Headline) -> range:
    """Years that a run of this length can be asked about."""
    first = month_number(file.start)
    return range(2000 + -(-first // _YEAR), 2000 + (first + file.months) // _YEAR)
