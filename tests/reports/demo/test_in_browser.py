"""The page in a real browser: silent, by itself, and never wider than a phone."""


def test_the_page_opens_quietly_and_fits(visit, built):
    visit(built).check_quiet_and_fitting()
