"""One record: the numbers of the published rules, each with rule and source; nobody in particular, ever."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from xinyong.cli import main
from xinyong.engine.assessing import Assessment, assess
from xinyong.errors import InputError
from xinyong.scheme import library

HISTORIES = Path(__file__).parent / "histories"

#: Scheme, score and grade at an institution, lists with the month in which they end, gates closed to oneself.
PUBLISHED: dict[str, tuple[str, dict[str, tuple[int, str]], dict[str, str], set[str]]] = {
    "rongcheng": ("china-2020", {"rongcheng": (945, "C")}, {}, {"licence", "job"}),
    "register": ("china-2020", {}, {}, {"loan", "card", "house"}),
    "court-list": (
        "china-2020", {},
        {"spc-judgment-defaulters.defaulters": "2019-08", "spc-judgment-defaulters.limited": ""},
        {"flight", "fast-train", "house", "hotel", "job", "post", "licence", "loan", "card"},
    ),
    "suining": ("china-2020", {"suining-2010": (900, "B")}, {"suining-2010.published": "2012-09"}, set()),
    "trains": ("china-2020", {}, {"no-ride-trains.barred": "2018-12"}, {"fast-train"}),
    "aircraft": ("china-2020", {}, {"no-fly.barred": "2019-06"}, {"flight"}),
    "tax": (
        "tax-credit", {"tax-credit": (90, "D")}, {}, {"inspection", "finance", "tender", "permit"},
    ),
    "western": ("western-credit-score", {"western-credit-score": (620, "fair")}, {}, {"loan", "card"}),
    "online": ("china-2020", {}, {"online-morality.offenders": "2023-01"}, {"platform"}),
}  # fmt: skip


def found(name: str, tmp_path: Path | None = None, as_of: str | None = None) -> Assessment:
    """The assessment of a history, perhaps as of another month."""
    path = HISTORIES / f"{name}.yaml"
    if as_of is not None and tmp_path is not None:
        text = re.sub(r"as_of: \S+", f"as_of: {as_of}", path.read_text(encoding="utf-8"))
        path = tmp_path / "record.yaml"
        path.write_text(text, encoding="utf-8")
    return assess(PUBLISHED[name][0], path)


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_numbers_of_the_published_rules(name: str) -> None:
    _, scores, lists, gates = PUBLISHED[name]
    judged = found(name).judgement
    assert {key: (each.value, each.grade) for key, each in judged.scores.items()} == scores
    assert {each.list: each.until or "" for each in judged.lists if each.ended is None} == lists
    refused = {each.gate for each in judged.measures if each.does == "refuse" and each.reaches == "self"}
    assert refused == gates


@pytest.mark.parametrize(
    ("name", "as_of"), [("trains", "2018-12"), ("aircraft", "2019-06"), ("online", "2023-01"),
                        ("register", "2019-03"), ("western", "2017-03")],
)  # fmt: skip
def test_a_month_later_it_is_over(name: str, as_of: str, tmp_path: Path) -> None:
    judged = found(name, tmp_path, as_of).judgement
    assert judged.on_lists() == []
    assert not [each for each in judged.measures if each.does == "refuse"]
    assert [each.until for each in judged.records] == [as_of]


@pytest.mark.parametrize("name", PUBLISHED)
def test_everything_has_its_rule_where_it_is_written_and_its_source(name: str) -> None:
    told = found(name).as_dict()
    assert {"scores", "lists", "measures", "records"} <= set(told)
    entries: list[dict[str, Any]] = [*told["scores"].values()]
    entries += [each for key in ("lists", "measures", "records") for each in told[key]]
    assert entries
    for each in entries:
        assert each["rule"].startswith("book.")
        book, _, line = each["where"].partition(":")
        lines = (library.root() / book).read_text(encoding="utf-8").splitlines()
        assert 0 < int(line) <= len(lines)
        assert "source" in each
    for score in told["scores"].values():
        moved = sum(step["points"] for step in score["path"] if not step["why"])
        assert score["value"] == score["base"] + moved
    for listing in told["lists"]:
        assert listing["ways"] or listing["ended"]
        assert listing["source"]
    for measure in told["measures"]:
        row = (library.root() / measure["where"].partition(":")[0]).read_text(encoding="utf-8").splitlines()
        nearby = "\n".join(row[int(measure["where"].partition(":")[2]) - 1 :][:9])
        assert measure["gate"] in nearby


def test_ways_out_are_those_of_the_rules_with_their_months(tmp_path: Path) -> None:
    listing = next(each for each in found("court-list").judgement.lists if each.list.endswith(".defaulters"))
    ways = {way.way: way.since for way in listing.ways}
    assert ways["expiry"] == listing.until == "2019-08"
    assert {"performance", "settlement", "creditor-request", "correction"} <= set(ways)
    repair = {way.way: way.since for way in found("online", tmp_path).judgement.lists[0].ways}
    assert repair["repair"] == "2020-07"


def test_text_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("suining", "tax", "western"):
        code, out, err = call(capsys, "assess", PUBLISHED[name][0], str(HISTORIES / f"{name}.yaml"))
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 80
        assert all(part in out for part in ("SCORES", "LISTS", "WHAT FOLLOWS"))
    _, out, _ = call(capsys, "assess", "china-2020", str(HISTORIES / "court-list.yaml"))
    assert "how to get out" in out
    assert "(spc-judgment-defaulters/rulebook.yaml:" in out


def test_json_is_one_document_with_the_fixed_keys(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "assess", "china-2020", str(HISTORIES / "rongcheng.yaml"), "--json")
    told = json.loads(out)
    assert {"value", "grade", "path", "rule", "source"} <= set(told["scores"]["rongcheng"])
    assert {"rule", "source", "gate", "does", "because"} <= set(told["measures"][0])


WHO = (
    "name: Li", "surname: Li", "id: 7", "id_number: x", "identity: x", "passport: E1", "phone: 1",
    "e_mail: a", "address: here", "photo: me.png", "face: 3f", "姓名: 某", "身份证号: x", "plate: x",
    "uscc: x",
)  # fmt: skip
LOOKS = (
    '"110101199003070000"', "11010119900307123X", "13800138000", '"li@example.org"', "91110000600037341L",
    "李小明",
)  # fmt: skip


@pytest.mark.parametrize("line", WHO)
def test_whatever_tells_who_it_is_about_is_refused_with_the_reason(line: str, tmp_path: Path) -> None:
    for inside in (False, True):
        record = tmp_path / "record.yaml"
        more = f", {line}" if inside else ""
        text = f"kind: person\nas_of: 2019-06\nhistory:\n  - {{month: 2019-01, conduct: red-light{more}}}\n"
        record.write_text(text if inside else text + line + "\n", encoding="utf-8")
        with pytest.raises(InputError) as raised:
            assess("china-2020", record)
        problem = raised.value.problems[0]
        assert len(raised.value.problems) == 1
        assert "about nobody" in problem.allowed
        assert (problem.file, problem.line) == (str(record), 4 if inside else 5)


@pytest.mark.parametrize("value", LOOKS)
def test_values_that_look_like_somebody_are_refused(value: str, tmp_path: Path) -> None:
    record = tmp_path / "record.yaml"
    record.write_text(f"kind: person\nas_of: 2019-06\nplace: {value}\n", encoding="utf-8")
    with pytest.raises(InputError, match="looks like"):
        assess("china-2020", record)


def test_all_that_is_wrong_is_told_at_once_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.yaml"
    record.write_text(
        "kind: persn\nname: x\nplace: rongchen\nborn: 1980-05-12\nas_of: 2019-06\nhistory:\n"
        "  - {month: 2018-03, conduct: card-late-paiment, tims: 2}\n"
        "  - {month: 2019-09, conduct: red-light, channel: polce}\n",
        encoding="utf-8",
    )
    code, out, err = call(capsys, "assess", "chna-2020", str(record))
    assert (code, out) == (1, "")
    for part in (
        ":1: kind:", "did you mean 'person'", ":2: name: a key 'name'", ":3: place:",
        "did you mean 'rongcheng'", ":4: born: a day of birth", ":7: history.0.conduct:",
        "did you mean 'card-late-payment'", ":7: history.0.tims: unknown key 'tims'",
        "did you mean 'times'", ":8: history.1.channel:",
        "did you mean 'police'", ":8: history.1.month:", "no scheme 'chna-2020'",
    ):  # fmt: skip
        assert part in err, part
    assert "Traceback" not in err


@pytest.mark.parametrize("text", ["- {kind: person, as_of: 2019-06}\n" * 2, "[]\n"])
def test_rosters_are_refused(text: str, tmp_path: Path) -> None:
    record = tmp_path / "record.yaml"
    record.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="one record"):
        assess("china-2020", record)


def test_what_only_the_judging_finds_is_placed_too(tmp_path: Path) -> None:
    record = tmp_path / "record.yaml"
    record.write_text(
        "kind: company\nfounded: 2018-02\nas_of: 2019-06\nhistory:\n"
        "  - {month: 2018-03, conduct: red-light}\n  - {month: 2018-01, conduct: fake-goods}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as raised:
        assess("china-2020", record)
    assert [(each.line, each.path) for each in raised.value.problems] == [
        (5, "history.0.conduct"), (6, "history.1.month")
    ]  # fmt: skip


def test_nothing_is_written_and_no_compiler_is_waited_for(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys\nfrom numba.core.dispatcher import Dispatcher\n"
        "def refuse(*words): raise AssertionError('compiling')\nDispatcher.compile = refuse\n"
        "from xinyong.engine.assessing import assess\n"
        f"print(assess('tax-credit', {str(HISTORIES / 'tax.yaml')!r}).judgement.scores['tax-credit'].grade)\n"
        "assert 'xinyong.engine.month' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "D\n"), done.stderr
    assert list(tmp_path.iterdir()) == []
