"""The web application: addresses, and which answer stands at each."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

from anyio import to_thread
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from xinyong import __version__
from xinyong.errors import FolderError, InputError, Problem, UnknownName, XinyongError
from xinyong.show.explore import claims_answers, rules_answers, run_answers
from xinyong.show.explore.document import document
from xinyong.show.explore.guarding import Guard
from xinyong.show.explore.messages import AssessBody, CheckBody, CommandBody
from xinyong.show.explore.plain import invalid, text_of, told
from xinyong.show.explore.saying import said
from xinyong.show.explore.socket import Page
from xinyong.show.explore.state import Explorer
from xinyong.show.explore.texts import chinese

#: Bytes under which an answer is not packed.
_PACKED: Final = 1500
#: Answers that are computed at once.
_THREADS: Final = 8
_TYPES: Final = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
                 ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
                 ".woff2": "font/woff2"}  # fmt: skip
STATIC: Final = Path(__file__).resolve().parent / "static"
_Body = TypeVar("_Body", bound=BaseModel)
Endpoint = Callable[[Request], Response]


def application(explorer: Explorer, host: str = "127.0.0.1") -> ASGIApp:
    """The application for one explorer, as it is served on ``host``."""

    @asynccontextmanager
    async def lives(app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        explorer.runner.start()
        yield
        await to_thread.run_sync(explorer.runner.close)

    views = Views(explorer)
    app = Starlette(routes=views.routes(), lifespan=lives, exception_handlers={
        XinyongError: _wrong, HTTPException: _no_such, ValidationError: _invalid,
    })  # fmt: skip
    return Guard(GZipMiddleware(app, minimum_size=_PACKED, compresslevel=5), host, explorer.limits.body)


class Views:
    """What stands at each address."""

    def __init__(self, explorer: Explorer) -> None:
        """Take what there is to show."""
        self._explorer = explorer

    def routes(self) -> list[Route | WebSocketRoute]:
        """All of them; ``document`` describes the same ones."""
        shelf = self._explorer.shelf

        def get(path: str, answer: Callable[..., Any], *names: str, **more: str | None) -> Route:
            return Route(path, _getting(answer, names, more))

        def run(path: str, answer: Callable[..., Any], *names: str) -> Route:
            return Route(path, _getting(partial(answer, shelf), ("run", *names), {}))

        return [
            Route("/", self._index), Route("/static/{name}", self._static),
            Route("/api/about", self._about),
            get("/api/openapi.json", document),
            get("/api/list/{what}", rules_answers.listed, "what"),
            get("/api/show/{id}", rules_answers.shown, "id"),
            get("/api/chinese", chinese),
            get("/api/shipped", run_answers.shipped),
            Route("/api/runs/{run}", self._run),
            Route("/api/runs/{run}/dossier/{subject}", self._dossier),
            run("/api/runs/{run}/pick/{how}", run_answers.picked, "how"),
            run("/api/runs/{run}/stories", run_answers.stories),
            Route("/api/runs/{run}/data.csv", self._csv(run_answers.months_csv)),
            Route("/api/runs/{run}/groups.csv", self._csv(run_answers.groups_csv)),
            get("/api/claims", claims_answers.board),
            get("/api/claims/{id}", claims_answers.card, "id"),
            get("/api/flows", rules_answers.flows, month="2020-01", scheme="china-2020"),
            get("/api/books/{id}", rules_answers.book, "id", month=None),
            get("/api/portrayal", claims_answers.portrayal),
            get("/api/headline", claims_answers.headline),
            get("/api/frontier", claims_answers.frontier),
            get("/api/schema/{kind}", rules_answers.schema, "kind"),
            _posting("/api/assess", AssessBody, rules_answers.assessed),
            _posting("/api/check", CheckBody, rules_answers.checked),
            _posting("/api/command", CommandBody, lambda body: said(body.ask)),
            WebSocketRoute("/ws", self._socket),
        ]  # fmt: skip

    def _about(self, request: Request) -> Response:
        ready = self._explorer.runner.ready.is_set()
        return _json({"version": __version__, "ready": ready, "limits": self._explorer.limits.as_dict(),
                      "languages": ["en", "zh"]})  # fmt: skip

    def _index(self, request: Request) -> Response:
        return _file(request, "index.html")

    def _static(self, request: Request) -> Response:
        return _file(request, str(request.path_params["name"]))

    def _run(self, request: Request) -> Response:
        key = str(request.path_params["run"])
        if key == run_answers.SHIPPED:
            return _json(run_answers.shipped())
        return _packed(request, self._explorer.shelf.data(key), "application/json")

    async def _dossier(self, request: Request) -> Response:
        key, text = str(request.path_params["run"]), str(request.path_params["subject"])
        if not text.isascii() or not text.isdecimal() or len(text) > 12:
            raise InputError(
                Problem(path="subject", found=repr(text[:40]), allowed="allowed: a whole number")
            )
        found = await to_thread.run_sync(
            run_answers.dossier, self._explorer.shelf, key, int(text), limiter=self._explorer.tellers
        )
        return _json(found)

    def _csv(self, write: Callable[[dict[str, Any]], bytes]) -> Endpoint:
        def answer(request: Request) -> Response:
            key = str(request.path_params["run"])
            text = write(run_answers.whole(self._explorer.shelf, key))
            name = f"xinyong-{key[:16]}-{request.url.path.rpartition('/')[2]}"
            return Response(text, media_type="text/csv",
                            headers={"content-disposition": f'attachment; filename="{name}"'})  # fmt: skip

        return answer

    async def _socket(self, socket: WebSocket) -> None:
        pages = self._explorer.pages
        if len(pages) >= self._explorer.limits.clients:
            await socket.close(1013)
            return
        await socket.accept()
        page = Page(socket, self._explorer)
        pages.add(page)
        try:
            await page.serve()
        finally:
            pages.discard(page)


def _getting(answer: Callable[..., Any], names: tuple[str, ...], more: dict[str, str | None]) -> Endpoint:
    """An answer to what stands in the address, and to what may follow its question mark."""

    def answered(request: Request) -> Response:
        unknown = [key for key in request.query_params if key not in more]
        if unknown:
            raise InputError([Problem(path=key[:60], found="nothing to be asked here") for key in unknown])
        given = {key: request.query_params.get(key, default) for key, default in more.items()}
        return _json(answer(*(str(request.path_params[name]) for name in names), **given))

    return answered


def _posting(path: str, model: type[_Body], answer: Callable[[_Body], Any]) -> Route:
    """An answer to a body; the text is read strictly."""

    async def answered(request: Request) -> Response:
        body = model.model_validate_json(await request.body())
        return _json(await to_thread.run_sync(answer, body))

    return Route(path, answered, methods=["POST"])


def _json(data: Any, status: int = 200) -> Response:
    return Response(text_of(data), status, media_type="application/json")


def _packed(request: Request, data: bytes, kind: str) -> Response:
    """An answer that lies there packed; unpacked for who cannot do that."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(data), media_type=kind)
    return Response(data, media_type=kind, headers={"content-encoding": "gzip", "vary": "accept-encoding"})


def _file(request: Request, name: str) -> Response:
    """A file of the bundle: one that lies there, by its name alone."""
    path = next((each for each in STATIC.glob("*") if each.name == name and each.suffix in _TYPES), None)
    if path is None:
        raise run_answers.no_page(name)
    return _packed(request, _bundled(path, path.stat().st_mtime_ns), _TYPES[path.suffix])


@lru_cache(maxsize=16)
def _bundled(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, XinyongError)
    missing = isinstance(error, UnknownName | FolderError) and request.method == "GET"
    return _json({"problems": told(error.problems)}, 404 if missing else 422)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, ValidationError)
    return _json({"problems": told(invalid(error))}, 422)


def _no_such(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(path=request.url.path[:80], found=str(error.detail), remedy="begin at /")
    response = _json({"problems": told([problem])}, error.status_code)
    response.headers.update(error.headers or {})
    return response
