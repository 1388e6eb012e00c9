"""Triggers of the database that stand in the way of emptying it between tests."""

from typing import Any

from ruptures import append_only


def lift_triggers(connection: Any) -> None:
    with connection.cursor() as cursor:
        for statement in append_only.LIFT[connection.vendor]:
            cursor.execute(statement)
