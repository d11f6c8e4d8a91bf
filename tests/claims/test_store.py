"""The store loses nothing; a board that was broken off and taken up again is the straight one."""

import sqlite3

import numpy as np
import pytest

from xinyong.claims.models import Claim
from xinyong.claims.running import Order, run
from xinyong.errors import FolderError, InterruptedRun, XinyongError
from xinyong.experiments.cells import Series
from xinyong.experiments.cellstore import CellStore


def test_what_is_put_comes_back(tmp_path):
    sums = np.array([[5, 9, -4], [2**50, 0, 1]])
    with CellStore(tmp_path / "a.sqlite") as store:
        store.put("k", Series(("x", "y"), sums, {"gini": 0.5}, (1.0, 2.0, 3.0)), 0.1)
    with CellStore(tmp_path / "a.sqlite") as store:
        found = store.get("k")
        assert (found.sums == sums).all()
        assert (found.names, found.endings, found.weights) == (("x", "y"), {"gini": 0.5}, (1.0, 2.0, 3.0))
        assert store.get("other") is None
        assert store.names(["k", "other"]) == {"k": frozenset({"x", "y"})}


def test_a_store_of_another_version_or_another_file_is_left_alone(tmp_path):
    path = tmp_path / "a.sqlite"
    with CellStore(path):
        pass
    base = sqlite3.connect(path)
    with base:
        base.execute("UPDATE about SET value = '0'")
    base.close()
    with pytest.raises(FolderError, match="another version"):
        CellStore(path)
    other = tmp_path / "b.txt"
    other.write_text("a letter\n" * 100)
    with pytest.raises(FolderError):
        CellStore(other)
    assert other.read_text() == "a letter\n" * 100


def claim(twin):
    bar = {"value": 0.05, "reason": "because it matters"}
    test = {
        "setting": "LAW", "frame": "national", "citizens": 1000, "months": 2,
        "world": {"scheme": "law-only"}, "twin": {"scheme": twin}, "indicator": "harm",
        "estimand": "mean", "compare": "relative", "direction": "down", "smallest": bar,
    }  # fmt: skip
    return Claim.model_validate(
        {
            "id": "D01", "side": "disadvantage", "statement": "Something that is said.", "section": "D1",
            "said_by": [{"name": "Somebody", "outlet": "media"}], "mechanism": "a way", "themes": ["privacy"],
            "kind": "entailed", "tests": [test],
        }
    )  # fmt: skip


def test_broken_off_and_taken_up_again_is_the_straight_board(tmp_path):
    claims = {"D01": claim("status-quo-2012")}
    straight = run(Order(draws=2, processes=1, store=tmp_path / "a.sqlite"), claims=claims)
    seen = []

    def enough(step):
        seen.append(step)
        if step.done == 3:
            raise InterruptedRun("stopped")

    broken = Order(draws=2, processes=1, store=tmp_path / "b.sqlite")
    with pytest.raises(InterruptedRun):
        run(broken, enough, claims=claims)
    seen.clear()
    again = run(broken, seen.append, claims=claims)
    assert seen[-1].total == 5
    assert again.entries == straight.entries
    seen.clear()
    assert run(broken, seen.append, claims=claims).entries == straight.entries
    assert not seen


def test_a_scheme_against_itself_has_no_effect_at_all(tmp_path):
    board = run(Order(draws=2, processes=1, store=tmp_path / "a.sqlite"), claims={"D01": claim("law-only")})
    (entry,) = board.entries
    assert entry["effect"]["low"] == entry["effect"]["high"] == 0
    assert entry["probability"] == 0
    assert entry["verdict"] == "unresolved"
    assert "too few draws" in entry["note"]


