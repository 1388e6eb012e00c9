"""Triggers that keep a table's rows as they were written, on both engines."""

Statements = dict[str, tuple[str, ...]]

EVENTS = (("update", "UPDATE"), ("delete", "DELETE"), ("replace", "INSERT"))


def installed(table: str, name: str, said: str) -> Statements:
    """What makes `table` append-only, an engine each; `said` names its rows."""
    # INSERT OR REPLACE deletes without a word to a delete trigger.
    found = {"replace": f" FROM {table} WHERE id = NEW.id"}
    refusal = f"{said} are never changed"
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER {name}_no_{deed} BEFORE {event} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{refusal}'){found.get(deed, '')}; END"
            for deed, event in EVENTS
        ),
        "postgresql": (
            f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$BEGIN RAISE EXCEPTION '{refusal}'; END$$",
            f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()",
        ),
    }


def lifted(table: str, name: str) -> Statements:
    return {
        "sqlite": tuple(
            f"DROP TRIGGER IF EXISTS {name}_no_{deed}" for deed, _ in EVENTS
        ),
        "postgresql": (
            f"DROP TRIGGER IF EXISTS {name}_no_change ON {table}",
            f"DROP TRIGGER IF EXISTS {name}_no_truncate ON {table}",
            f"DROP FUNCTION IF EXISTS {name}_refuse()",
        ),
    }


ACCESS = "ruptures_accessevent", "access"
ERASURE = "ruptures_erasure", "erasure"

INSTALL = installed(*ACCESS, "access events")
INSTALL_ERASURE = installed(*ERASURE, "records of erasing")
LIFT_ERASURE = lifted(*ERASURE)
LIFT = {  # of all tables
    engine: (*statements, *LIFT_ERASURE[engine])
    for engine, statements in lifted(*ACCESS).items()
}
