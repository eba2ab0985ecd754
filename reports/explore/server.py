"""The web server of the page: what can be asked for, and of whom.

It keeps nothing of a reader. Each request carries its whole wish; who closes the page, or moves a
slider on, stops listening, and what nobody waits for ends.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from reports.explore import first
from reports.explore.catalogue import catalogue
from reports.explore.downloads import growth_csv, scenario_toml, ties_csv
from reports.explore.guard import Guard, body_of
from reports.explore.jobs import News
from reports.explore.mistakes import ExploreError
from reports.explore.strategies import read_comparison
from reports.explore.wishes import Wish, read_wish
from reports.explore.workers import Workers
from reports.templating import render
from reports.theme import palette

STATIC = Path(__file__).with_name("static")
FILES = {"explore.css": "text/css", **dict.fromkeys(("api.js", "map.js"), "text/javascript")}
FILES |= dict.fromkeys(("panel.js", "growth.js", "town.js"), "text/javascript")
FILES |= dict.fromkeys(("strategies.js", "explore.js"), "text/javascript")
EMBED = "window.vegaEmbed = vegaEmbed;"
"""What the page needs of the programs that draw charts."""
WORD = 300
"""Signs of a place's name that are looked at."""

Answer = Callable[[Request], Awaitable[Response]]


def application(world: str, port: int, workers: int = 2) -> Starlette:
    """Build the server of one world.

    Parameters
    ----------
    world : {"germany", "toy"}
    port : int
        On which it listens: requests that name another host are refused.
    workers : int
        Processes that simulate; one more compares strategies.
    """
    simulating, comparing = Workers(workers, world), Workers(1, world)
    site = _Site(world, simulating, comparing)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        simulating.start()
        wish, before = Wish(), first.kept(world)
        if before is None:
            simulating.prefetch("history", wish.key, wish)  # what a page shows first
        else:
            simulating.keep("history", wish.key, before)
            simulating.prefetch("ready", None, None)
        try:
            yield
        finally:
            simulating.close()
            comparing.close()

    routes = [
        Route("/", site.page),
        Route("/static/{name}", site.file),
        Route("/vega.js", site.vega),
        Route("/catalogue", site.catalogue),
        Route("/history", _told(site.history), methods=["POST"]),
        Route("/town", _told(site.town), methods=["POST"]),
        Route("/strategies", _told(site.strategies), methods=["POST"]),
        Route("/download/{what}", _told(site.download), methods=["POST"]),
    ]
    app = Starlette(routes=routes, lifespan=life)
    app.add_middleware(Guard, port=port)
    return app


class _Site:
    """What is answered to each request."""

    def __init__(self, world: str, simulating: Workers, comparing: Workers) -> None:
        self.world, self.simulating, self.comparing = world, simulating, comparing
        self._comparing_started = False

    async def page(self, _request: Request) -> Response:
        html = render("explore.html.j2", world=self.world, colours=palette())
        return Response(html, media_type="text/html")

    async def file(self, request: Request) -> Response:
        kind = FILES.get(name := request.path_params["name"])
        if kind is None:
            return PlainTextResponse("there is no such file", 404)
        text = (STATIC / name).read_text(encoding="utf-8")
        if name == "explore.css":
            text = render("style.css.j2", colours=palette()) + text
        return Response(text, media_type=kind)

    async def vega(self, _request: Request) -> Response:
        return Response(await run_in_threadpool(_vega), media_type="text/javascript")

    async def catalogue(self, _request: Request) -> Response:
        text = await run_in_threadpool(_catalogue, self.world)
        return Response(text, media_type="application/json")

    async def history(self, request: Request) -> Response:
        wish = read_wish(await body_of(request))
        wish.scenario()  # refused before it waits for a process
        return _stream(self.simulating.ask("history", wish.key, wish), wish.named())

    async def town(self, request: Request) -> Response:
        given = await body_of(request)
        text = given.get("place") if isinstance(given, dict) else None
        if not isinstance(text, str):
            raise ExploreError("place: give the name of a German town or district")
        text = text[:WORD]
        return _stream(self.simulating.ask("town", text, text))

    async def strategies(self, request: Request) -> Response:
        wanted = read_comparison(await body_of(request))
        if not self._comparing_started:  # a process of its own, once someone compares
            self._comparing_started = True
            self.comparing.start()
        return _stream(self.comparing.ask("strategies", wanted, wanted))

    async def download(self, request: Request) -> Response:
        what, wish = request.path_params["what"], read_wish(await body_of(request))
        if what == "mine.toml":
            wish.scenario()
            return _file(scenario_toml(wish, self.world).encode(), "application/toml", what)
        make = {"ties.csv": ties_csv, "growth.csv": growth_csv}.get(what)
        if make is None:
            return PlainTextResponse("there is no such file", 404)
        shown = await self._shown(wish)
        return _file(await run_in_threadpool(make, shown), "text/csv", what)

    async def _shown(self, wish: Wish) -> dict[str, Any]:
        """What the page shows of a wish: kept, or simulated once more."""
        async for word, content in self.simulating.ask("history", wish.key, wish):
            if word == "failed":
                raise ExploreError(content)
            if word == "done":
                shown: dict[str, Any] = json.loads(content)
                return shown
        raise ExploreError("the simulation broke off; try again")


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed, as vl-convert carries them: the page asks no one else."""
    import vl_convert

    text: str = vl_convert.javascript_bundle(EMBED)
    return text


@cache
def _catalogue(world: str) -> str:
    return json.dumps(catalogue(world), ensure_ascii=False)


def _told(answer: Answer) -> Answer:
    """Tell a mistake of a reader in one sentence."""

    async def answering(request: Request) -> Response:
        try:
            return await answer(request)
        except ExploreError as error:
            return PlainTextResponse(str(error), 400)

    return answering


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _stream(news: AsyncGenerator[News], title: str = "") -> Response:
    """One line of JSON for each piece of news; the last one is the result, or why there is none.

    What is asked for under another title is the same, and made once: the title goes beside it.
    """

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for word, content in news:
                if word == "done":
                    name = json.dumps(title, ensure_ascii=False).encode()
                    yield b'{"title":' + name + b',"done":' + content + b"}\n"
                else:
                    yield json.dumps({word: content}, ensure_ascii=False).encode() + b"\n"
        except ExploreError as error:
            yield json.dumps({"failed": str(error)}, ensure_ascii=False).encode() + b"\n"
        finally:
            await news.aclose()  # who listened may have gone away

    return StreamingResponse(lines(), media_type="application/x-ndjson")
