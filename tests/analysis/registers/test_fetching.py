"""Fetching from a query service: its real format, and all that it can answer instead."""

import json
import threading
import time
from collections import Counter
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.registers.errors import RegisterError
from analysis.registers.kinds import read_source
from analysis.registers.wikidata import fetching
from analysis.registers.wikidata.client import Client, seconds_of
from analysis.registers.wikidata.fetching import Service, fetch
from analysis.registers.wikidata.query import items_query, ties_query

WIKIDATA = "http://www.wikidata.org/entity/"


def uri(value):
    return {"type": "uri", "value": WIKIDATA + value}


def literal(value, **more):
    return {"type": "literal", "value": value, **more}


def date(year):
    kind = "http://www.w3.org/2001/XMLSchema#dateTime"
    return literal(f"{year}-01-01T00:00:00Z", datatype=kind)


def tie(number, item, partner, **more):
    row = {
        "statement": uri(f"statement/{item}-{number}"),
        "item": uri(item),
        "itemLabel": literal("Köln", **{"xml:lang": "de"}),
        "itemCountry": literal("DE"),
        "itemCoord": literal("Point(6.95 50.94)"),
        "itemCode": literal("05315000"),
        "partner": uri(partner),
        "partnerLabel": literal("Nantes", **{"xml:lang": "de"}),
        "partnerCountry": literal("FR"),
    }
    return row | more


TIES = {
    "Q365": [
        tie(1, "Q365", "Q12191", partnerGeonames=literal("1"), start=date(1971)),
        tie(1, "Q365", "Q12191", partnerGeonames=literal("2990969"), start=date(1971)),
        tie(2, "Q365", "Q13298", partnerLabel=literal("Q13298"), end=date(2022)),
    ],
    "Q1707": [
        tie(3, "Q1707", "Q84", itemLabel=literal("Kiel"), itemCode=literal("01002000"))
        | {
            "partnerLabel": literal("London"),
            "partnerCountry": literal("GB"),
            "start": uri("../.well-known/genid/1"),
        }
    ],
    "Q586": [],
}


def answer(rows, names):
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


NAMES = [
    *("statement", "item", "itemLabel", "itemCountry", "itemCoord", "itemGeonames", "itemCode"),
    *("partner", "partnerLabel", "partnerCountry", "partnerCoord", "partnerGeonames"),
    *("partnerCode", "start", "end"),
]


class Fake:
    """A query service; `faults` are what it answers before it answers rightly."""

    def __init__(self):
        self.faults, self.asked, self.agents, self.slow_for = [], Counter(), set(), 0

    def reply(self, query):
        if "VALUES" not in query:
            return answer([{"item": uri(item)} for item in TIES], ["item"])
        wanted = [item for item in TIES if f"wd:{item} " in query]
        if self.slow_for and len(wanted) >= self.slow_for:
            return None
        return answer([row for item in wanted for row in TIES[item]], NAMES)


@pytest.fixture
def fake():
    return Fake()


@pytest.fixture
def endpoint(fake):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = parse_qs(urlsplit(self.path).query)["query"][0]
            fake.asked["ties" if "VALUES" in query else "items"] += 1
            fake.agents.add(self.headers["User-Agent"])
            assert self.headers["Accept"] == "application/sparql-results+json"
            status, body, headers = 200, fake.reply(query), {}
            if fake.faults:
                status, body, headers = fake.faults.pop(0)(body)
            elif body is None:
                status, body = 500, b"java.util.concurrent.TimeoutException"
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def fetched(endpoint, tmp_path, waits):
    def fetching_(country="DE", **more):
        service = Service(endpoint, tmp_path / "cache", "me@example.org")
        client = Client(endpoint, service.contact, sleep=waits.append, **more)
        return fetch(country, service, lambda *_: None, client)

    return fetching_


def test_ties_are_read_in_the_services_own_format(fetched, fake):
    source = fetched()
    koeln, ended, kiel = source.ties
    assert (koeln.one.name, koeln.one.codes, koeln.one.lat) == ("Köln", ("05315000",), 50.94)
    assert (koeln.other.name, koeln.other.ids, koeln.year) == ("Nantes", (1, 2990969), 1971)
    assert (koeln.form, koeln.ended) == ("partnership", None)
    assert (ended.other.name, ended.ended) == ("", 2022)
    assert (kiel.other.country, kiel.year) == ("GB", None)
    assert source.facts["asked"] == 2
    (agent,) = fake.agents
    assert agent.startswith("jumelage/")
    assert "me@example.org" in agent


def test_pages_are_asked_in_turn_with_pauses_and_kept(fetched, fake, waits, monkeypatch, tmp_path):
    monkeypatch.setattr(fetching, "BATCH", 1)
    first = fetched()
    assert fake.asked == {"items": 1, "ties": 3}
    assert waits == [1.0] * 3
    (tmp_path / "cache" / "x.part").write_text("half")
    one = sorted((tmp_path / "cache").glob("*.json"))[0]
    one.write_bytes(one.read_bytes()[:10])  # an answer that was cut is asked again
    again = fetched()
    assert again.ties == first.ties
    assert again.facts["from_cache"] == 3
    assert sum(fake.asked.values()) == 5


