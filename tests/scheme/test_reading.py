"""Strict YAML: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.errors import Problem
from xinyong.scheme.reading import MOST_BYTES, MOST_LEVELS, Document, read_file, read_text


def value(text: str) -> object:
    document = read_text(f"key: {text}")
    assert document.problems == []
    return document.data["key"]


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "No", "12:30", "012", "1_000", "0x10", "2017-05-01", "2017-05",
             "y", "1.2.3", ".inf", ".nan", "1e999", "0o7", "=", "<<"],
)  # fmt: skip
def test_words_that_other_readers_change_stay_text(word: str) -> None:
    assert value(word) == word


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e-3", 0.001),
        ("12", 12),
        ("-4", -4),
        ("0.5", 0.5),
        (".5", 0.5),
        ("+3", 3),
        ("1.10", 1.1),
        ("5.", 5.0),
    ],
)
def test_numbers_are_numbers(text: str, number: float) -> None:
    assert value(text) == number
    assert type(value(text)) is type(number)


def test_truth_and_nothing() -> None:
    assert (value("true"), value("False"), value("null"), value("~"), value("")) == (
        True,
        False,
        None,
        None,
        None,
    )
    assert value("'true'") == "true"
    assert value('"12"') == "12"


def found(text: str) -> list[Problem]:
    return read_text(text, "file.yaml").problems


def test_a_second_key_is_collected_and_reading_goes_on() -> None:
    document = read_text("a: 1\nb:\n  c: 2\n  c: 3\na: 4\nd: 5\n", "file.yaml")
    assert [(each.line, each.path) for each in document.problems] == [(4, "b.c"), (5, "a")]
    assert document.data == {"a": 1, "b": {"c": 2}, "d": 5}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: &x 1\nb: 2", 1, "anchor"),
        ("a: 1\nb: *x", 2, "alias"),
        ("a: !!python/object:os.system x", 1, "tag"),
        ("a: !!str 1", 1, "tag"),
        ("a: 1\n!!str b: 1", 2, "a key with a tag or anchor, b"),
        ("a: 1\n&x b: 1", 2, "a key with a tag or anchor, b"),
        ("on: 1\n1: 2", 2, "no text"),
        ("true: 1", 1, "no text"),
        ("? [a, b]\n: 1", 1, "no text"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: [1, 2\nb: 3", 2, "not YAML"),
        ("a: b: c", 1, "not YAML"),
        ("a: \x00", 0, "not YAML"),
    ],
)
def test_what_is_refused_has_its_line(text: str, line: int, word: str) -> None:
    problems = found(text)
    assert problems
    assert problems[0].line == line
    assert word in problems[0].found


def test_what_cannot_serve_as_a_key_leaves_nothing_behind() -> None:
    document = read_text("? [a]\n: {b: 3}\nc: 4", "file.yaml")
    assert document.data == {"c": 4}
    assert [(each.line, "no text" in each.found) for each in document.problems] == [(1, True)]


def test_billion_laughs_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert len(found("\n".join(lines))) > 60


def test_depth_and_size_have_limits(tmp_path: Path) -> None:
    assert found("[" * MOST_LEVELS + "]" * MOST_LEVELS) == []
    assert "levels deep" in found("[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1))[0].found
    long = tmp_path / "long.yaml"
    long.write_text("a: " + "x" * MOST_BYTES)
    assert "bytes" in read_file(long).problems[0].found
    assert read_file(tmp_path / "missing.yaml").problems
    odd = tmp_path / "odd.yaml"
    odd.write_bytes(b"a: \xff")
    assert "UTF-8" in read_file(odd).problems[0].found


def test_every_part_has_its_line() -> None:
    document = read_text("a:\n  - b: 1\n    c:\n      - 2\n      - 3\n", "file.yaml")
    assert document.where(("a", 0, "c", 1)).line == 5
    assert document.where(("a", 0, "c", 1, "deeper")).line == 5
    assert document.where(("nowhere",)).line == 1


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    assert isinstance(read_text(text), Document)


@given(st.recursive(st.integers(-1000, 1000) | st.booleans() | st.sampled_from(["no", "a b", "12:30"]),
                    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from("abc"), part),
                    max_leaves=8))  # fmt: skip
def test_reading_gives_back_what_json_wrote(data: object) -> None:
    import json

    assert read_text(json.dumps({"key": data})).data == {"key": data}
