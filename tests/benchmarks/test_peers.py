"""The reference model in other tools: same distributions, and the same bits where draws are shared."""

import json
import shutil

import numpy as np
import pytest
from benchmarks.peers import dock, in_cpp, in_numpy, in_xinyong, model, report, sitting
from benchmarks.peers.__main__ import PAGE, kept
from benchmarks.peers.lines import lines
from benchmarks.peers.programs import PROGRAMS

HAS_COMPILER = shutil.which("g++") is not None
needs_compiler = pytest.mark.skipif(not HAS_COMPILER, reason="no g++ here")
#: The last group is short, provinces cut groups, and rings close within seven citizens.
SIZES = (31 * 64 + 5, 512 * 4 + 7)
COLUMNS = ("score", "trust", "listed_until")


def lived(society, months):
    outputs = []
    for _ in range(months):
        society.step()
        outputs.append(society.outputs())
    return np.array(outputs)


def columns(society):
    return [getattr(society.columns, name) for name in COLUMNS]


@needs_compiler
@pytest.mark.parametrize("local", [False, True], ids=["global", "local"])
@pytest.mark.parametrize("citizens", SIZES)
def test_xinyong_and_cpp_give_the_same_bits(citizens, local):
    ours = in_xinyong.Society(citizens, local, 5, model.rules(2), threads=1)
    theirs = in_cpp.Society(citizens, local, 5, model.rules(2), threads=2, program="tuned")
    assert np.array_equal(lived(ours, 27), lived(theirs, 27))
    for one, other in zip(columns(ours), theirs.columns(), strict=True):
        assert np.array_equal(one, other)
    # something did happen: people were listed, and for some of them the term is over
    until = ours.columns.listed_until
    assert (until > 26).any()
    assert ((until > model.NEVER) & (until <= 26)).any()


@pytest.mark.parametrize("local", [False, True], ids=["global", "local"])
def test_threads_change_no_bit(local):
    one, three = (in_xinyong.Society(3000, local, 5, model.rules(), threads=k) for k in (1, 3))
    assert np.array_equal(lived(one, 6), lived(three, 6))
    for first, second in zip(columns(one), columns(three), strict=True):
        assert np.array_equal(first, second)


@pytest.mark.parametrize("form", model.FORMS)
def test_programs_dock(form):
    names = ["xinyong", *(["cpp", "cpp-tuned"] if HAS_COMPILER else [])]
    for found in dock.dock(names, seeds=40, citizens=1550, months=18, forms=(form,)):
        assert found.docked, found


def test_docking_sees_a_model_without_fear():
    given = model.rules()
    fearless = given._replace(deter=np.zeros_like(given.deter))
    harsher = given._replace(detect=given.detect * np.float32(1.3))
    words = ("local", range(40), 1550, 18)
    against = dock.sample("numpy", "local", range(10_000, 10_040), 1550, 18)
    bound = dock.limit(24, 40)
    assert max(map(abs, dock.scores(dock.sample("xinyong", *words), against))) < bound
    assert max(map(abs, dock.scores(dock.sample("xinyong", *words, rules=harsher), against))) > bound
    # fear of 8 neighbours of whom 4 % are listed moves little: it takes everybody's being listed to see it
    assert not np.array_equal(
        dock.sample("xinyong", "local", range(2), 1550, 18, rules=fearless),
        dock.sample("xinyong", "local", range(2), 1550, 18),
    )


def test_neighbours_are_ones_own_people():
    near = model.neighbours(1300, local=True).astype(int)
    group = np.arange(1300) // model.GROUP
    assert (near // model.GROUP == group[:, None]).all()
    anywhere = model.neighbours(1300, local=False).astype(int)
    assert anywhere.min() == 0
    assert anywhere.max() == 1299
    assert (anywhere[:, 4:] // model.GROUP != group[:, None]).mean() > 0.5


def test_fear_reads_last_months_list():
    society = in_xinyong.Society(1300, True, 5, model.rules())
    lived(society, 5)
    listed = society.columns.listed_until > society.now
    bits = np.unpackbits(society.columns.listed, bitorder="little")[:1300].astype(bool)
    assert listed.any()
    assert np.array_equal(bits, listed)
    expected = listed[model.neighbours(1300, local=True)].mean(axis=1)
    before = in_numpy.Society(1300, True, 5, model.rules())
    assert np.array_equal(before.neighbours, model.neighbours(1300, local=True))
    lived(society, 1)
    last = 1300 // model.GROUP * model.GROUP
    assert np.array_equal(society.lanes[0].fear[: 1300 - last], expected[last:].astype(np.float32))


def test_the_docs_show_what_the_sitting_found():
    found = json.loads(kept().read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    assert report.put(text, report.page(found)) == text


def test_a_trial_publishes_no_speed():
    found = json.loads(kept().read_text(encoding="utf-8"))
    page = report.page(found | {"trial": True, "docking": None, "own": None})
    speeds = {f"{report.speed(run):.3g}" for run in found["runs"] if "wall" in run}
    cells = {cell.strip() for line in page.splitlines() if line.startswith("|") for cell in line.split("|")}
    assert not {each for each in speeds if "." in each} & cells


def test_a_sitting_that_was_stopped_goes_on(tmp_path, monkeypatch):
    plan = sitting.trial(1)._replace(sizes=(2000,), copies=(1,), rounds=2)
    asked, patience, kept_at = [], [7], tmp_path / "part.json"

    def measured(case, cache, limit):
        if len(asked) == patience[0]:
            raise KeyboardInterrupt
        asked.append(case)
        shared = {"wall": 1.0, "months": 1, "bytes": 1.0, "build": 0.0}
        return case | shared

    monkeypatch.setattr(sitting, "child", measured)
    with pytest.raises(KeyboardInterrupt):
        sitting.sit(plan, ["numpy"], kept_at)
    first = json.loads(kept_at.read_text())
    assert len(first["memory"] + first["runs"]) == 7
    asked.clear()
    patience[0] = 100
    found = sitting.sit(plan, ["numpy"], kept_at)
    cases = [json.dumps(sitting.asked(run)) for run in found["memory"] + found["runs"]]
    assert len(cases) == len(set(cases)) == 7 + len(asked)
    assert found["runs"][: len(first["runs"])] == first["runs"]
    asked.clear()
    sitting.sit(plan._replace(seconds=1.0), ["numpy"], kept_at)
    assert len(asked) == len(cases)  # another plan: nothing of it is kept


def test_lines_of_code(tmp_path):
    python = tmp_path / "a.py"
    python.write_text(
        '"""Says\nwhat."""\n\nimport os  # why\n\n\n'
        'def f():\n    """Doc."""\n    return (\n        os\n    )\n'
    )
    assert lines(python) == 5
    cpp = tmp_path / "a.cpp"
    cpp.write_text("// what\n\nint f() { // why\n/* more\n*/ return 1;\n}\n")
    assert lines(cpp) == 3
    assert all(lines(program.text) > 20 for program in PROGRAMS.values())
