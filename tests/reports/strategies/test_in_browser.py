"""The page on strategies in a real browser: silent, by itself, never wider than its window."""

EVIDENCE = """[...document.querySelectorAll('.card td.why')].map(cell =>
    cell.getBoundingClientRect().height)"""


def test_the_page_opens_quietly_and_fits(visit, four, tmp_path):
    path = tmp_path / "compare.html"
    path.write_text(four.html, encoding="utf-8")
    page = visit(path)
    page.check_quiet_and_fitting()
    page.tab.emulate_media(media="print")
    page.unfold(False)
    rows = page.tab.evaluate(EVIDENCE)
    assert rows
    assert min(rows) > 0  # on paper the evidence is there, though its cards were closed
