"""The same run elsewhere: as a command line, as Python, as the end of a link."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from xinyong.scheme import library
from xinyong.show.explore.messages import Ask
from xinyong.show.explore.resolving import base_of

#: The folder that a command writes to.
OUT: Final = "xinyong-run"
_MERGED: Final = "my-reforms"


def said(ask: Ask) -> dict[str, Any]:
    """``{command, python, share, files}``: files are those that command and Python need beside them."""
    files = {each.name: (f"{each.name}/rulebook.yaml" if each.kind == "book" else f"{each.name}.yaml",
                         each.text) for each in ask.files}  # fmt: skip
    word, reforms = ask.scheme, list(ask.reforms)
    if len(reforms) == 1 and base_of(reforms[0], {}) == word:
        word, reforms = reforms[0], []
    beside = [{"name": name, "text": text} for name, text in files.values()]
    scheme = files[word][0] if word in files else word
    if reforms:
        beside.append({"name": f"{_MERGED}.yaml", "text": _merged(ask, reforms, files)})
        scheme = f"{_MERGED}.yaml"
    twin = files[ask.against][0] if ask.against in files else ask.against
    return {"command": _command(ask, scheme, twin), "python": _python(ask, word, reforms, files, twin),
            "share": share(ask), "files": beside}  # fmt: skip


def share(ask: Ask) -> str:
    """Fragment of a link that asks for the same run."""
    parts = {"scheme": ask.scheme, "against": ask.against, "citizens": ask.citizens, "frame": ask.frame,
             "start": ask.start, "months": ask.months, "seed": ask.seed,
             "set": ",".join(f"{name}:{value:.17g}" for name, value in sorted(ask.set.items())),
             "reforms": ",".join(ask.reforms)}  # fmt: skip
    told = "&".join(f"{key}={quote(str(each), safe=',:/')}" for key, each in parts.items() if each != "")
    return f"#/run?{told}"


def _command(ask: Ask, scheme: str, twin: str) -> str:
    words = ["xinyong", "run", _path(scheme), "--against", _path(twin), "--citizens", str(ask.citizens)]
    words += ["--frame", ask.frame, "--start", ask.start, "--months", str(ask.months)]
    words += ["--seed", str(ask.seed)]
    for name, value in sorted(ask.set.items()):
        words += ["--set", f"{name}={value!r}"]
    return shlex.join([*words, "--out", OUT])


def _path(word: str) -> str:
    """A file beside, so that nothing of the library is meant."""
    return f"./{word}" if word.endswith(".yaml") and "/" not in word.removesuffix("/rulebook.yaml") else word


def _python(
    ask: Ask, word: str, reforms: list[str], files: Mapping[str, tuple[str, str]], twin: str
) -> str:
    scheme = _path(files[word][0]) if word in files else word
    rest = [f"citizens={ask.citizens}", f"seed={ask.seed}", f"frame={ask.frame!r}", f"start={ask.start!r}"]
    if ask.set:
        rest.append(f"settings={json.dumps(dict(sorted(ask.set.items())))}")
    common = ", ".join(rest)
    lines = ["import xinyong as xy", "", f"world = xy.World({scheme!r}, {common})"]
    for each in reforms:
        lines.append(f"world = world.reform({_path(files[each][0]) if each in files else each!r})")
    if ask.against == "none":
        lines.append(f"run = world.run(months={ask.months}, out={OUT!r})")
    else:
        lines += [f"twin = xy.World({_path(twin)!r}, {common})",
                  f"pair = xy.compare(world, twin, months={ask.months}, out={OUT!r})",
                  'pair.difference.sel(place="all", group="all")']  # fmt: skip
    return "\n".join(lines) + "\n"


def _merged(ask: Ask, reforms: list[str], files: Mapping[str, tuple[str, str]]) -> str:
    """Several reforms as one, since a command takes one scheme: their patches one after another."""
    from xinyong.scheme.reading import read_text

    patches: list[Any] = []
    for each in reforms:
        if each in files:
            data = read_text(files[each][1]).data
        else:
            path = library.scheme_files().get(each)
            data = library.read(path).data if path is not None else None
        own = data.get("patch", []) if isinstance(data, dict) else []
        patches += own if isinstance(own, list) else [own]
    base = f"./{files[ask.scheme][0]}" if ask.scheme in files else ask.scheme
    told = {"id": _MERGED, "name": " and ".join(reforms),
            "summary": f"{', '.join(reforms)}, one after another.", "base": base}  # fmt: skip
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    lines += ["patch:", *(f"  - {json.dumps(each, ensure_ascii=False)}" for each in patches)]
    return "\n".join(lines) + "\n"
