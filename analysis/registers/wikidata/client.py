"""Asking a query service politely: one question at a time, with pauses, patience and an end to it.

The standard library does it: no HTTP library is among the pinned packages.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from analysis.registers.errors import RegisterError
from scenarios.runs import version
from scenarios.runs.mistakes import shown

TRIES = 5
TIMEOUT = 75.0
"""Seconds; the service itself gives up after 60."""
PAUSE = 1.0
"""Seconds between two questions."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds to wait after the first failure (each further one doubles them), and at most."""
THROTTLED = 60.0
"""Seconds to wait where the service has had too many questions and names no time, as it asks."""
LARGEST = 64 * 2**20
"""Bytes of an answer."""
TIMED_OUT = b"TimeoutException"
"""What the service writes when its own time is up: in an error, or, where it had begun to answer,
in the middle of results with status 200."""
FORBIDDEN, TOO_MANY, GATEWAY_TIMEOUT = 403, 429, 504
ACCEPT = "application/sparql-results+json"
LIBRARY = f"Python-urllib/{sys.version_info.major}.{sys.version_info.minor}"
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that another try may better."""


class TooMuch(Exception):
    """The service takes too long over a question; a smaller one may do."""


@dataclass
class Client:
    """Asks a query service.

    Attributes
    ----------
    endpoint : address of the service
    contact : of the person who asks, for the service's operators, or None
    sleep : what waits, seconds
    tries, timeout, pause : how often, how long (seconds), with which pause (seconds)
    """

    endpoint: str
    contact: str | None = None
    sleep: Callable[[float], None] = time.sleep
    tries: int = TRIES
    timeout: float = TIMEOUT
    pause: float = PAUSE
    _asked: bool = False

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise RegisterError(
                f"--endpoint '{shown(self.endpoint)}': expected an address with http or https"
            )

    @property
    def agent(self) -> str:
        """How the client introduces itself: name/version (contact) library/version.

        So Wikimedia's User-Agent policy wants it; without a contact it may be refused.
        """
        who = "".join(sign for sign in self.contact or "" if sign.isprintable() and sign != "\n")
        return f"jumelage/{version()} ({who or 'research on town twinning'}) {LIBRARY}"

    def ask(self, query: str) -> bytes:
        """The answer to a query, as it came; it is JSON with head and results.

        Raises
        ------
        TooMuch
            If every try ran out of time.
        RegisterError
            If the service cannot be asked, refuses or does not answer in SPARQL's JSON.
        """
        told, slow = "", False
        for attempt in range(self.tries):
            if self._asked and attempt == 0:
                self.sleep(self.pause)
            self._asked = True
            wait = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)
            try:
                return self._once(query)
            except urllib.error.HTTPError as error:
                told, slow = self._refused(error)
                wait = self._asked_to_wait(error, wait)
            except TimeoutError:
                told, slow = f"no answer within {self.timeout:g} seconds", True
            except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", error)
                slow = isinstance(reason, TimeoutError)
                told = shown(str(reason) or type(error).__name__)
            except _Broken as error:
                told, slow = str(error), error.slow
            if slow and attempt >= 1:
                raise TooMuch(told)
            if attempt + 1 < self.tries:
                self.sleep(wait)
        raise RegisterError(
            f"{shown(self.endpoint)}: gave up after {self.tries} tries: {told}; finished answers "
            "are kept, so try the same call later"
        )

    def _once(self, query: str) -> bytes:
        address = f"{self.endpoint}?{urllib.parse.urlencode({'query': query, 'format': 'json'})}"
        headers = {"Accept": ACCEPT, "User-Agent": self.agent}
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:
            data: bytes = answer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise RegisterError(f"{shown(self.endpoint)}: answers with more than 64 MiB")
        check(data)
        return data

    def _refused(self, error: urllib.error.HTTPError) -> tuple[str, bool]:
        """What a refusal means, and whether the question was too much."""
        with error:
            body = error.read(64_000)
        told = f"status {error.code} ({shown(error.reason)})"
        if error.code == FORBIDDEN and not self.contact:
            raise RegisterError(
                f"{shown(self.endpoint)}: refuses with {told}; the service wants to know who asks, "
                "so give your mail address with --contact"
            ) from None
        if error.code not in _PASSING:
            raise RegisterError(
                f"{shown(self.endpoint)}: refuses with {told}; is it the address of a SPARQL "
                "query service?"
            ) from None
        return told, error.code == GATEWAY_TIMEOUT or TIMED_OUT in body

    def _asked_to_wait(self, error: urllib.error.HTTPError, wait: float) -> float:
        """Seconds to wait: what the service asks for, if it asks."""
        asked = seconds_of(error.headers.get("Retry-After"))
        if asked is None:
            return max(wait, THROTTLED) if error.code == TOO_MANY else wait
        if asked > LONGEST_WAIT:
            raise RegisterError(
                f"{shown(self.endpoint)}: asks to wait {asked:,.0f} seconds; finished answers are "
                "kept, so try the same call after that"
            ) from None
        return max(asked, self.pause)


class _Broken(Exception):
    """An answer that is none; another try, or if it is `slow` a smaller question, may bring one."""

    def __init__(self, told: str, *, slow: bool = False) -> None:
        super().__init__(told)
        self.slow = slow


def check(data: bytes) -> dict[str, Any]:
    """The content of an answer.

    Raises
    ------
    _Broken
        If it is no whole answer in SPARQL's JSON.
    """
    if data.lstrip()[:1] == b"<":
        raise _Broken("a page in place of results")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        if TIMED_OUT in data:
            raise _Broken("results that end where the service's time was up", slow=True) from None
        raise _Broken("results that are cut off or are no JSON") from None
    if not isinstance(content, dict) or not isinstance(content.get("results"), dict):
        raise _Broken("JSON that holds no results")
    if not isinstance(content["results"].get("bindings"), list) or "head" not in content:
        raise _Broken("JSON that holds no results")
    return content


def is_answer(data: bytes) -> bool:
    """Whether it is a whole answer in SPARQL's JSON."""
    try:
        check(data)
    except _Broken:
        return False
    return True


def seconds_of(header: str | None) -> float | None:
    """Seconds of a ``Retry-After``: a number or a date; None for anything else."""
    if header is None:
        return None
    try:
        return float(int(header))
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(header).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
