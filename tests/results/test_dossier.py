"""A dossier is the subject's own story: it equals the run, and an error is followed to its end."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest

from xinyong.cli import main
from xinyong.dates import month_number, month_text
from xinyong.errors import FolderError, InputError
from xinyong.experiments.dossier import Dossier
from xinyong.experiments.lived import Run
from xinyong.experiments.proving import Replayed, written
from xinyong.experiments.replaying import Replay, place_of
from xinyong.experiments.world import Pair, World, compare
from xinyong.quantities import INDEX
from xinyong.results.durable import digest
from xinyong.results.manifest import write_manifest
from xinyong.scheme import load

MONTHS = 40
#: Courts and police often take one for another, what is wrong is put right, gatekeepers always look.
CARELESS = (
    {"set": "channel.court.wrong", "to": 0.5},
    {"set": "channel.police.wrong", "to": 0.2},
    *({"set": f"access.{gate}.check", "to": 1} for gate in ("flight", "fast-train", "loan", "card", "job")),
)
SETTINGS = {
    "appeals": 0.6, "notice_found": 0.4, "appeal_success": 0.6, "remedy_capacity": 5.0, "overreach": 0.1,
    "backlog": 0.12, "pays_late": 0.05,
}  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    careless = load("china-2020").reform(CARELESS)
    one = World(careless, 3000, seed=3, frame="debtors", start="2015-01", settings=SETTINGS)
    other = replace(one, scheme="status-quo-2012")
    return compare(one, other, MONTHS, tmp_path_factory.mktemp("dossier") / "run", threads=1)


def rows(run: Run, query: str) -> list[tuple]:
    names = {"ledger": "ledger/*.parquet", "listings": "listings.parquet", "subjects": "subjects.parquet",
             "outcomes": "outcomes.parquet", "standings": "standings.parquet"}  # fmt: skip
    for name, file in names.items():
        query = query.replace(f"<{name}>", f"'{run.path}/{file}'")
    return duckdb.connect().execute(query).fetchall()


@cache
def dossier(run: Run, subject: int) -> Dossier:
    return run.dossier(subject)


def busiest(run: Run, kind: str) -> int:
    return int(
        rows(run, f"""SELECT s.subject FROM <subjects> s LEFT JOIN <ledger> l ON l.subject = s.subject
        WHERE s.kind = '{kind}' GROUP BY 1 ORDER BY count(l.record) DESC, 1 LIMIT 1""")[0][0]
    )


def wronged(run: Run) -> list[int]:
    """Subjects with a wrong record that was corrected, those on a list for it first."""
    return [
        row[0]
        for row in rows(run, """SELECT l.subject, count(s.list) FROM <ledger> l
        JOIN <ledger> c ON c.refers_to = l.record AND c.reason = 'correction'
        LEFT JOIN <listings> s ON s.record = l.record
        WHERE NOT l.genuine AND l.reason = 'entry' GROUP BY 1 ORDER BY 2 DESC, 1""")
    ]


# ---------------------------------------------------------------- it equals the run
def test_neighbourhoods_lived_again_give_the_rows_of_the_run(pair: Pair) -> None:
    for run in (pair.a, pair.b):
        replay, counted = Replay(run), 0
        for hood in range(0, replay.plan.hoods, 6):
            numbers, _, _ = place_of(replay.plan, int(replay.plan.person_first[hood]))
            assert numbers.hood == hood
            kept, lived = written(run, numbers), Replayed(numbers)
            for moment in replay.months(hood, kept.first_records()):
                lived.add(moment)
            assert lived.records == kept.records
            assert lived.stays() == kept.stays
            counted += len(kept.records)
        assert counted > 20


@pytest.mark.parametrize("kind", ["person", "company", "office"])
def test_a_dossier_has_the_rows_of_its_subject_and_ends_where_the_run_does(pair: Pair, kind: str) -> None:
    subject = busiest(pair.a, kind)
    found = dossier(pair.a, subject)
    assert found.kind == kind
    assert found.twin is not None
    for run, story in ((pair.a, found.story), (pair.b, found.twin)):
        own = rows(run, f"SELECT record FROM <ledger> WHERE subject = {subject} ORDER BY 1")
        assert [(each.record,) for each in story.records] == own
        scores = {name: (score, grade) for name, score, grade in rows(
            run, f"SELECT institution, score, grade FROM <standings> WHERE subject = {subject}")}  # fmt: skip
        last = {each.institution: (each.score, each.grade) for each in story.life.scores}
        assert scores.items() <= last.items()
        assert len(story.life.path) == 24 + MONTHS


def test_what_became_of_a_person_is_what_the_run_says(pair: Pair) -> None:
    for how in ("worst-hit", "median"):
        subject = pair.a.pick(how)
        found = dossier(pair.a, subject)
        for run, story in ((pair.a, found.story), (pair.b, found.twin)):
            assert story is not None
            what = "refused, tried, perks_had, ties, livelihood"
            found_there = rows(run, f"SELECT {what} FROM <outcomes> WHERE subject = {subject}")[0]
            refused, tried, perks, ties, livelihood = found_there
            costs = story.costs
            assert (costs["refused"], costs["attempts"], costs["perks"]) == (refused, tried, perks)
            assert story.life.path[-1].keeps == pytest.approx(livelihood, abs=1e-4)
            assert story.life.path[-1].ties == pytest.approx(ties, abs=1e-4)
    assert dossier(pair.a, pair.a.pick("worst-hit")).story.costs["refused"] == max(
        row[0] for row in rows(pair.a, "SELECT refused FROM <outcomes>")
    )


def test_fines_told_one_by_one_add_up_to_those_of_the_neighbourhood(pair: Pair) -> None:
    from xinyong.engine.layout import OP_NOTICED, OP_PHANTOM, U_OPS
    from xinyong.experiments.fining import fine_of
    from xinyong.fields import WCLASS

    replay, seen = Replay(pair.a), 0
    for moment in replay.months(0, {}):
        w, s = moment.work, moment.state
        weights, total = w.weights, 0
        states = w.op_state[: int(w.used[U_OPS])]
        for m in np.flatnonzero((states == OP_NOTICED) | (states == OP_PHANTOM)):
            kind = int(w.op_kind[m])
            place = int(s.pu[WCLASS, int(w.op_subject[m])]) if kind == 0 else 1 + kind
            total += fine_of(moment, int(m)) * int(weights[place])
        out = moment.out.places[..., INDEX["fines"]].sum(axis=0)
        assert total == out[0] + out[-2]
        seen += total > 0
    assert seen > 3


# ---------------------------------------------------------------- it can be followed
def test_a_wrong_record_is_followed_from_the_error_to_its_last_consequence(pair: Pair) -> None:
    followed = 0
    for subject in wronged(pair.a)[:8]:
        story = dossier(pair.a, subject).story
        for thread in story.threads:
            if thread.genuine or thread.ended != "correction":
                continue
            words = [link.what for link in thread.links]
            assert words[0] == "error" or words[:2] == ["act", "error"]
            assert words.count("recorded") == 1
            assert "ended" in words
            months = [link.month for link in thread.links]
            assert months == sorted(months)
            record = next(each for each in story.records if each.record == thread.record)
            assert [link.month for link in thread.links if link.what == "recorded"] == [record.month]
            closed = next(each for each in story.records if each.refers_to == thread.record)
            assert (closed.reason, closed.points) == ("correction", -record.points)
            assert [link.month for link in thread.links if link.what == "ended"] == [closed.month]
            followed += 1
    assert followed >= 3


def test_a_wrong_listing_is_followed_to_the_gatekeepers_and_off_again(pair: Pair) -> None:
    listed = [
        (dossier(pair.a, subject).story, thread)
        for subject in wronged(pair.a)[:8]
        for thread in dossier(pair.a, subject).story.threads
        if not thread.genuine and any(link.what == "listed" for link in thread.links)
    ]
    assert listed
    for story, thread in listed:
        stays = [stay for stay in story.lists if stay.record == thread.record]
        assert [link.month for link in thread.links if link.what == "listed"] == sorted(
            stay.entered for stay in stays
        )
        assert sum(link.what == "unlisted" for link in thread.links) == sum(
            stay.ended is not None for stay in stays
        )
        for link in thread.links:
            if link.what == "refused" and "listed on" in link.says:
                gate = link.says.partition(":")[0]
                assert any(
                    spell.what == gate and spell.since <= link.month <= (spell.until or link.month)
                    for spell in story.life.holders
                )
    told = {link.what for _, thread in listed for link in thread.links}
    assert {"error", "recorded", "listed", "known", "ended", "unlisted"} <= told


def test_every_refusal_by_a_list_has_a_listing_and_a_gatekeeper_that_knew(pair: Pair) -> None:
    story = dossier(pair.a, pair.a.pick("worst-hit")).story
    refused = [each for each in story.life.attempts if each.cause == "list"]
    assert refused
    for each in refused:
        assert any(stay.list == each.list and stay.entered <= each.month for stay in story.lists)
        assert any(
            measure.because == each.list and measure.gate == each.gate and measure.since <= each.month
            and (measure.until is None or each.month <= measure.until) for measure in story.life.measures
        )  # fmt: skip


def test_acts_records_and_blames_agree(pair: Pair) -> None:
    """Every record that no court made comes from an act that was noticed, or from a blame."""
    stretched = 0
    for subject in [busiest(pair.a, "person"), *wronged(pair.a)[:4]]:
        story = dossier(pair.a, subject).story
        acts = {(each.month, each.conduct, each.channel) for each in story.life.acts if each.blamed is None}
        blames = {(each.month, each.conduct, each.channel) for each in story.life.blames}
        for record in story.records:
            if record.reason == "entry" and record.channel != "court":
                told = (record.month, record.conduct, record.channel)
                # a wrong record of a real act: a rule was stretched to what none names
                stretched += not record.genuine and told not in blames
                assert told in acts or (not record.genuine and told in blames)
    assert stretched > 0


# ---------------------------------------------------------------- what is wrong is told
def copied(run: Run, to: Path) -> Path:
    shutil.copytree(run.path, to)
    return to


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_a_number_outside_the_run(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    last = sum(pair.a.manifest["subjects"].values())
    for number in (last, 10**12):
        code, out, err = call(capsys, "dossier", str(pair.a.path), str(number))
        assert (code, out) == (1, "")
        assert f"0 to {last - 1}" in err
        assert "Traceback" not in err
    with pytest.raises(InputError, match="no subject -1"):
        pair.a.dossier(-1)


def test_a_changed_file_is_told_once(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied(pair.a, tmp_path / "run")
    file = folder / "ledger" / "2015-01.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    code, out, err = call(capsys, "dossier", str(folder), "0")
    assert (code, out) == (1, "")
    assert err.count("xinyong:") == 1
    assert "ledger/2015-01.parquet" in err
    assert "do not trust" in err


def test_a_ledger_forged_with_its_sums_is_found_by_living_again(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Points of one record are changed, and the manifests are made to agree: only a replay can tell."""
    folder = copied(pair.a, tmp_path / "run")
    later = "SELECT subject, record, month FROM <ledger> WHERE month >= DATE '2016-01-01' ORDER BY 2 LIMIT 1"
    subject, record, month = rows(pair.a, later)[0]
    file = folder / "ledger" / f"{month.year}-01.parquet"
    changed = f"CASE WHEN record = {record} THEN points - 7 ELSE points END AS points"
    duckdb.sql(f"""COPY (SELECT * REPLACE ({changed}) FROM '{file}') TO '{file}.new' (FORMAT parquet)""")
    Path(f"{file}.new").replace(file)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][f"ledger/{month.year}-01.parquet"] = digest(file)
    write_manifest(folder, {key: value for key, value in manifest.items() if key != "manifest_sha256"})
    code, out, err = call(capsys, "dossier", str(folder), str(subject))
    assert (code, out) == (1, "")
    assert "tampered with" in err
    assert f"record {record}" in err or "2 differ" in err
    assert f"{month:%Y-%m}" in err


