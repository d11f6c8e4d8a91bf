"""The library's texts in Chinese: all that are shown, nothing else, and no number lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from xinyong.show import listings
from xinyong.show.explore import texts
from xinyong.show.explore.texts import FOLDER, KINDS, chinese, faults, missing, numbers, pairs, unused

WORDS = Path(__file__).parents[2] / "web" / "src" / "words"


def test_every_kind_has_its_file() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_all_texts_have_chinese_and_nothing_else_has(kind: str) -> None:
    assert missing(kind) == [], "python -m xinyong.show.explore.texts"
    assert unused(kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_pairs_are_chinese_and_keep_their_numbers(kind: str) -> None:
    found = [(english, fault) for english, said in pairs(kind).items() for fault in faults(english, said)]
    assert found == []


def test_a_text_has_one_chinese() -> None:
    all_pairs = [pair for kind in KINDS for pair in pairs(kind).items()]
    assert len(dict(all_pairs)) == len(set(all_pairs))


#: Some of the commonest characters that are written otherwise in traditional Chinese.
TRADITIONAL = re.compile("[這個們為與國學來後會對時過說還沒點讓應關業務]")


def test_punctuation_is_full_width_and_characters_are_simplified() -> None:
    said = [each for kind in KINDS for each in pairs(kind).values()]
    assert [each for each in said if re.search(r"[\u4e00-\u9fff][,;:?!]", each)] == []
    assert [each for each in said if TRADITIONAL.search(each)] == []


def test_what_is_wrong_with_a_pair_is_found() -> None:
    assert faults("76 % of users", "用户的 76%") == []
    assert faults("76 % of users", "用户的 67%") == ["without the number 76"]
    assert faults("Nobody is told.", "Nobody is told.") == ["nothing Chinese in it"]
    assert numbers("18.84 million, 1,000 and D12") == numbers("1884 万、1000") == {18.84e6, 1000.0}
    assert faults("16.93 of 18.84 million cases", "1884 万件中的 1693 万件") == []


def test_a_changed_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(texts.KINDS, "schemes", lambda: ["A summary that nobody has translated."])
    assert missing("schemes") == ["A summary that nobody has translated."]
    assert set(unused("schemes")) == set(pairs("schemes"))


def test_a_page_is_given_all_of_it(client: TestClient) -> None:
    told = client.get("/api/chinese").json()
    assert told == chinese()
    assert all(told["texts"][english] == said for kind in KINDS for english, said in pairs(kind).items())
    assert told["names"]["spc-judgment-defaulters.defaulters"] == "失信被执行人"


def test_schemes_and_indicators_have_chinese_names() -> None:
    files = [WORDS / f"terms-{each}.ts" for each in ("schemes", "indicators")]
    named = {
        id for path in files for id in re.findall(r'"?([\w.-]+)"?: "', path.read_text(encoding="utf-8"))
    }
    rows = [*listings.schemes(), *listings.indicators()]
    assert [row["id"] for row in rows if row["id"] not in named and not row["id"].startswith("bench-")] == []


def test_all_else_that_has_a_name_has_a_chinese_one() -> None:
    kinds = ("systems", "conducts", "gatekeepers", "channels")
    rows = [row for each in kinds for row in listings.LISTS[each]()]
    assert [row["id"] for row in rows if not row["name_zh"]] == []
