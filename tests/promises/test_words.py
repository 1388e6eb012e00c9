"""Every word that a person reads is marked for translation, and French has all."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tools.messages import CATALOGUES, HOUSE, complaints, forms, messages, read

pytestmark = pytest.mark.one_engine

TEMPLATES = sorted((HOUSE / "templates").rglob("*.*"))
[FRENCH] = HOUSE.glob(CATALOGUES)

WORD = re.compile(r"[^\W\d_]{2,}")
READ_OUT = {"alt", "aria-description", "aria-label", "content", "placeholder", "title"}
MARKED = ("blocktranslate", "blocktrans", "comment")
# A literal in a tag is read by a person if it has a capital or a space between words.
LITERAL = re.compile(r'(\b\w+:|_\()?"([^"]*)"')
PROSE = re.compile(r"^[A-Z].*[a-z]|[a-z] [a-z]")
DOI = re.compile(r"\bdoi:")
FORMATS = {"_(", "date:", "time:"}
NOT_READ = {"block", "elif", "if", "translate", "url"}
NOT_WORDS = {"Rupture & Repair", "Ctrl", "narrow"}  # names, and a page's class


def outside_translation(template: str) -> Iterator[Token]:
    """The template's pieces less what is marked as a block."""
    end = ""
    for token in Lexer(template).tokenize():
        name = (token.split_contents() or [""])[0] if is_tag(token) else ""
        if end:
            end = "" if name == end else end
        elif name in MARKED:
            end = f"end{name}"
        else:
            yield token


def is_tag(token: Token) -> bool:
    return token.token_type == TokenType.BLOCK


class Reader(HTMLParser):
    """Collects the text and the attributes that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        machine = tag == "meta" and given.get("name") != "description"
        self.found += [
            value or "" for name, value in attrs if name in READ_OUT and not machine
        ]


def unmarked(template: str) -> list[str]:
    """What a person reads of a template that no translation reaches."""
    reader, literals = Reader(), []
    for token in outside_translation(template):
        if token.token_type == TokenType.TEXT:
            reader.rawdata += token.contents
        elif token.token_type == TokenType.VAR:
            reader.rawdata += "0"
        elif is_tag(token) and token.contents.startswith(("block ", "endblock")):
            reader.rawdata += "<hr>"
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            literals += in_tag(token)
    reader.feed("\n")
    reader.close()
    found = [DOI.sub("", each).strip() for each in (*reader.found, *literals)]
    return [each for each in found if WORD.search(each) and each not in NOT_WORDS]


def in_tag(token: Token) -> list[str]:
    if is_tag(token) and token.split_contents()[0] in NOT_READ:
        return []
    found = LITERAL.findall(token.contents)
    return [text for way, text in found if way not in FORMATS and PROSE.search(text)]


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE / "templates"))
)
def test_a_template_holds_no_word_outside_translation(path: Path):
    template = path.read_text(encoding="utf-8")

    assert unmarked(template) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<p>{% translate "Hello" %}: {{ name }} · 3</p>', []),
        ('<a title="Go back" class="plain wide">×</a>', ["Go back"]),
        ('<a title="{% translate "Go back" %}">×</a>', []),
        ("{% blocktranslate %}Hello{% endblocktranslate %} you", ["you"]),
        ('{% include "a/_b.html" with label="Go back" %}', ["Go back"]),
        ('{% include "a/_b.html" with label=_("Go back") %}', []),
        ('{{ name|default:"Nobody" }} {{ day|date:"D j M" }}', ["Nobody"]),
    ],
)
def test_the_reading_of_templates_finds_what_is_not_marked(template, found):
    assert unmarked(template) == found


def test_french_has_every_message_whole():
    assert list(complaints(FRENCH)) == []


# What is not done: a straight apostrophe, a space that may break before a sign.
NOT_FRENCH = re.compile(
    r"\w'\w|(?<!\u202f)[;?!]|(?<!\u00a0):(?!\S)|«(?!\u00a0)|(?<!\u00a0)»"
)


def test_french_is_set_as_french_is():
    said = [form for message in messages(read(FRENCH)) for form, _ in forms(message)]

    assert [form for form in said if NOT_FRENCH.search(form)] == []