def test_a_folder_without_boards_says_so(pair: Pair, tmp_path: Path) -> None:
    folder = copied(pair.a, tmp_path / "run")
    shutil.rmtree(folder / "boards")
    manifest = json.loads((folder / "manifest.json").read_text())
    files = {name: sha for name, sha in manifest["files"].items() if not name.startswith("boards/")}
    rest = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    write_manifest(folder, rest | {"files": files})
    with pytest.raises(FolderError, match="keeps no boards"):
        Run(folder, verify=False).dossier(0)


def test_picking_what_nobody_is_and_nobody_knows(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "dossier", str(pair.a.path), "--pick", "worst-hitt")
    assert code == 1
    assert "did you mean 'worst-hit'" in err
    assert call(capsys, "dossier", str(pair.a.path))[0] == 2
    assert call(capsys, "dossier", str(pair.a.path), "1", "--pick", "median")[0] == 2


# ---------------------------------------------------------------- it can be read
def test_text_fits_and_names_what_matters_and_json_has_all(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = pair.a.pick("wrongly-listed")
    code, out, _ = call(capsys, "dossier", str(pair.a.path), "--pick", "wrongly-listed")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for part in (f"Subject {subject}:", "BESIDE THE TWIN", "WRONG record", "LISTS", "WHO COULD SEE"):
        assert part in out
    _, out, _ = call(capsys, "dossier", str(pair.a.path), str(subject), "--json")
    told = json.loads(out)
    assert {"subject", "kind", "about", "household", "life", "twin", "compared"} <= set(told)
    assert {"acts", "attempts", "records", "scores", "lists", "measures", "threads", "costs",
            "agreements", "holders"} <= set(told["life"])  # fmt: skip
    for measure in told["life"]["measures"]:
        assert measure["rule"].startswith("book.")
        assert month_number(measure["since"]) <= month_number(measure["until"] or month_text(10**3))


def test_a_reformed_scheme_is_lived_again_from_the_rules_in_the_folder(pair: Pair) -> None:
    assert pair.a.manifest["scheme"]["id"] == "china-2020-reformed"
    assert Replay(Run(pair.a.path)).scheme.sha256 == pair.a.manifest["scheme"]["sha256"]
