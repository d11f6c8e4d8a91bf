"""Parts of a report that are not of the run alone: verdicts, assumptions with standing, limits."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import FolderError
from xinyong.show.wording import UNKNOWN, rounded

if TYPE_CHECKING:
    from xinyong.experiments.lived import Run
    from xinyong.scheme.loading import Scheme

#: What the model cannot say: in an installation beside this file, in the sources among the documents.
_LIMITS: Final = (Path(__file__).resolve().parent / "pages" / "limits.md",
                  Path(__file__).resolve().parents[3] / "docs" / "limits.md")  # fmt: skip
_POINT: Final = re.compile(r"^[-*] \S")
_LEAD: Final = re.compile(r"^[-*] \*(.+?)\*\s*(.*)")


def schemes_of(run: Run) -> dict[str, Scheme]:
    """The rules that a run was lived under, by world; none where they cannot be read any more."""
    from xinyong.experiments.keeping import read_rules

    try:
        return dict(read_rules(run.path, {}))
    except FolderError:
        return {}


def verdicts(run: Run) -> dict[str, Any]:
    """The shipped board's main verdicts in the setting of the scheme, and how the board was made."""
    from xinyong.claims.board import read_board, shipped_file
    from xinyong.show.board import how_made

    scheme = schemes_of(run).get("a")
    setting = None if scheme is None else scheme.setting
    board = read_board(shipped_file())
    rows = [
        {"id": each["id"], "statement": each["statement"], "verdict": each["verdict"], "kind": each["kind"],
         "side": each["side"],
         "q": UNKNOWN if each["probability"] is None else f"{each['probability']:.2f}",
         "settled": "settled by assumption" in each["flags"]}
        for each in board.entries if each["setting"] == setting and each["part"] is None
    ]  # fmt: skip
    return {"setting": setting, "rows": rows, "made": how_made(board.made), "command": board.made.command}


def assumptions(run: Run) -> dict[str, Any]:
    """Every number that was used and could be moved: value, range, standing; the moved ones first."""
    from xinyong.engine.assumptions import register

    told = run.manifest
    own = {each.id: each for each in register()}
    scheme = schemes_of(run).get("a")
    of_scheme = {} if scheme is None else scheme.assumptions
    rows = []
    for name, value in told["assumptions"].items():
        entry: Any = own.get(name) or of_scheme.get(name)
        if entry is None:
            continue
        source = getattr(entry, "source", "") or ""
        standing = getattr(entry, "standing", "") or "assumption"
        rows.append({
            "id": name, "value": rounded(value, 4), "range": f"{rounded(entry.low)} to {rounded(entry.high)}",
            "unit": entry.unit, "meaning": entry.meaning, "standing": standing, "source": source,
            "moved": name in told["settings"], "of_rules": name not in own,
        })  # fmt: skip
    rows.sort(key=lambda row: (not row["moved"], row["of_rules"], row["id"]))
    unprinted = sum(row["of_rules"] and not row["moved"] for row in rows)
    return {"rows": rows, "counts": Counter(row["standing"] for row in rows).most_common(),
            "moved": [row for row in rows if row["moved"]], "unprinted": unprinted}  # fmt: skip


def cannot() -> list[dict[str, Any]]:
    """What the model cannot say: sections with their first paragraph, and what each point is about."""
    file = next((each for each in _LIMITS if each.is_file()), None)
    if file is None:
        return []
    found: list[dict[str, Any]] = []
    for block in file.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, rest = block.partition("\n")
        points = [lead[1].rstrip(".") for lead in map(_LEAD.match, rest.splitlines()) if lead]
        paragraphs = [" ".join(each.split()) for each in rest.strip().split("\n\n")]
        first = paragraphs[0] if paragraphs and not paragraphs[0].startswith(("-", "*", "|")) else ""
        if not first and not points:
            # a list whose points have no heads is told in full
            listed = filter(_POINT.match, rest.splitlines())
            points = [re.sub("[*`]", "", line[2:]).rstrip(".") for line in listed]
        found.append({"title": title.strip(), "text": first.replace("*", "").replace("`", ""),
                      "points": points})  # fmt: skip
    return found
