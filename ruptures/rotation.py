"""Encrypted values moved from an old key to the present one, while a server runs.

Nothing but the key file and the values themselves says how far it got: ended at any
moment, it can be started again.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast

from ruptures.encryption import InvalidToken, decrypt, encrypt, is_current
from ruptures.models.encrypted import EncryptedField, Unreadable

BATCH = 100  # values: read without a lock, written in one short transaction
PAUSE = 0.05  # seconds after each, in which others write
Column = tuple[type[models.Model], str]
Token = tuple[int, str]  # the row's own number, and what stands there


@dataclass
class Count:
    """Values that took the present key, and those that no key here opens."""

    moved: int = 0
    unreadable: int = 0


def encrypted_columns() -> list[Column]:
    """Every column of every table whose values are encrypted."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedField)
    ]


def reencrypt() -> Count:
    """Give every value the first key; one changed meanwhile is left as it is then."""
    count = Count()
    for column in encrypted_columns():
        for batch in batches(column):
            moved = [(pk, old, renewed(column, old)) for pk, old in batch]
            count.unreadable += sum(new is None for _pk, _old, new in moved)
            if written := put(column, [(p, o, n) for p, o, n in moved if n]):
                count.moved += written
                time.sleep(PAUSE)
    return count


def batches(column: Column) -> Iterator[list[Token]]:
    """Tokens that another key than the first made, in the order of their rows."""
    last = 0
    while read := list(tokens(column).filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = read[-1][0]
        yield [(pk, token) for pk, token in read if not is_current(token)]


def tokens(column: Column) -> "models.QuerySet[models.Model, Token]":
    """Rows by number with what stands in the column, not deciphered."""
    model, name = column
    rows = model._base_manager.exclude(**{f"{name}__isnull": True})
    as_it_stands = Cast(name, models.TextField())
    found: models.QuerySet[models.Model, Token]
    found = rows.annotate(token=as_it_stands).values_list("pk", "token")
    return found


def renewed(column: Column, token: str) -> str | None:
    """The same value under the first key; None where no key here opens it.

    A token within it that can be opened by now goes the same way, as text.
    """
    model, name = column
    field = cast(EncryptedField, model._meta.get_field(name))
    try:
        return encrypt(field.as_text(field.as_value(decrypt(token))))
    except InvalidToken:
        return None


def put(column: Column, changed: list[tuple[int, str, str]]) -> int:
    """Write new tokens over the old ones that stand there still; how many that were."""
    if not changed:
        return 0
    with transaction.atomic():
        return sum(
            tokens(column)
            .filter(pk=pk, token=old)
            .update(**{column[1]: Unreadable(new)})
            for pk, old, new in changed
        )


def left() -> int:
    """How many values another key than the first made."""
    return sum(len(batch) for each in encrypted_columns() for batch in batches(each))


def wait_for_writers() -> None:
    """Return when every transaction that may have used the former key is over.

    SQLite has one writer at a time, so having been it is enough.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            tables = {model._meta.db_table for model, _name in encrypted_columns()}
            names = ", ".join(
                connection.ops.quote_name(each) for each in sorted(tables)
            )
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
