"""Schemes: composed, reformed, moved, and never changed behind anybody's back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from desk import SCORE, Desk, loaded

from xinyong.dates import month_number
from xinyong.errors import InputError, UnknownName
from xinyong.scheme import Tables, library, load, names
from xinyong.scheme.check import check


def same(first: Tables, second: Tables, *but: str) -> bool:
    return all(np.array_equal(a, b) for name, a, b in zip(Tables._fields, first, second, strict=True)
               if name not in but)  # fmt: skip


def written() -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in library.root().rglob("*.yaml")
    }


def test_the_ladder_is_there() -> None:
    assert {"china-2020", "status-quo-2012", "law-only", "law-plus", "rumour", "none"} <= set(names())


def test_loading_twice_gives_the_same_and_every_scheme_is_its_own() -> None:
    hashes = {name: loaded(name).sha256 for name in names()}
    assert len(set(hashes.values())) == len(hashes)
    for name in names()[::8]:
        assert load(name).sha256 == hashes[name]


def test_a_reform_never_touches_the_original() -> None:
    files = written()
    base = load("china-2020")
    before, month = base.sha256, month_number("2019-01")
    tables = base.compile(["rongcheng"]).at(month)
    kept = Tables(*(np.array(part) for part in tables))
    reformed = base.reform(
        [
            {"remove": "book.*.measures[reaches=household]"},
            {"set": "book.rongcheng.score.base", "to": 500},
            {"set": "access.*.kin", "to": False},
            {"set": "safeguards.no-kin", "to": True},
        ]
    )
    changed = reformed.compile(["rongcheng"]).at(month)
    assert reformed.sha256 != before
    assert base.sha256 == load("china-2020").sha256 == before
    assert same(base.compile(["rongcheng"]).at(month), kept)
    assert same(base.reform([]).compile(["rongcheng"]).at(month), kept)
    assert written() == files
    assert kept.kin_bar.sum() > 0
    assert changed.kin_bar.sum() == 0
    assert changed.kin_check.sum() == 0
    assert (kept.base[:, 0].max(), changed.base[:, 0].max()) == (1000, 500)
    assert (kept.guard[7], changed.guard[7]) == (0, 1)
    assert same(kept, changed, "kin_bar", "kin_check", "base", "guard")


def test_a_named_reform_is_the_same_as_its_scheme() -> None:
    month = month_number("2019-01")
    assert same(load("no-kin").compile().at(month), load("china-2020").reform("no-kin").compile().at(month))
    other = load("status-quo-2012").reform("no-kin")
    assert other.id == "status-quo-2012-no-kin"


@pytest.mark.parametrize(
    ("patch", "word"),
    [
        ({"set": "conduct.red-light.opportunities", "to": 3}, "cannot be patched"),
        ({"set": "access.loan.attempts.value", "to": 3}, "cannot be patched"),
        ({"remove": "book.rongchen.measures"}, "rongcheng"),
        ({"remove": "book.rongcheng.measures.99"}, "nothing at"),
        ({"set": "book.rongcheng.score.base"}, "without 'to'"),
        ({"add": "book.rongcheng.collects", "item": {"conduct": "litering"}}, "did you mean 'littering'"),
        ({"set": "book.rongcheng.score.grades.C.from", "to": 2000}, "overlaps"),
        ({"set": "believed", "to": "chna-2020"}, "china-2020"),
        ({"set": "x", "to": 1, "remove": "y"}, "2 of set, remove, add"),
    ],
)
def test_a_wrong_patch_is_refused(patch: dict[str, object], word: str) -> None:
    with pytest.raises(InputError) as raised:
        load("china-2020").reform([patch])
    assert word in str(raised.value)


def test_a_chain_of_reforms(tmp_path: Path) -> None:
    for name, base, value in (("one", "china-2020", 900), ("two", "one.yaml", 800)):
        (tmp_path / f"{name}.yaml").write_text(
            f"id: {name}\nname: N\nsummary: S\nbase: {base}\n"
            f"patch:\n  - {{set: book.rongcheng.score.base, to: {value}}}\n"
            f"  - {{set: capacity.court, to: 1.{value}}}\n"
        )
    two = load(tmp_path / "two.yaml").compile(["rongcheng"]).at(month_number("2019-01"))
    assert two.base[:, 0].max() == 800
    assert two.capacity[0] == 1.8
    (tmp_path / "one.yaml").write_text("id: one\nname: N\nsummary: S\nbase: two.yaml\npatch: []\n")
    problems = check([tmp_path / "two.yaml"])
    assert "based on itself" in problems[0].found


def test_a_mistake_in_a_reform_is_shown_in_the_reform(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("id: bad\nname: N\nsummary: S\nbase: china-2020\npatch:\n"
                    "  - {remove: 'book.*.measures[gate=flight]'}\n"
                    "  - {set: book.rongcheng.coverage, to: 7}\n")  # fmt: skip
    (problem,) = check([path])
    assert (problem.file, problem.line) == (str(path), 7)
    assert "0 to 1" in problem.allowed


def test_assumptions_move_within_their_range_only() -> None:
    name = "conduct.red-light.gain"
    plain = load("china-2020")
    known = plain.assumptions[name]
    assert known.low <= known.value <= known.high
    assert known.unit == "yuan"
    assert known.meaning
    moved = load("china-2020", {name: known.high})
    assert moved.assumptions[name].value == known.high
    assert moved.sha256 != plain.sha256
    row = moved.compile().conducts.index("red-light")
    assert moved.compile().at(200).gain[row] == known.high
    assert plain.compile().at(200).gain[row] == known.value
    assert load("china-2020", {name: known.value}).sha256 == plain.sha256
    for wrong, word in (
        ({"conduct.red-lihgt.gain": 1.0}, "did you mean 'conduct.red-light.gain'"),
        ({name: known.high * 10}, "allowed:"),
        ({name: float("nan")}, "allowed:"),
        ({"book.rongcheng.score.base": 5.0}, "no assumption: it stands on report"),
    ):
        with pytest.raises(UnknownName) as raised:
            load("china-2020", wrong)
        assert word in str(raised.value)
    with pytest.raises(UnknownName) as raised:
        load("china-2020", {"one": 1.0, "two": 2.0})
    assert len(raised.value.problems) == 2


def test_weights_are_scaled_when_one_is_moved() -> None:
    moved = load("china-2020", {"book.zhima.score.weights.history": 0.45})
    weights = moved.compile().at(month_number("2019-01")).com_weight
    assert weights.sum() == pytest.approx(1)
    assert weights[2] == pytest.approx(0.45 / 1.10)


def test_a_book_of_ones_own_composes_without_touching_python(data: Path) -> None:
    scheme = load(data / "mine.yaml")
    assert [book.id for book in scheme.books] == ["village", "spc-judgment-defaulters"]
    alone = load(data / "village")
    assert alone.id == "village"
    tables = alone.compile(["rongcheng"]).at(month_number("2017-06"))
    assert tables.points.tolist() == [[1, 0, 0, 0, 0, 0, 0]]
    assert tables.base[0, 0] == 100


def test_a_reform_can_add_a_book(data: Path) -> None:
    scheme = load("none").reform([{"add": "books", "item": {"book": str(data / "village")}}])
    assert [book.id for book in scheme.books] == ["village"]


def test_a_reform_takes_a_book_from_its_own_folder_first(tmp_path: Path) -> None:
    """Then from its base's folder, then from the library."""
    for place, base in (("far", 100), ("near", 700)):
        (tmp_path / place).mkdir()
        desk = Desk(tmp_path / place)
        desk.book("mine", "points", SCORE.replace("base: 100", f"base: {base}"))
        desk.book(f"only-{place}", "points", SCORE)
    (tmp_path / "far" / "base.yaml").write_text(
        "id: base\nname: B\nsummary: S\nfictional: true\nsetting: FICT\nstanding: choice\nbooks: []\n")
    reform = tmp_path / "near" / "reform.yaml"
    added = "".join(f"  - {{add: books, item: {{book: {name}}}}}\n" for name in ("mine", "only-far"))
    reform.write_text(f"id: r\nname: R\nsummary: S\nbase: ../far/base.yaml\npatch:\n{added}")
    scores = {book.id: book.score.base.number for book in load(reform).books}
    assert scores == {"mine": 700, "only-far": 100}


