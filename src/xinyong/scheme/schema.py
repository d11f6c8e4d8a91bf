"""JSON Schemas of the language, for editors.

``python -m xinyong.scheme.schema`` writes them to ``library/schemas``, one a kind of file; a test
checks that they are current. In a file of one's own, the first line

    # yaml-language-server: $schema=<folder>/rulebook.schema.json

makes an editor complete keys and underline mistakes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from xinyong.scheme import files, library

_NAMES: Final = {
    "rulebook": files.RULE_BOOK,
    "scheme": files.SCHEME,
    "reform": files.REFORM,
    "conduct": files.CONDUCTS,
    "access": files.ACCESS,
    "channels": files.CHANNELS,
    "sources": files.SOURCES,
    "places": files.PLACES,
    "cases": files.CASES,
    "history": files.HISTORY,
}


def schemas() -> dict[str, dict[str, Any]]:
    """File name and JSON Schema of each kind of file."""
    found: dict[str, dict[str, Any]] = {}
    for name, kind in _NAMES.items():
        schema = kind.model.model_json_schema(by_alias=True)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = f"Xinyong {kind.name}"
        found[f"{name}.schema.json"] = schema
    return found


def texts() -> dict[str, str]:
    """File name and exact text of each schema."""
    return {
        name: json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name, schema in schemas().items()
    }


def main(arguments: Sequence[str]) -> int:
    """Write the schemas to a folder (by default the library's) and say so."""
    folder = Path(arguments[0]) if arguments else library.root() / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
