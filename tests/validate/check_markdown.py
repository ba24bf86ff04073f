"""Markdown as GitHub and GitLab render it: tables hold, and no text of others becomes markup."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

# What the report itself may use.
TAGS = re.compile(r"</?(?:details|summary|b|br|sub|code)(?: open)?/?>|<!--[ \w:.-]*-->")
# What a mention looks like outside of code.
MENTION = re.compile(r"(?<![\w`/.@])@[A-Za-z0-9][\w-]*")
# A job's summary in bytes, and a comment in characters: GitHub refuses what is larger.
SUMMARY = 1024 * 1024
COMMENT = 65_536


class Words(HTMLParser):
    """The texts of a page outside of code, where services look for people."""

    def __init__(self):
        super().__init__()
        self.code, self.found = 0, []

    def handle_starttag(self, tag, attrs):
        self.code += tag in ("code", "pre")

    def handle_endtag(self, tag):
        self.code -= tag in ("code", "pre")

    def handle_data(self, data):
        if not self.code:
            self.found.append(data)


def inner(tokens):
    """All tokens, those within others too."""
    for token in tokens:
        yield token
        yield from inner(token.children or [])


def cells(row):
    """How many cells a row of a table has, as GitHub cuts it."""
    return len(re.split(r"(?<!\\)\|", row.strip().strip("|")))


def complaints(data, case):
    """`-o markdown`."""
    text = data.decode("utf-8")
    if len(data) > SUMMARY:
        yield f"it has {len(data)} bytes, more than 1 MiB"
    if case.command == "diff" and len(text) > COMMENT:
        yield f"it has {len(text)} characters, more than a comment takes"
    renderer = MarkdownIt("gfm-like")
    tokens = renderer.parse(text)
    for token in inner(tokens):
        if token.type in ("html_block", "html_inline"):
            rest = TAGS.sub("", token.content)
            if "<" in rest or ">" in rest:
                yield f"it has HTML: {rest[:80]!r}"
        elif token.type == "image":
            yield f"it has an image: {token.attrs.get('src')}"
        elif token.type == "link_open":
            href = str(token.attrs.get("href"))
            if "evil" in href or not href.startswith(("https://", "http://")):
                yield f"it links to {href!r}"
        elif token.type == "s_open" or (token.type == "heading_open" and token.markup in ("=", "-")):
            yield f"it has markup of others: {token.type}"
    words = Words()
    words.feed(renderer.render(text))
    for word in words.found:
        if MENTION.search(word):
            yield f"it mentions somebody: {word[:80]!r}"

    lines = text.split("\n")
    tables = [token.map for token in tokens if token.type == "table_open"]
    inside = set()
    for first, last in tables:
        width = cells(lines[first])
        for number in range(first, last):
            inside.add(number)
            if lines[number].startswith("|") and cells(lines[number]) != width:
                yield f"line {number + 1} has {cells(lines[number])} cells of {width}"
    fenced = {n for t in tokens if t.type in ("fence", "code_block") for n in range(*t.map)}
    for number, line in enumerate(lines):
        if line.startswith("|") and number not in inside | fenced:
            yield f"line {number + 1} is a row of no table: {line[:80]!r}"


# The check of each format.
CHECKS = {
    "markdown": complaints,
}
