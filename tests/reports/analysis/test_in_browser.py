"""The page in a real browser: silent, by itself, never wider than its window."""

CUT = """[...document.querySelectorAll('.scroll')].filter(box =>
    box.scrollWidth > box.clientWidth + 1).length"""


def test_the_page_opens_quietly_and_fits(visit, html, tmp_path):
    path = tmp_path / "analysis.html"
    path.write_text(html, encoding="utf-8")
    page = visit(path)
    page.check_quiet_and_fitting()
    cut = page.at_widths(CUT)
    assert set(cut.values()) == {0}, cut  # no table hides a column, on phones neither
