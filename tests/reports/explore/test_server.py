"""The server as anyone may call it: this machine alone, hostile requests, several at once."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from reports.explore.guard import HEADERS, LARGEST
from reports.explore.mistakes import ExploreError
from reports.explore.serving import listen
from simulation.past import load_countries

WISHES = [{"seed": seed, "levers": {"distance": seed / 4}} for seed in (2, 3, 4)]


def test_it_listens_on_this_machine_alone():
    with listen(0) as ours:
        assert ours.getsockname()[0] == "127.0.0.1"
        with pytest.raises(ExploreError, match="cannot be listened on"):
            listen(ours.getsockname()[1])
    with pytest.raises(ExploreError, match="expected 0 to 65535"):
        listen(70_000)


def test_every_answer_carries_the_same_rules(ask):
    for path in ("/", "/catalogue", "/static/explore.js", "/vega.js", "/none", "/static/none"):
        answer = ask(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert "unsafe-eval" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["/static/..%2fserver.py", "/static/%2e%2e/server.py", "/static//etc/passwd", "/server.py"],
)
def test_no_other_file_can_be_had(ask, path):
    assert ask(path).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
def test_a_page_from_elsewhere_gets_nothing(ask, headers):
    assert ask("/history", {}, headers=headers).status == 403


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"seed": ' + b"9" * 50_000 + b"}",
        b'{"levers": {"distance": NaN}}',
        b'{"levers": {"distance": 1e999}}',
        b'{"title": "' + b"x" * LARGEST + b'"}',
        b'"<script>alert(1)</script>"',
    ],
)
@pytest.mark.parametrize("path", ["/history", "/town", "/strategies", "/download/mine.toml"])
def test_a_hostile_body_is_refused_in_one_sentence(ask, path, raw):
    answer = ask(path, raw=raw, method="POST")
    text = answer.body.decode()
    assert answer.status == 400
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert text.isprintable()
    assert 10 < len(text) < 500


def test_odd_queries_and_methods_change_nothing(ask):
    assert ask("/?world=germany&x=<script>").body == ask("/").body
    assert ask("/history").status == 405
    assert ask("/download/none", {}).status == 404


def test_it_tells_how_far_it_is_and_then_all(shown):
    seen = shown({"seed": 77})
    assert [news["told"]["what"] for news in seen.news][-1] == "simulating 2025"
    assert seen.data["seed"] == 77
    assert not shown({"seed": 77}).news  # it is kept


@pytest.mark.deep
def test_several_at_once_get_each_their_own(shown):
    alone = [shown(wish).data["ties"] for wish in WISHES]
    fresh = [{**wish, "seed": wish["seed"] + 100} for wish in WISHES]
    with ThreadPoolExecutor(6) as pool:
        both = list(pool.map(shown, [*WISHES, *fresh]))
    assert [one.data["ties"] for one in both[:3]] == alone
    assert [one.data["seed"] for one in both[3:]] == [102, 103, 104]
    assert len({json.dumps(one.data["ties"]) for one in both}) == 6


def test_who_goes_away_leaves_the_others_served(served, shown):
    host = served.url.removeprefix("http://").rstrip("/")
    for seed in range(500, 530):  # more than may wait, each forsaken at once
        line = http.client.HTTPConnection(host, timeout=30)
        wish = json.dumps({"seed": seed})
        line.request("POST", "/history", wish, {"Content-Type": "application/json"})
        line.getresponse().close()
        line.close()
    began = time.monotonic()
    assert shown({"seed": 600}).data["seed"] == 600
    assert time.monotonic() - began < 30  # thirty histories would take longer


def test_a_town_is_found_as_people_write_it_and_others_are_told_apart(ask):
    def town(place):
        return json.loads(ask("/town", {"place": place}).body.splitlines()[-1])

    found = town("koelln")["done"]
    assert found["name"] == "Köln"
    assert "is read as" in found["note"]
    names = set(load_countries()["name"])
    assert all(one["country"] in names and one["reasons"] for one in found["candidates"])
    for wrong in ("", "Paris", "<b>x</b>", "x" * 10_000, "\u202e\x00"):
        sentence = town(wrong)["failed"]
        assert sentence.isprintable()
        assert len(sentence) < 700
        assert "PLACE" not in sentence


def test_files_come_as_files(ask):
    toml = ask("/download/mine.toml", {"title": "a\r\nX-Evil: 1"})
    assert toml.headers["Content-Disposition"] == 'attachment; filename="mine.toml"'
    assert "X-Evil" not in toml.headers
    assert b"extends" in toml.body
    for name in ("ties.csv", "growth.csv"):
        assert ask(f"/download/{name}", {}).headers["Content-Type"].startswith("text/csv")
