"""The files of an analysis: complete, silent, the same bytes for the same call."""

import io
import json
import re

import polars as pl

from analysis.exports.writing import MARKER, staged
from reports.analysis import publish
from reports.analysis.publish import contents
from tests.reports.analysis import made_up
from tests.reports.analysis.made_up import HOSTILE


def test_all_is_there(files):
    names = set(files)
    assert {"analysis.html", "coefficients.csv", "indirect.csv", "indirect.vl.json"} <= names
    assert {"gravity_poisson.tex", "gravity_leads_lags.tex"} <= names
    assert {"indirect_gravity_poisson.tex", "indirect_gravity_poisson.vl.json"} <= names
    assert {"gravity_residuals.csv", "gravity_curves.csv", "gravity_tests.csv"} <= names
    assert "gravity_curves_first_tie.vl.json" in names
    # what stands beside the record is not drawn a second time by itself
    assert "gravity_poisson.vl.json" not in names


def test_the_same_call_gives_the_same_bytes(found, files):
    assert contents(found) == files


def test_coefficients_are_all_of_them(files):
    table = pl.read_csv(io.BytesIO(files["coefficients.csv"]))
    assert table.height == 4 + 10
    row = table.filter(pl.col("term") == "ln_distance").row(0, named=True)
    assert (row["estimate"], row["se"], row["n"], row["runs"]) == (-0.8123, 0.104, 1234, 1)
    both = pl.read_csv(io.BytesIO(files["indirect.csv"]))
    assert both.filter(pl.col("inside"))["term"].to_list() == ["constant", "ln_distance"]


def test_charts_are_vega_lite_with_their_data(files):
    for name, content in files.items():
        if name.endswith(".vl.json"):
            chart = json.loads(content)
            assert chart["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
            assert chart["datasets"], name


def test_the_page_loads_nothing_and_links_only_to_its_files(html, files):
    assert "http" not in html.replace("http://www.w3.org", "")
    assert "<script" not in html
    links = re.findall(r'href="([^"#]+)"', html)
    assert {link for link in links if not link.startswith("data:")} <= set(files)
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert anchors <= set(re.findall(r'id="([^"]+)"', html))


def test_ids_are_given_once(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_page_says_what_was_found_and_how(html):
    assert "2 of 4 coefficients lie inside" in html
    assert "kept back from the split fit" in html
    assert "Slopes were fitted to such ties." in html
    assert "Vitality of ties: no register has it." in html
    assert "jumelage analyse x" in html
    assert "statsmodels" in html


def test_names_are_never_tags(files):
    page = contents(made_up.result(made_up.hostile()))["analysis.html"].decode()
    assert "<b>50" not in page
    assert "{{y}}" in page
    assert page.count("A &amp; B &lt;b&gt;50 %&lt;/b&gt;") > 10
    assert HOSTILE not in page


def test_a_folder_is_replaced_only_where_it_is_an_analysis(found, tmp_path):
    out = tmp_path / "out"
    for force in (False, True):
        with staged(out, force=force) as folder:
            publish(found, folder)
        assert (out / "analysis.html").exists()
        assert json.loads((out / MARKER).read_bytes())["kind"] == "analysis"
        (out / MARKER).touch()
