"""A run said as a command or as Python is the run that the page asked for."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner

from xinyong.scheme.loading import load
from xinyong.show.explore.messages import Ask, FilePart
from xinyong.show.explore.resolving import resolve
from xinyong.show.explore.saying import said

MINE = FilePart(kind="reform", name="mine", text=(
    "id: mine\nname: Mine\nsummary: Mine.\nbase: china-2020\npatch:\n  - {set: safeguards.speech, to: true}\n"
))  # fmt: skip
ASKS = [
    Ask(), Ask(against="status-quo-2012", seed=2**53 - 1, set={"noise": 0.1 + 0.2}),
    Ask(against="law-plus", reforms=["no-kin"]), Ask(reforms=["no-kin", "short-terms"], frame="rongcheng"),
    Ask(scheme="mine", against="none", files=[MINE]), Ask(reforms=["mine", "no-kin"], files=[MINE]),
]  # fmt: skip


def written(told: dict[str, Any], folder: Path) -> None:
    for each in told["files"]:
        path = folder / each["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each["text"], encoding="utf-8")


@pytest.mark.parametrize("ask", ASKS, ids=range(len(ASKS)))
def test_the_command_asks_for_the_same(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xinyong.cli import commands
    from xinyong.experiments import running

    told, heard = said(ask), []
    written(told, tmp_path)
    monkeypatch.chdir(tmp_path)

    def perform(asked: Any, *rest: Any, **more: Any) -> Any:
        heard.append((asked, more["already"]))
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "perform", perform)
    CliRunner().invoke(commands, shlex.split(told["command"])[1:])
    asked, problems = heard[0]
    assert not problems
    (tmp_path / "sent").mkdir()
    wanted = resolve(ask, tmp_path / "sent")
    for name in ("citizens", "frame", "seed", "start", "months", "settings"):
        assert getattr(asked, name) == getattr(wanted.ask, name)
    assert (asked.against is None) == (ask.against == "none")
    mine = {name: value for name, value in ask.set.items() if name in load(asked.scheme).assumptions}
    assert rules(load(asked.scheme, mine)) == rules(wanted.given[wanted.ask.scheme])


def rules(scheme: Any) -> Any:
    """What a scheme says, but for what it is called."""
    plain = [book.model_dump(mode="json", exclude_defaults=True) for book in scheme.books]
    return plain, scheme.safeguards, [use.model_dump() for use in scheme.uses], scheme.agreements


@pytest.mark.parametrize("ask", ASKS, ids=range(len(ASKS)))
def test_python_asks_for_the_same(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xinyong.experiments import world as worlds

    told, heard = said(ask), []
    written(told, tmp_path)
    monkeypatch.chdir(tmp_path)

    class Enough(Exception):  # noqa: N818
        pass

    def perform(asked: Any, *rest: Any, given: Any, **more: Any) -> Any:
        heard.append((asked, given))
        raise Enough

    monkeypatch.setattr(worlds, "perform", perform)
    with pytest.raises(Enough):
        exec(told["python"], {})
    asked, given = heard[0]
    (tmp_path / "sent").mkdir()
    wanted = resolve(ask, tmp_path / "sent")
    for name in ("citizens", "frame", "seed", "start", "months", "settings"):
        assert getattr(asked, name) == getattr(wanted.ask, name)
    scheme = given.get(asked.scheme) or load(asked.scheme)
    mine = {name: value for name, value in ask.set.items() if name in scheme.assumptions}
    scheme = scheme if asked.scheme in given or not mine else load(asked.scheme, mine)
    assert rules(scheme) == rules(wanted.given[wanted.ask.scheme])


@pytest.mark.parametrize("ask", ASKS[:4], ids=range(4))
def test_a_link_holds_all_that_was_asked(ask: Ask) -> None:
    parts = dict(parse_qsl(said(ask)["share"].partition("?")[2]))
    pairs = [each.rpartition(":") for each in parts.get("set", "").split(",") if each]
    again = Ask(
        scheme=parts["scheme"], against=parts["against"], citizens=int(parts["citizens"]),
        frame=parts["frame"], start=parts["start"], months=int(parts["months"]), seed=int(parts["seed"]),
        set={name: float(value) for name, _, value in pairs},
        reforms=[each for each in parts.get("reforms", "").split(",") if each],
    )
    assert again == ask


def test_the_same_ask_has_one_key(tmp_path: Path) -> None:
    keys = []
    asks = [Ask(), Ask(), Ask(seed=2), Ask(set={"noise": 0.4}), Ask(reforms=["no-kin"])]
    for number, ask in enumerate(asks):
        place = tmp_path / str(number)
        place.mkdir()
        keys.append(resolve(ask, place).key)
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