def test_places_of_provinces_that_nobody_knows_are_told(tmp_path: Path) -> None:
    text = (library.root() / "places.yaml").read_text(encoding="utf-8")
    path = tmp_path / "places.yaml"
    path.write_text(text, encoding="utf-8")
    assert check([path]) == []
    for was, now, found in (("province: beijing}", "province: beijin}", "no province 'beijin'"),
                            ("{id: tianjin,", "{id: beijing,", "a second province 'beijing'")):  # fmt: skip
        path.write_text(text.replace(was, now, 1), encoding="utf-8")
        assert found in [each.found for each in check([path])], now


def test_places_and_kinds_are_checked(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(
        "id: s\nname: S\nsummary: S\nfictional: true\nstanding: choice\nbooks:\n"
        "  - {book: rongcheng, places: [rongchen]}\n"
        f"  - {{book: '{data / 'village'}'}}\n"
        f"  - {{book: '{data / 'village'}', from: 2017-01}}\n"
        "  - {book: zhima, places: [rongcheng], from: 2013-01}\n"
        "  - no-such-book\n"
        "agreements:\n"
        "  - {list: village.shamee, to: lease, coverage: 0.5, delay: 1}\n"
        "  - {list: village.shame, to: leese, coverage: 0.5, delay: 1, from: 2015-01}\n"
        "believed: s\n"
    )
    lines = [(each.line, each.found) for each in check([path])]
    for line, word in ((7, "rongchen"), (9, "two of a"), (10, "places for"), (10, "lies before"),
                       (11, "no-such-book"), (13, "village.shamee"), (14, "leese"), (14, "lies before"),
                       (15, "s")):  # fmt: skip
        assert any(where == line and word in found for where, found in lines), (line, word, lines)


def test_a_book_may_hold_in_different_places_at_different_dates(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    text = "id: s\nname: S\nsummary: S\nbooks:\n  - {book: rongcheng, places: [rongcheng], until: 2016-01}\n"
    path.write_text(text + "  - {book: rongcheng, places: [rongcheng], from: 2017-01}\n")
    timeline = load(path).compile(["rongcheng"])
    months = ("2015-12", "2016-01", "2017-01")
    assert [int(timeline.at(month_number(month)).points[1, 0]) for month in months] == [1, 0, 1]
    path.write_text(text + "  - {book: rongcheng, places: [rongcheng], from: 2015-01}\n")
    assert ["two of a book" in str(each) for each in check([path])] == [True]
