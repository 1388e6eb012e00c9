from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

from tools.messages import (
    CATALOGUES,
    HOUSE,
    compile_,
    complaint,
    complaints,
    in_code,
    in_reference,
    in_template,
    messages,
    read,
    update,
    updated,
)

OTHER = "other placeholders than its source"


@pytest.fixture
def empty(tmp_path) -> Path:
    """A French catalogue without a message, in a folder as Django wants it."""
    file = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"'
    )
    return file


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("Log")', [("Log", None)]),
        ('_now("Log" " in")', [("Log in", None)]),
        ('gettext_lazy("Log") or str("not this")', [("Log", None)]),
        (
            'ngettext_lazy("%(n)s case", "%(n)s cases", n)',
            [(("%(n)s case", "%(n)s cases"), None)],
        ),
        ('pgettext("a book", "Log")', [("Log", "a book")]),
        ('npgettext("now", "case", "cases", 2)', [(("case", "cases"), "now")]),
    ],
)
def test_the_messages_of_code_are_found(code, found):
    assert list(in_code(code)) == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p>{% translate "95 % of all" %}</p>', [("95 %% of all", None)]),
        ('{% include "_a.html" with label=_("Log") %}', [("Log", None)]),
        ('{% translate "Log" context "a book" %}', [("Log", "a book")]),
        (
            "  {% if a %}\n{% blocktranslate trimmed %}\n  One\n  line {{ n }}\n"
            "{% endblocktranslate %}\n    {% endif %}\n",
            [("One line %(n)s", None)],
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases"
            "{% endblocktranslate %}",
            [(("%(n)s case", "%(n)s cases"), None)],
        ),
    ],
)
def test_the_messages_of_a_template_are_found(template, found):
    assert list(in_template(template)) == found


def test_of_reference_data_the_words_are_found_and_no_citation_but_our_own():
    text = """
        [[range]]
        rater = "client"
        citation = "Somebody (2001)."
        verified = "Read."
        [[range]]
        rater = "all"
        citation = "Joined by us."
        verified = ""
    """

    assert [words for words, _context in in_reference(text)] == [
        "Read.",
        "Joined by us.",
    ]


@pytest.mark.parametrize(
    ("source", "said", "wrong"),
    [
        ("%(n)s cases", "%(n)s suivis", ""),
        ("Cases", "", "not translated"),
        ("%(n)s cases", "les suivis", OTHER),
        ("{name} is here", "{nom} est là", OTHER),
        ("<b>Here</b>", "<b>Ici", OTHER),
        ("95 %% of %s", "95 %% de %s", ""),
        (("%(n)s case", "%(n)s cases"), ("un suivi", "%(n)s suivis"), OTHER),
        (("one case", "%(n)s cases"), ("un suivi", "%(n)s suivis"), ""),
        (("one case", "%(n)s cases"), ("%(n)s suivi", "%(n)s suivis"), ""),
        (("one case", "%(n)s cases"), ("un suivi", ""), "not translated"),
        (("one case", "%(n)s cases"), ("un suivi",), "not in 2 forms"),
    ],
)
def test_a_translation_is_complained_of_where_it_is_not_whole(source, said, wrong):
    assert complaint(Message(source, said), number_of_forms=2) == wrong


def test_a_fuzzy_translation_is_complained_of():
    assert complaint(Message("Log", "Journal", flags=["fuzzy"]), 2) == "marked fuzzy"


def test_updating_keeps_what_is_said_and_drops_what_nobody_asks_for(empty):
    with empty.open("a") as file:
        file.write(
            '\n\nmsgid "Dashboard"\nmsgstr "Tableau"\n\nmsgid "x y"\nmsgstr "z"\n'
        )

    update(empty)

    known = read(empty)
    assert known.get("Dashboard").string == "Tableau"
    assert known.get("x y") is None


def test_what_is_not_whole_is_not_compiled(empty):
    with empty.open("a") as file:
        file.write('\n\nmsgid "Log"\nmsgstr "Journal"\n\nmsgid "a"\nmsgid_plural "b"\n')
        file.write('msgstr[0] ""\nmsgstr[1] ""\n')

    compile_(empty)

    with empty.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert [each.id for each in messages(compiled)] == ["Log"]


def test_the_source_is_compiled_as_its_own_translation_without_its_plurals(empty):
    with empty.open("a") as file:
        file.write('\n\nmsgid "Log"\nmsgstr "Journal"\n\nmsgid "a"\nmsgid_plural "b"\n')
        file.write('msgstr[0] ""\nmsgstr[1] ""\n\nmsgctxt "x"\nmsgid "c"\nmsgstr ""\n')

    compile_(empty)

    source = empty.parents[2] / "en_GB" / "LC_MESSAGES" / "django.mo"
    with source.open("rb") as file:
        compiled = read_mo(file)
    assert [(each.id, each.string) for each in messages(compiled)] == [
        ("Log", "Log"),
        ("c", "c"),
    ]


def test_updating_twice_changes_nothing_more(empty):
    update(empty)
    once = empty.read_bytes()

    update(empty)

    assert empty.read_bytes() == once


def test_a_catalogue_behind_the_code_is_complained_of(empty):
    assert "not what `make messages` writes" in list(complaints(empty))


def test_every_language_on_offer_but_the_sources_has_a_catalogue(settings):
    [folder] = settings.LOCALE_PATHS
    codes = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    assert codes == {each.parents[1].name for each in HOUSE.glob(CATALOGUES)}
    assert folder == HOUSE / "config" / "locale"


def test_words_of_the_reference_data_are_in_the_catalogue(empty):
    name = "as quoted in a clinician's article"

    places = updated(empty).get(name).locations

    assert places == [("ruptures/reference_data/ranges.toml", 1)]
