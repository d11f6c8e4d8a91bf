"""``subjects.parquet`` says who is in a run, and the weights say what they stand for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest

from xinyong.experiments.building import weights_of
from xinyong.results.ledger import Labels
from xinyong.results.people import Layout, write_subjects, write_subjects_by_parts
from xinyong.results.store import Store
from xinyong.society import build, make, plan


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("people") / "subjects.parquet"
    planned = plan("debtors", 3000, 5, 144)
    society = build(planned)
    with Store(path.parent) as store:
        write_subjects(store, path, society, Labels((), (), (), planned.provinces, planned.cities, ()))
    return planned, society, f"'{path}'"


def one(query: str) -> tuple:
    found = duckdb.connect().execute(query).fetchone()
    assert found is not None
    return found


def test_every_subject_once_and_in_order(drawn) -> None:
    planned, _, file = drawn
    everyone = planned.persons + planned.companies + planned.offices
    assert one(f"SELECT count(*), count(DISTINCT subject), min(subject), max(subject) FROM {file}") == (
        everyone, everyone, 0, everyone - 1,
    )  # fmt: skip
    kinds = duckdb.connect().execute(f"SELECT kind, count(*) FROM {file} GROUP BY 1").fetchall()
    assert dict(kinds) == {"person": planned.persons, "company": planned.companies, "office": planned.offices}


def test_weights_are_the_plans(drawn) -> None:
    planned, _, file = drawn
    total, squares, count = one(
        f"SELECT sum(weight), sum(weight * weight), count(*) FROM {file} WHERE kind = 'person'"
    )
    residents, _ = one(
        f"SELECT sum(weight), count(*) FROM {file} WHERE kind = 'person' AND province = 'beijing'"
    )
    assert residents == pytest.approx(21_893_095)
    persons, _, _ = weights_of(planned)
    assert persons / 256 == pytest.approx(squares / total)
    assert total / (persons / 256) < count


def test_those_named_are_of_the_right_kind_and_place(drawn) -> None:
    _, _, file = drawn
    for column, who, whom in (
        ("employer", "person", "company"),
        ("representative", "company", "person"),
        ("household", "person", "person"),
    ):
        wrong, met = one(
            f"""SELECT count(*) FILTER (b.kind <> '{whom}' OR b.neighbourhood <> a.neighbourhood), count(*)
            FROM {file} a JOIN {file} b ON a.{column} = b.subject WHERE a.kind = '{who}'"""
        )
        assert wrong == 0
        assert met > 0
    assert one(f"SELECT count(*) FROM {file} WHERE kind = 'person' AND household > subject") == (0,)


def test_labels_are_text_and_blocks_are_many(drawn) -> None:
    _, _, file = drawn
    assert one(f"SELECT count(*) FROM {file} WHERE province IS NULL OR city IS NULL") == (0,)
    assert one(f"SELECT count(DISTINCT block) FROM {file}")[0] == 20
    sexes = duckdb.connect().execute(f"SELECT DISTINCT sex FROM {file} WHERE kind = 'person'").fetchall()
    assert {row[0] for row in sexes} == {"female", "male"}
    assert np.isfinite(one(f"SELECT avg(income) FROM {file}")[0])


def test_written_in_stretches_it_has_the_same_rows_in_the_same_order(drawn, tmp_path: Path) -> None:
    planned, _, file = drawn
    layout = Layout(planned.person_first, planned.company_first, planned.office_first, planned.block)
    labels = Labels((), (), (), planned.provinces, planned.cities, ())
    ends = [0, 1, planned.hoods // 2, planned.hoods]
    with Store(tmp_path) as store:
        parts = (make(planned, low, high) for low, high in pairwise(ends))
        write_subjects_by_parts(store, tmp_path / "subjects.parquet", parts, layout, labels)
    link = duckdb.connect()
    other = f"'{tmp_path / 'subjects.parquet'}'"
    assert (
        link.execute(f"DESCRIBE FROM {file}").fetchall() == link.execute(f"DESCRIBE FROM {other}").fetchall()
    )
    assert link.execute(f"FROM {file}").fetchall() == link.execute(f"FROM {other}").fetchall()
    assert {path.name for path in tmp_path.iterdir()} == {"subjects.parquet"}


def test_a_stretch_that_cannot_be_written_says_why(drawn, tmp_path: Path, monkeypatch) -> None:
    """Clearing away what is not there does not hide what went wrong; what is there goes."""
    planned, _, _ = drawn
    layout = Layout(planned.person_first, planned.company_first, planned.office_first, planned.block)
    labels = Labels((), (), (), planned.provinces, planned.cities, ())
    written: list[Path] = []
    with Store(tmp_path) as store:
        write = store.write

        def full(path: Path, *rest, **more):
            if written:
                raise OSError(28, "no space left on device")
            written.append(path)
            return write(path, *rest, **more)

        monkeypatch.setattr(store, "write", full)
        parts = (make(planned, low, high) for low, high in pairwise([0, 1, planned.hoods]))
        with pytest.raises(OSError, match="no space left"):
            write_subjects_by_parts(store, tmp_path / "subjects.parquet", parts, layout, labels)
    assert written
    assert not list(tmp_path.iterdir())
