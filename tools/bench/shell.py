"""The databases' own shells, against which files are measured: sqlite3 and psql."""

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import F, Model
from django.db.models.functions import Coalesce

from tools.bench.files import KEPT

MISSING = "No {name} on this machine: nothing is measured against it."


def found(name: str) -> str | None:
    """Where that program is; says so where it is not."""
    program = shutil.which(name)
    if program is None:
        print(MISSING.format(name=name))
    return program


def with_values(sql: str, values: Sequence[Any]) -> str:
    """The query with its values in it: numbers and words of ours alone."""
    return sql % tuple(
        str(value) if isinstance(value, int) else f"'{value}'" for value in values
    )


def as_csv(queries: Sequence[str]) -> float | None:
    """Seconds that the shell takes to write their rows as CSV; None without one."""
    from django.db import connection

    if connection.vendor == "sqlite":
        name, script = "sqlite3", ";\n".join(queries) + ";\n"
        arguments = ["-batch", "-csv", str(connection.settings_dict["NAME"])]
    else:
        copies = (rf"\copy ({query}) TO STDOUT WITH CSV" for query in queries)
        name, script = "psql", "\n".join(copies) + "\n"
        arguments = ["--quiet", os.environ["DATABASE_URL"]]
    program = found(name)
    return run([program, *arguments], script, KEPT / "shell.csv") if program else None


def run(command: Sequence[str], script: str, output: Path) -> float:
    """Seconds: of the processor for sqlite3, on the clock for who talks to a server."""
    before, started = of_children(), time.perf_counter()
    with output.open("wb") as file:
        subprocess.run(  # noqa: S603 - ours
            command, input=script.encode(), stdout=file, stderr=file, check=True
        )
    waited, worked = time.perf_counter() - started, of_children() - before
    return worked if command[0].endswith("sqlite3") else waited


def of_children() -> float:
    """Seconds that the processor has worked for ended children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imported(source: str, therapist: str) -> float | None:
    """Seconds in which `.import` takes the same rows into the same tables, with ids.

    It knows no NULL: checks are off, and what would be one row too often has a number
    of its own. None on PostgreSQL, and without sqlite3.
    """
    from django.db import connection

    program = found("sqlite3") if connection.vendor == "sqlite" else None
    if program is None:
        return None
    tables = list(dumped(program, source.removeprefix("sqlite:///"), therapist))
    imports = [f".import --csv {file} {table}" for table, file in tables]
    script = ["PRAGMA ignore_check_constraints = ON;", "BEGIN;", *imports, "COMMIT;"]
    place = str(connection.settings_dict["NAME"])
    connection.close()
    return run([program, "-batch", place], "\n".join(script) + "\n", KEPT / "said.txt")


def dumped(program: str, source: str, therapist: str) -> Iterator[tuple[str, Path]]:
    """Files with all rows of that therapist (by e-mail), table by table."""
    from ruptures.exchange.package.rows import chosen
    from ruptures.exchange.package.wanted import Wanted
    from ruptures.models import User

    asked = f"SELECT id FROM ruptures_user WHERE email = '{therapist}';\n"  # noqa: S608
    said = KEPT / "said.txt"
    run([program, "-batch", source], asked, said)
    wanted = Wanted(User(pk=int(said.read_text(encoding="utf-8"))))
    for table in wanted.tables:
        name, file = table.model._meta.db_table, KEPT / f"{table.name}.csv"
        theirs = chosen(table, wanted).order_by("pk")
        values = theirs.values_list(*in_its_order(table.model))
        sql = with_values(*values.query.sql_with_params())
        run([program, "-batch", "-csv", source], f"{sql};\n", file)
        if file.stat().st_size:  # it refuses an empty one
            yield name, file


def in_its_order(model: type[Model]) -> Iterator[Any]:
    """The columns as the table has them; where one names no row, its own number."""
    from django.db import connection

    fields = {field.column: field for field in model._meta.concrete_fields}
    with connection.cursor() as cursor:
        told = connection.introspection.get_table_description(
            cursor, model._meta.db_table
        )
    for column in told:
        field = fields[column.name]
        optional = field.null and field.is_relation
        yield Coalesce(field.attname, -F("id")) if optional else F(field.attname)
