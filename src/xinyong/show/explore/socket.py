"""The socket of a page: runs are asked for, months come back as they are lived, ten times a second."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anyio import to_thread
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from xinyong.errors import Problem, UsageError, XinyongError
from xinyong.show.explore.jobs import BEAT, WORLDS, ClaimJob, Job, RunJob
from xinyong.show.explore.messages import ASKED, Ask, CancelMessage, ClaimMessage, RunMessage
from xinyong.show.explore.plain import invalid, text_of, told
from xinyong.show.explore.resolving import resolve

if TYPE_CHECKING:
    from xinyong.show.explore.state import Explorer

#: Seconds that each further page adds to the beat, so that a crowd leaves the engine its time.
_SLOWER: Final = 0.006
#: Seconds after each message in which no other is read.
_PAUSE: Final = 0.02


@dataclass
class Watch:
    """What a page has been told of a job."""

    job: Job
    months: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORLDS.values(), 0))
    said: tuple[Any, ...] = ()


class Page:
    """One open socket."""

    def __init__(self, socket: WebSocket, explorer: Explorer) -> None:
        """Nothing is watched yet."""
        self._socket, self._explorer = socket, explorer
        self._watches: dict[str, Watch] = {}
        self._sending = asyncio.Lock()
        self._woken = asyncio.Event()

    async def serve(self) -> None:
        """Read until the page goes; then whatever it alone watched is stopped."""
        pump = asyncio.create_task(self._pump())
        try:
            while True:
                text = await self._socket.receive_text()
                await self._take(text)
                await asyncio.sleep(_PAUSE)
        except (WebSocketDisconnect, RuntimeError, KeyError):
            # KeyError: a frame of bytes where a text was due
            if self._socket.application_state is WebSocketState.CONNECTED:
                await self._shut()
        finally:
            pump.cancel()
            for watch in self._watches.values():
                self._explorer.runner.leave(watch.job, self)

    async def _shut(self) -> None:
        try:
            await self._socket.close(1003)
        except (RuntimeError, WebSocketDisconnect):
            return

    async def _take(self, text: str) -> None:
        limit = self._explorer.limits.body
        if len(text) > limit:
            await self._refuse([Problem(found="a message that is too long",
                                        allowed=f"allowed: {limit:,} bytes")])  # fmt: skip
            return
        id = _id(text)
        try:
            message = ASKED.validate_json(text)
        except ValidationError as error:
            keys = list(Ask.model_fields)
            await self._refuse(invalid(error, keys), id)
            return
        except (ValueError, RecursionError):
            await self._refuse([Problem(found="no JSON")], id)
            return
        try:
            await self._do(message)
        except XinyongError as error:
            await self._refuse(error.problems, id)

    async def _do(self, message: RunMessage | CancelMessage | ClaimMessage) -> None:
        if isinstance(message, CancelMessage):
            watch = self._watches.pop(message.id, None)
            if watch is not None:
                self._explorer.runner.leave(watch.job, self)
            await self._send({"kind": "cancelled", "id": message.id})
            return
        if message.id in self._watches:
            raise UsageError(Problem(path="id", found=f"{message.id!r} is in use", remedy="choose another"))
        job = await self._job(message)
        if isinstance(job, RunJob) and job.key in self._explorer.shelf:
            _away(job)
            await self._send({"kind": "done", "id": message.id, "run": job.key})
            return
        watched = job
        try:
            watched = self._explorer.runner.watch(job, self, len(self._watches))
            ahead = self._explorer.runner.ahead(watched)
            self._watches[message.id] = Watch(watched, said=("waiting", ahead))
        finally:
            if message.id not in self._watches or watched is not job:
                _away(job)
        await self._send({"kind": "queued", "id": message.id, "ahead": ahead})
        self._woken.set()

    async def _job(self, message: RunMessage | ClaimMessage) -> Job:
        if isinstance(message, ClaimMessage):
            from xinyong.claims.reading import choose, library

            ids = tuple(sorted({each.upper() for each in message.ids}))
            choose(library(), ids, None)
            told = hashlib.sha256(f"{ids} {message.draws}".encode()).hexdigest()
            return ClaimJob(told, ids, message.draws)
        folder = Path(tempfile.mkdtemp(prefix="asked-", dir=self._explorer.folder))
        try:
            return RunJob(
                await to_thread.run_sync(resolve, message.ask, folder, limiter=self._explorer.readers), folder
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    async def _pump(self) -> None:
        """Tell what is new of every job that is watched."""
        while True:
            if not self._watches:
                self._woken.clear()
                await self._woken.wait()
            for id, watch in list(self._watches.items()):
                await self._tell(id, watch)
            await asyncio.sleep(BEAT + _SLOWER * (len(self._explorer.pages) - 1))

    async def _tell(self, id: str, watch: Watch) -> None:
        job = watch.job
        over = job.over
        if job.state == "waiting":
            said: tuple[Any, ...] = ("waiting", self._explorer.runner.ahead(job))
            if said != watch.said:
                watch.said = said
                await self._send({"kind": "queued", "id": id, "ahead": said[1]})
        else:
            said = (job.stage, job.done, job.of)
            if said != watch.said:
                watch.said = said
                await self._send({"kind": "progress", "id": id, "stage": job.stage, "done": job.done,
                                  "of": job.of, "eta_s": job.left})  # fmt: skip
        if isinstance(job, RunJob):
            for world, told_to in watch.months.items():
                lived = job.lived(world)
                if lived > told_to:
                    piece = job.months(world, told_to, lived)
                    watch.months[world] = lived
                    head = text_of({"kind": "months", "id": id})[:-1]
                    await self._text(head + b"," + piece + b"}")
        if over and self._watches.get(id) is watch:
            del self._watches[id]
            await self._send(_end(id, job))

    async def _refuse(self, problems: Any, id: str | None = None) -> None:
        named = {} if id is None else {"id": id}
        await self._send({"kind": "refused", **named, "problems": told(problems, self._explorer.folder)})

    async def _send(self, data: dict[str, Any]) -> None:
        await self._text(text_of(data))

    async def _text(self, data: bytes) -> None:
        async with self._sending:
            await self._socket.send_text(data.decode())



def _end(id: str, job: Job) -> dict[str, Any]:
    if job.state == "failed":
        return {"kind": "failed", "id": id, "problems": job.problems}
    if job.state == "cancelled":
        return {"kind": "cancelled", "id": id}
    return {"kind": "done", "id": id, **job.result}


def _id(text: str) -> str | None:
    """The id of a message that may be wrong otherwise."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    id = found.get("id") if isinstance(found, dict) else None
    return id if isinstance(id, str) and len(id) <= 64 else None


def _away(job: Job) -> None:
    """Away with what was written for a job that will not run."""
    if isinstance(job, RunJob):
        shutil.rmtree(job.folder, ignore_errors=True)
