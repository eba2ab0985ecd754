"""One job, and those who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Hashable
from dataclasses import dataclass, field
from typing import Any

News = tuple[str, Any]
"""("told", dict) as often as there is something to tell, then ("done", bytes) or ("failed", str)"""


@dataclass(eq=False)
class Job:
    """Something to be done once, however many wait for it.

    All of it is touched in the server's event loop alone, but for `wanted`, which a thread reads.

    Attributes
    ----------
    number, key, kind, content : what it is; jobs with one key give the same
    pinned : bool
        Whether it goes on though nobody waits.
    wanted : bool
    result : News or None
        Its last news.
    """

    number: int
    key: Hashable
    kind: str
    content: Any
    pinned: bool = False
    wanted: bool = True
    result: News | None = None
    _waiting: set[asyncio.Queue[News]] = field(default_factory=set)

    def spread(self, news: News) -> None:
        """Pass news on to all who wait."""
        if news[0] != "told":
            self.result = news
        for queue in self._waiting:
            queue.put_nowait(news)

    @property
    def forsaken(self) -> bool:
        """Whether nobody waits for it, and nothing else keeps it."""
        return not self._waiting and not self.pinned and self.result is None

    async def news(self) -> AsyncGenerator[News]:
        """All news until the last one."""
        if self.result is not None:
            yield self.result
            return
        queue = asyncio.Queue[News]()
        self._waiting.add(queue)
        try:
            while True:
                news = await queue.get()
                yield news
                if news[0] != "told":
                    return
        finally:
            self._waiting.discard(queue)