def bad(status, body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda right: (status, body if body is not None else right[:50], named)


def test_passing_faults_are_waited_out(fetched, fake, waits):
    fake.faults = [
        bad(429, Retry_After="7"),
        bad(500, b"oops"),
        bad(503, Retry_After="nonsense"),
        bad(200, None),
    ]
    assert len(fetched().ties) == 3
    assert waits == [7.0, 4.0, 8.0, 16.0, 1.0]


def test_too_many_questions_without_a_time_are_waited_out_for_a_minute(fetched, fake, waits):
    fake.faults = [bad(429), bad(429, Retry_After="0")]
    assert len(fetched().ties) == 3
    assert waits[:2] == [60.0, 1.0]


def test_results_that_end_in_a_timeout_are_asked_in_halves(fetched, fake):
    def cut(right):
        told = b"SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat java"
        return 200, right[:200] + told, {}

    fake.faults = [lambda right: (200, right, {}), cut, cut]
    assert len(fetched().ties) == 3
    assert fake.asked["ties"] >= 4  # the whole twice, then each half


def test_the_order_of_results_does_not_matter(fetched, tmp_path, monkeypatch):
    import shutil

    first = fetched().ties
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setitem(TIES, "Q365", TIES["Q365"][::-1])
    assert fetched().ties == first


def test_who_asks_is_told_as_the_policy_wants_and_a_refusal_says_so(endpoint, fake, tmp_path):
    import re

    named = Client(endpoint, "me@example.org\r\nX: y").agent
    assert re.fullmatch(r"jumelage/\S+ \(me@example\.orgX: y\) Python-urllib/3\.\d+", named)
    fake.faults = [bad(403)]
    with pytest.raises(RegisterError, match="give your mail address with --contact"):
        fetch("DE", Service(endpoint, tmp_path), lambda *_: None, Client(endpoint))


def test_a_page_in_place_of_results_is_told(fetched, fake):
    fake.faults = [bad(200, b"<!DOCTYPE html><title>hello</title>")] * 5
    with pytest.raises(RegisterError, match="gave up after 5 tries: a page in place of results"):
        fetched()


def test_a_refusal_is_told_at_once(fetched, fake, waits):
    fake.faults = [bad(403)]
    with pytest.raises(RegisterError, match="refuses with status 403"):
        fetched()
    assert waits == []


def test_a_long_wait_is_left_to_the_person(fetched, fake):
    fake.faults = [bad(429, Retry_After="3600")]
    with pytest.raises(
        RegisterError, match="asks to wait 3,600 seconds; finished answers are kept"
    ):
        fetched()


def test_what_is_too_much_is_asked_in_halves(fetched, fake):
    fake.slow_for = 2
    assert len(fetched().ties) == 3


def test_what_is_too_much_even_alone_is_told(fetched, fake):
    fake.slow_for = 1
    with pytest.raises(RegisterError, match="even for Q365 alone; finished answers are kept"):
        fetched()


def test_silence_ends(fetched, fake):
    def late(right):
        time.sleep(0.4)
        return 200, right, {}

    fake.faults = [late, late]
    with pytest.raises(RegisterError, match=r"no answer within 0\.1 seconds"):
        fetched(timeout=0.1)


def test_nobody_there_is_told(tmp_path):
    client = Client("http://127.0.0.1:9/", sleep=lambda _: None, tries=2)
    service = Service(client.endpoint, tmp_path)
    with pytest.raises(RegisterError, match="gave up after 2 tries"):
        fetch("DE", service, lambda *_: None, client)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x", "nonsense", "http://"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(RegisterError, match="expected an address with http or https"):
        Client(address)


def test_queries_hold_nothing_but_codes():
    with pytest.raises(RegisterError, match="expected an ISO 3166-1 code"):
        items_query('DE" } DROP')
    assert "wd:Q64 wd:Q1" in ties_query(["Q64", "Q1", "} DROP"])
    assert "DROP" not in ties_query(["Q64", "} DROP"])


def test_waiting_is_asked_for_in_seconds_or_as_a_date():
    assert seconds_of("12") == 12
    assert seconds_of(formatdate(time.time() + 60, usegmt=True)) == pytest.approx(60, abs=3)
    assert seconds_of("soon") is seconds_of(None) is None


def test_saved_results_are_the_same_ties(fetched, tmp_path):
    rows = [row for some in TIES.values() for row in some]
    (tmp_path / "saved.json").write_bytes(answer(rows, NAMES))
    saved = read_source(tmp_path / "saved.json", "wikidata")
    assert saved.ties == fetched().ties
    cells = [[row.get(name, {}).get("value", "") for name in NAMES] for row in rows]
    text = "\n".join(",".join(line) for line in [NAMES, *cells])
    (tmp_path / "saved.csv").write_text(text, encoding="utf-8")
    table = read_source(tmp_path / "saved.csv", "wikidata")
    assert [(t.one, t.other, t.year) for t in table.ties] == [
        (t.one, t.other, t.year) for t in saved.ties
    ]
    tsv = [
        [f'"{cell}"@de' if "Label" in n else cell for n, cell in zip(NAMES, line, strict=True)]
        for line in cells
    ]
    text = "\n".join("\t".join(line) for line in [[f"?{name}" for name in NAMES], *tsv])
    (tmp_path / "saved.tsv").write_text(text, encoding="utf-8")
    assert [t.one.name for t in read_source(tmp_path / "saved.tsv", "wikidata").ties] == [
        "Köln",
        "Köln",
        "Kiel",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"head": {"vars": ["item"]}, "results": {"bindings": []}}', "lacks the variable"),
        ('{"head": ', "is no JSON"),
        ('{"a": 1}', "is no answer of a query service"),
    ],
)
def test_a_file_that_is_no_result_is_told(tmp_path, text, sentence):
    (tmp_path / "saved.json").write_text(text)
    with pytest.raises(RegisterError, match=sentence):
        read_source(tmp_path / "saved.json", "wikidata")
