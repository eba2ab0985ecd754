"""One look for everything: colours, type, and how a chart becomes an SVG inside a page."""

from __future__ import annotations

import re
from html import escape

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

# Okabe and Ito's palette is told apart with every common form of colour blindness, and in grey.
INK = "#1d2730"
MUTED = "#56626c"
RULE = "#dde2e6"
PAPER = "#fffefc"
SIMULATED = "#0072b2"
BAND_50 = "#7db4d9"
BAND_90 = "#cfe3f1"
KEPT_BACK = "#f5eee0"
KEPT_BACK_INK = "#7a4d00"
LAND = "#efece4"
SEA = "#fbfbf9"
ERAS = ("#0d0887", "#9c179e", "#dd5e66", "#f5a02c")
"""Old to new: four steps of the plasma scale, dark enough for a light ground."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
FONT_SIZE = 11.5


def palette() -> dict[str, str]:
    """Colours by the names that the style sheet uses."""
    return {
        "ink": INK,
        "muted": MUTED,
        "rule": RULE,
        "paper": PAPER,
        "simulated": SIMULATED,
        "band50": BAND_50,
        "band90": BAND_90,
        "kept": KEPT_BACK,
        "kept-ink": KEPT_BACK_INK,
    }


def config() -> alt.Config:
    """The Altair configuration that every chart shares."""
    axis = alt.AxisConfig(
        domainColor=RULE,
        gridColor=RULE,
        gridOpacity=0.7,
        labelColor=MUTED,
        labelFont=FONT,
        labelFontSize=FONT_SIZE,
        tickColor=RULE,
        tickSize=4,
        titleColor=MUTED,
        titleFont=FONT,
        titleFontSize=FONT_SIZE,
        titleFontWeight="normal",
    )
    return alt.Config(
        axis=axis,
        background="transparent",
        font=FONT,
        text=alt.MarkConfig(color=MUTED, font=FONT, fontSize=FONT_SIZE),
        view=alt.ViewConfig(stroke=None),
    )


Chart = alt.LayerChart | alt.FacetChart
"""What `alt.layer` gives."""


def svg(chart: Chart, name: str, alt_text: str) -> Markup:
    """Render a chart as an SVG that scales with its column and says what it shows.

    It goes into a page as it is: labels inside were escaped by Vega, the alt text is here.

    Parameters
    ----------
    chart : altair chart
    name : str
        Letters, digits, hyphens; one of a kind on the page, for the ids inside the SVG.
    alt_text : str
        What a person who cannot see the chart should know; not yet escaped.
    """
    spec = chart.properties(autosize=alt.AutoSizeParams(type="pad", contains="padding"))
    text = vlc.vegalite_to_svg(spec.configure(**config().to_dict()).to_json(validate=False))
    return accessible(text, name, alt_text)


def accessible(text: str, name: str, alt_text: str) -> Markup:
    """Give an SVG a label, let it scale, and keep its ids apart from those of other SVGs."""
    text = text[text.index("<svg") :]
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    head, rest = text.split(">", 1)
    width = re.search(r' width="([\d.]+)"', head)
    head = re.sub(r' (?:width|height|class|role|aria-label)="[^"]*"', "", head)
    limit = f' style="max-width:{width.group(1)}px"' if width else ""
    # Parts of a labelled picture are not read aloud one by one: their labels only weigh.
    rest = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", rest)
    return Markup(f'{head} role="img" aria-label="{escape(alt_text, quote=True)}"{limit}>{rest}')
