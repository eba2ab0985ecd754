"""Reading a page as a browser would: its elements, and what it would fetch."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}
LOADING = {"src", "srcset", "poster", "data", "action", "background", "xlink:href"}


class Reader(HTMLParser):
    """Elements in order, with their attributes and what they lie in; tags that close no other."""

    def __init__(self):
        super().__init__()
        self.elements, self.open, self.faults = [], [], []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader


def loads(text):
    """What a browser would fetch, or run, to show a page."""
    elements = read(text).elements
    found = [tag for tag, _, _ in elements if tag in {"script", "iframe", "object"}]
    for tag, attributes, _ in elements:
        found += [
            f"{tag} {name}={value}"
            for name, value in attributes.items()
            if name in LOADING
            or name.startswith("on")
            or (name == "href" and tag != "a" and not value.startswith("data:"))
        ]
    return found + re.findall(r"@import|url\((?!#)[^)]*\)", text)
