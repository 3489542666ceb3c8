"""The database's own refusal to change or remove what was recorded, one dialect each.

An owner of the tables can drop triggers; that is what the chain and a head hash kept elsewhere are
for. Everything below that, an application bug, an injected statement, a hurried hand in a console,
ends here.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "audit log is append-only"

# The head may only step forward by one, and stays. INSERT OR REPLACE removes the rows it collides
# with without asking the triggers for DELETE, so an insert that would collide is refused before.
_SQLITE = {
    "audit_event_no_replace": f"""
        CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_auditevent
        WHEN EXISTS (SELECT 1 FROM audit_auditevent WHERE
            sequence = NEW.sequence OR hash = NEW.hash OR rowid = NEW.rowid)
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",  # noqa: S608 - nothing from outside
    "audit_event_no_update": f"""
        CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    "audit_event_no_delete": f"""
        CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    "audit_head_forward": f"""
        CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_audithead
        WHEN NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    "audit_head_no_replace": f"""
        CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_audithead
        WHEN EXISTS (SELECT 1 FROM audit_audithead)
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",  # noqa: S608 - nothing from outside
    "audit_head_no_delete": f"""
        CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_audithead
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
}
_POSTGRESQL_REFUSE = f"""
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"""
_POSTGRESQL = {
    ("audit_event_no_change", "audit_auditevent"): """
        CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    ("audit_event_no_truncate", "audit_auditevent"): """
        CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_auditevent
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    ("audit_head_forward", "audit_audithead"): """
        CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_audithead FOR EACH ROW
        WHEN (NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id)
        EXECUTE FUNCTION audit_refuse()""",
    ("audit_head_no_delete", "audit_audithead"): """
        CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_audithead
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    ("audit_head_no_truncate", "audit_audithead"): """
        CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_audithead
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, anew when they are there already."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _SQLITE.values():
                cursor.execute(statement)
            return
        cursor.execute(_POSTGRESQL_REFUSE)
        for statement in _POSTGRESQL.values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: to undo the migration, and to empty a test's database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, table in _POSTGRESQL:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
