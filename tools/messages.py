"""The messages of the interface: collected, compiled and checked, by Babel alone.

`python -m tools.messages update` brings the catalogues up to what the code says,
`compile` writes what Django reads of them, `check` names all that is missing or wrong.
"""

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent
CATALOGUES = "config/locale/*/LC_MESSAGES/django.po"
SOURCE = "en_GB"  # the locale of the messages in the code
CODE = ("config", "dashboard", "ruptures")
TEMPLATES = "templates"
REFERENCE = "ruptures/reference_data"

IN_CONTEXT = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
PLAIN = {"gettext": None, "ngettext": (1, 2)}
KEYWORDS = (
    IN_CONTEXT
    | PLAIN
    | {f"{name}_lazy": given for name, given in (IN_CONTEXT | PLAIN).items()}
    | {"_": None, "_now": None}
)
# What a person reads of the reference data; names and works stay as they are.
WORDS = {
    "set": ("name",),
    "range": ("quoted_in", "verified"),
    "instrument": (
        "about",
        "line_source",
        "reliability_source",
        "sd_source",
        "verified",
    ),
    "claim": ("text", "numbers"),
}

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%s|\{\w*\}|</?\w+[^>]*>")

Found = Iterator[tuple[str | tuple[str, ...], str | None]]


def in_code(text: str) -> Found:
    """The messages of a Python text and their contexts, in the text's own order."""
    source = io.BytesIO(text.encode())
    for _line, words, _comments, context in extract("python", source, KEYWORDS):
        yield words, context


def in_template(text: str) -> Found:
    """The same of a template, which is turned into the calls that it makes.

    Lines lose their indents: what is left of a template is no program.
    """
    calls = templatize(text)
    yield from in_code("\n".join(line.strip() for line in calls.splitlines()))


def in_reference(text: str) -> Found:
    """The words of one TOML file; what joins two ranges cites itself in words too."""
    for table, rows in tomllib.loads(text).items():
        for row in rows:
            names = WORDS[table]
            if row.get("rater") == "all":
                names += ("citation",)
            yield from ((row[name], None) for name in names if row.get(name))


def sources() -> Iterator[tuple[Path, Found]]:
    for folder in CODE:
        for path in sorted((HOUSE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, in_code(path.read_text(encoding="utf-8"))
    for path in sorted((HOUSE / REFERENCE).glob("*.toml")):
        yield path, in_reference(path.read_text(encoding="utf-8"))
    for path in sorted((HOUSE / TEMPLATES).rglob("*.*")):
        yield path, in_template(path.read_text(encoding="utf-8"))


def collected(locale: str) -> Catalog:
    """All messages, untranslated, each with the files that hold it."""
    catalog = Catalog(locale=locale)
    for path, found in sources():
        place = (path.relative_to(HOUSE).as_posix(), 1)
        for words, context in found:
            catalog.add(words, locations=[place], context=context)
    return catalog


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def read(file: Path) -> Catalog:
    text = file.read_bytes()
    return read_po(io.BytesIO(text), locale=file.parents[1].name, abort_invalid=True)


def updated(file: Path) -> Catalog:
    """All messages of the code with what the file says for them, nothing guessed."""
    known = read(file)
    catalog = collected(file.parents[1].name)
    for message in messages(catalog):
        message.flags = set()
        same = known.get(message.id, message.context)
        if same and same.id == message.id:
            message.string = same.string
            message.flags = same.flags & {"fuzzy"}
    return catalog


def written(catalog: Catalog) -> str:
    """The catalogue as its file holds it: no lines and no dates, so little differs."""
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, include_lineno=False)
    head = HEADER.format(language=catalog.locale, plural_forms=catalog.plural_forms)
    return head + body.getvalue().decode().strip() + "\n"


def forms(message: Message) -> list[tuple[str, set[tuple[str, ...]]]]:
    """Each form of the translation, and what its placeholders may be.

    One form for one thing may leave the number out.
    """
    if not message.pluralizable:
        return [(str(message.string), {placeholders(message.id)})]
    one, many = (placeholders(words) for words in message.id)
    allowed = [{one, many}, *({many} for _ in message.string[1:])]
    return list(zip(message.string, allowed, strict=True))


def placeholders(words: str) -> tuple[str, ...]:
    return tuple(sorted(PLACEHOLDER.findall(words)))


def complaint(message: Message, number_of_forms: int) -> str:
    """What is wrong with one message; "" where nothing is."""
    if message.fuzzy:
        return "marked fuzzy"
    if message.pluralizable and len(message.string) != number_of_forms:
        return f"not in {number_of_forms} forms"
    for form, allowed in forms(message):
        if not form.strip():
            return "not translated"
        if placeholders(form) not in allowed:
            return "other placeholders than its source"
    return ""


def complaints(file: Path) -> Iterator[str]:
    """All that is wrong with a catalogue, a line each."""
    known, now = read(file), updated(file)
    for message in messages(now):
        if wrong := complaint(message, known.num_plurals):
            yield f"{wrong}: {message.id!r} ({', '.join(dict(message.locations))})"
    if file.read_text(encoding="utf-8") != written(now):
        yield "not what `make messages` writes"


def update(file: Path) -> None:
    file.write_text(written(updated(file)), encoding="utf-8")


def compile_(file: Path) -> None:
    """Writes the files that Django reads: that language's and the source's own. A
    message that is not whole in the one is read in the other.
    """
    catalog = read(file)
    compile_source(catalog, file.parents[2])
    for message in list(messages(catalog)):
        if complaint(message, catalog.num_plurals):
            catalog.delete(message.id, message.context)
    with file.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalog)


def compile_source(found: Catalog, folder: Path) -> None:
    """Writes every message as its own translation, but for those with a plural: these
    are found by the singular alone, and a plural that changed would stay as it was.

    Without, Django would look for each in eight catalogues of its own and of other apps
    before it takes it as it is.
    """
    same = Catalog(locale=SOURCE)
    for message in messages(found):
        if not message.pluralizable:
            same.add(message.id, message.id, context=message.context)
    target = folder / SOURCE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as opened:
        write_mo(opened, same)


def check(file: Path) -> None:
    """Names what is wrong and raises SystemExit, or says nothing."""
    if found := list(complaints(file)):
        name = file.relative_to(HOUSE)
        sys.exit("\n".join(f"{name}: {each}" for each in found))


COMMANDS = {"update": update, "compile": compile_, "check": check}


def main(command: str) -> None:
    for file in sorted(HOUSE.glob(CATALOGUES)):
        COMMANDS[command](file)


if __name__ == "__main__":
    main(sys.argv[1])