def test_books_have_one_number_whatever_else_is_asked():
    """A claim asked for alone gives what it gives on a board: numbers of lists are part of luck."""
    from xinyong.experiments.cells import base_scheme, numbering_of, rules_of

    alone = numbering_of([rules_of("only-nosedive", {})])
    board = numbering_of([rules_of(name, {}) for name in ("china-2020", "law-only", "only-nosedive")])
    assert alone.key == board.key
    assert set(alone.lists) >= set(base_scheme("china-2020").lists)


def test_a_cell_that_is_not_as_it_was_written_counts_as_not_there(tmp_path):
    path = tmp_path / "a.sqlite"
    sums = np.array([[5, 9, -4], [2**50, 0, 1]])
    with CellStore(path) as store:
        for key in ("j", "k"):
            store.put(key, Series(("x", "y"), sums, {"gini": 0.5}, (1.0, 2.0, 3.0)), 0.1)
    changes = (("endings", '{"gini": 0.6}'), ("months", 4), ("weights", "[1, 2, 4]"), ("names", '["x"]'))
    for column, value in changes:
        base = sqlite3.connect(path)
        with base:
            base.execute(f"UPDATE cells SET {column} = ? WHERE key = 'k'", (value,))
        base.close()
        with CellStore(path) as store:
            assert store.get("k") is None
            assert set(store.names(["j", "k"])) == {"j"}
            store.put("k", Series(("x", "y"), sums, {"gini": 0.5}, (1.0, 2.0, 3.0)), 0.1)
            assert store.get("k") is not None


def test_a_store_of_before_there_were_sums_is_used_as_it_is(tmp_path):
    path = tmp_path / "a.sqlite"
    with CellStore(path) as store:
        store.put("k", Series(("x",), np.array([[5, 9]]), {}, (1.0, 2.0, 3.0)), 0.1)
    base = sqlite3.connect(path)
    with base:
        base.execute("DROP TABLE sums")
    base.close()
    with CellStore(path) as store:
        assert store.get("k") is not None


def test_a_board_goes_on_when_a_process_dies(tmp_path):
    from xinyong.experiments import pooling, processing

    claims = {"D01": claim("status-quo-2012")}
    straight = run(Order(draws=2, processes=1, store=tmp_path / "a.sqlite"), claims=claims)
    plain, deaths = processing.together, []

    def dies(jobs, tale, count):
        if len(deaths) < 2:
            deaths.append(len(jobs))
            raise processing.Died("signal 9")
        pooling.alone(jobs, tale)

    processing.together = dies
    try:
        found = run(Order(draws=2, processes=2, store=tmp_path / "b.sqlite"), claims=claims)
        assert found.entries == straight.entries
        processing.together = lambda *more: (_ for _ in ()).throw(processing.Died("signal 9"))
        with pytest.raises(XinyongError, match=r"died 3 times in a row .*the same command goes on"):
            run(Order(draws=2, processes=2, store=tmp_path / "c.sqlite"), claims=claims)
    finally:
        processing.together = plain


def test_bytes_that_are_called_text_are_found_out(tmp_path):
    path = tmp_path / "a.sqlite"
    with CellStore(path) as store:
        store.put("k", Series(("x",), np.array([[5, 9]]), {}, (1.0, 2.0, 3.0)), 0.1)
    base = sqlite3.connect(path)
    with base:
        base.execute("UPDATE cells SET sums = CAST(sums AS TEXT)")
    base.close()
    with CellStore(path) as store:
        assert store.get("k") is None


def test_a_failure_is_kept_until_the_cell_is_there(tmp_path):
    with CellStore(tmp_path / "a.sqlite") as store:
        store.put_failure("k", "burn-in, 2012-03", "MemoryError")
        store.put_failure("k", "month 2014-01", "MemoryError")
    with CellStore(tmp_path / "a.sqlite") as store:
        assert store.failures(["j", "k"])["k"] == ("month 2014-01", "MemoryError", 2)
        store.put("k", Series(("x",), np.array([[5, 9]]), {}, (1.0, 2.0, 3.0)), 0.1)
        assert store.failures(["k"]) == {}
