"""What stands between the network and the answers: who may ask, how much, and what goes out with each answer.

A browser lets any page of the web send requests to this machine. So a request must name this server as its
host (a name that an attacker points here is refused), and what comes from another page is refused too.
"""

from __future__ import annotations

import asyncio
import ipaddress
import sys
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xinyong.errors import Problem
from xinyong.show.explore.plain import text_of, told

#: What a page may load and do: its own script and style, and this server.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}  # fmt: skip
#: Bytes of a request that is too long which are heard, and seconds for a whole request.
_HEARD, _PATIENCE = 8 * 1024 * 1024, 20.0
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Whether a host to listen on is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Checks host, origin and size of everything that comes in; puts headers on everything that goes out."""

    def __init__(self, app: ASGIApp, host: str, body: int) -> None:
        """``host`` is what the server listens on, ``body`` the most bytes of a request."""
        self._app, self._body = app, body
        self._hosts = {*_LOCAL, host.lower()}
        self._open = not is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        wrong = self._stranger(headers)
        if scope["type"] == "websocket":
            await (self._app(scope, receive, send) if wrong is None else _shut(receive, send))
            return
        out = _Out(send)
        if wrong is not None:
            await out.refuse(403, wrong)
            return
        if scope["method"] in ("GET", "HEAD"):
            await self._answer(scope, receive, out)
            return
        given = headers.get("content-length", "")
        long = given.isdecimal() and (len(given) > 18 or int(given) > self._body)
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await _read(receive, -1 if long else self._body)
        except TimeoutError:
            await out.refuse(408, Problem(found="a request that does not come to its end"), close=True)
            return
        if body is None:
            await out.refuse(413, self._too_long(), close=True)
            return
        await self._answer(scope, _given(body, receive), out)

    async def _answer(self, scope: Scope, receive: Receive, out: _Out) -> None:
        try:
            await self._app(scope, receive, out)
        except Exception as error:
            name = type(error).__name__
            print(f"xinyong: {scope['path'][:80]}: {name}: {error}", file=sys.stderr, flush=True)
            if not out.begun:
                await out.refuse(500, Problem(found=f"this should not have happened: {name}",
                                              remedy="the terminal of the server says more"))  # fmt: skip

    def _stranger(self, headers: Mapping[str, str]) -> Problem | None:
        named = headers.get("host", "")
        if not self._is_here(named):
            return Problem(path="Host", found=f"a request for {named[:80]!r}", allowed="allowed: this server",
                           remedy="open the address that xinyong explore prints")  # fmt: skip
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != named.lower():
            return Problem(path="Origin", found=f"a request from {origin[:80]!r}",
                           allowed="allowed: pages of this server")  # fmt: skip
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and (
            headers.get("sec-fetch-mode") != "navigate"
        ):
            return Problem(path="Sec-Fetch-Site", found="a request from another page",
                           allowed="allowed: pages of this server")  # fmt: skip
        return None

    def _is_here(self, named: str) -> bool:
        try:
            host = urlsplit(f"//{named}").hostname
        except ValueError:
            return False
        if not host:
            return False
        if host in self._hosts:
            return True
        try:
            # an address is no name that somebody could point here
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return self._open or is_loopback(host)

    def _too_long(self) -> Problem:
        return Problem(found="a request that is too long", allowed=f"allowed: {self._body:,} bytes",
                       remedy="send less at a time")  # fmt: skip


class _Out:
    """Sends on, with headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            have = {key.lower() for key, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((key.encode(), value.encode()) for key, value in HEADERS.items()
                  if key.encode() not in have),
            ]  # fmt: skip
            if b"cache-control" not in have:
                message["headers"].append((b"cache-control", b"no-cache"))
        await self._send(message)

    async def refuse(self, status: int, problem: Problem, close: bool = False) -> None:
        body = text_of({"problems": told([problem])})
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if close:
            headers.append((b"connection", b"close"))
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})


async def _shut(receive: Receive, send: Send) -> None:
    """Refuse a socket before it is opened."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


async def _read(receive: Receive, most: int) -> bytes | None:
    """The whole body, or None where it is longer than ``most``.

    What is too long is still heard to its end, within reason: a sender that is cut off in the middle
    sees a broken connection, not the answer.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        piece = message.get("body", b"")
        size += len(piece)
        if size <= most:
            parts.append(piece)
        else:
            parts.clear()
        if not message.get("more_body", False) or size > _HEARD:
            return b"".join(parts) if size <= most else None


def _given(body: bytes, receive: Receive) -> Receive:
    """A body that was read already."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return waiting.pop() if waiting else await receive()

    return given
