"""The OpenAPI document: every address, what it takes and what it gives, from the models of ``messages``."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from xinyong import __version__
from xinyong.show.explore import messages as m

_REF: Final = "#/components/schemas/{model}"
_WORD: Final = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[A-Za-z0-9._-]+$"}
_MONTH: Final = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_OBJECT: Final = {"type": "object"}
_ROWS: Final = {"type": "array", "items": _OBJECT}
#: Address, what it answers, its form, and what may follow the question mark.
_GETS: Final[tuple[tuple[str, str, Any, dict[str, Any]], ...]] = (
    ("/api/about", "The program, and how much it takes on", m.About, {}),
    ("/api/list/{what}", "Rows of a list", _ROWS, {}),
    ("/api/show/{id}", "What an id stands for", _OBJECT, {}),
    ("/api/chinese", "The library's texts in Chinese, by their English", _OBJECT, {}),
    ("/api/shipped", "The run that comes with the program", _OBJECT, {}),
    ("/api/runs/{run}", "A finished run", _OBJECT, {}),
    ("/api/runs/{run}/dossier/{subject}", "One subject's story beside its twin's", _OBJECT, {}),
    ("/api/runs/{run}/pick/{how}", "A subject worth looking at", m.Picked, {}),
    ("/api/runs/{run}/stories", "What outlets would report of a run", _OBJECT, {}),
    ("/api/runs/{run}/data.csv", "All monthly indicators", None, {}),
    ("/api/runs/{run}/groups.csv", "Groups over the last twelve months", None, {}),
    ("/api/claims", "The verdict board", _OBJECT, {}),
    ("/api/claims/{id}", "One claim in full", _OBJECT, {}),
    ("/api/flows", "Institutions and agreements in force", _OBJECT, {"month": _MONTH, "scheme": _WORD}),
    ("/api/books/{id}", "A rule book in sections", _OBJECT, {"month": _MONTH}),
    ("/api/portrayal", "Who says what, and what outlets would report", _OBJECT, {}),
    ("/api/headline", "The headline", _OBJECT, {}),
    ("/api/frontier", "The frontier", _OBJECT, {}),
    ("/api/schema/{kind}", "JSON Schema of a kind of file, and its words", _OBJECT, {}),
    ("/api/openapi.json", "This document", _OBJECT, {}),
)
_POSTS: Final[tuple[tuple[str, str, type[BaseModel], Any], ...]] = (
    ("/api/assess", "What a scheme makes of one record", m.AssessBody, _OBJECT),
    ("/api/check", "All that is wrong with a text", m.CheckBody, m.Checked),
    ("/api/command", "A run as command line and Python", m.CommandBody, m.Command),
)
#: Messages of the socket at ``/ws``: no path of this document, but their models are in it.
_SOCKET: Final = (m.RunMessage, m.CancelMessage, m.ClaimMessage)


@cache
def document() -> dict[str, Any]:
    """The document."""
    shown = (m.About, m.Problems, m.Checked, m.Command, m.Picked)
    models: list[tuple[type[BaseModel], Any]] = [(each, "serialization") for each in shown]
    models += [(each, "validation") for each in (m.AssessBody, m.CheckBody, m.CommandBody, *_SOCKET)]
    _, schemas = models_json_schema(models, ref_template=_REF)
    paths: dict[str, Any] = {}
    for path, summary, form, query in _GETS:
        named = [step[1:-1] for step in path.split("/") if step.startswith("{")]
        places = [{"name": name, "in": "path", "required": True, "schema": _WORD} for name in named]
        places += [{"name": name, "in": "query", "schema": each} for name, each in query.items()]
        kind = "text/csv" if form is None else "application/json"
        found = _answers({kind: {"schema": {"type": "string"} if form is None else _form(form)}})
        paths[path] = {"get": {"summary": summary, "parameters": places, "responses": found}}
    for path, summary, body, form in _POSTS:
        paths[path] = {"post": {
            "summary": summary, "responses": _answers({"application/json": {"schema": _form(form)}}),
            "requestBody": {"required": True, "content": {"application/json": {"schema": _form(body)}}},
        }}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Xinyong's explorer", "version": __version__,
                 "description": "Runs are asked for over the socket at /ws, by RunMessage, CancelMessage and "
                 "ClaimMessage."},
        "paths": paths, "components": {"schemas": schemas["$defs"]},
    }  # fmt: skip


def _form(form: Any) -> dict[str, Any]:
    if isinstance(form, dict):
        return form
    return {"$ref": _REF.format(model=form.__name__)}


def _answers(content: dict[str, Any]) -> dict[str, Any]:
    wrong = {"description": "All that is wrong",
             "content": {"application/json": {"schema": _form(m.Problems)}}}
    return {"200": {"description": "The answer", "content": content},
            **{code: wrong for code in ("400", "403", "404", "405", "408", "413", "422")}}  # fmt: skip
