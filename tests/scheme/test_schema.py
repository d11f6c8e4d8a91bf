"""The JSON Schemas that are shipped are those of the models."""

from __future__ import annotations

from typing import get_args

from xinyong.scheme import library, schema
from xinyong.scheme.books import Kind


def test_shipped_schemas_are_current() -> None:
    folder = library.root() / "schemas"
    shipped = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    assert shipped == schema.texts(), "run: python -m xinyong.scheme.schema"


def test_schemas_refuse_unknown_keys_and_know_the_words() -> None:
    book = schema.schemas()["rulebook.schema.json"]
    assert book["additionalProperties"] is False
    assert {"id", "name", "kind", "in_force"} <= set(book["required"])
    assert book["properties"]["kind"]["enum"] == list(get_args(Kind))
    assert "from" in book["$defs"]["Collects"]["properties"]
