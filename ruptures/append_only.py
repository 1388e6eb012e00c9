"""Triggers that keep a table's rows as they were written, on both engines."""

TABLE = "ruptures_accessevent"

# INSERT OR REPLACE deletes without a word to a delete trigger.
SQLITE = tuple(
    f"CREATE TRIGGER access_no_{deed} BEFORE {event} ON {TABLE}"
    " BEGIN SELECT RAISE(ABORT, 'access events are never changed')"
    f"{condition}; END"
    for deed, event, condition in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        ("replace", "INSERT", f" FROM {TABLE} WHERE id = NEW.id"),
    )
)
POSTGRESQL = (
    "CREATE FUNCTION access_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$BEGIN RAISE EXCEPTION 'access events are never changed'; END$$",
    f"CREATE TRIGGER access_no_change BEFORE UPDATE OR DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION access_refuse()",
    f"CREATE TRIGGER access_no_truncate BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION access_refuse()",
)
INSTALL = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LIFT = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS access_no_{deed}"
        for deed in ("update", "delete", "replace")
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS access_no_change ON {TABLE}",
        f"DROP TRIGGER IF EXISTS access_no_truncate ON {TABLE}",
        "DROP FUNCTION IF EXISTS access_refuse()",
    ),
}
