"""R-14.2: what was recorded cannot be changed unnoticed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from engagement.audit import triggers
from engagement.audit.actors import Actor
from engagement.audit.chain import SEALED_COLUMNS, seal
from engagement.audit.models import AuditEvent, AuditHead
from engagement.audit.queries import verify
from engagement.audit.services import record

text = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=60)
details = st.dictionaries(
    text, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text, max_size=4
)


def record_some(count: int = 4) -> None:
    for number in range(count):
        record(
            kind="qa.question.accept",
            actor=Actor.system("test"),
            unit="yte",
            before="received",
            after="accepted",
            detail={"số": number, "đã": True, "không": None},
        )


class Ownerless:
    """Do as an owner of the tables could: without the triggers."""

    def __enter__(self):
        triggers.remove(connection)

    def __exit__(self, *_):
        triggers.install(connection)


def run_verify(**options: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return int(stop.code or 0), err.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_verify_of_an_empty_log_is_whole():
    assert run_verify()[0] == 0


@pytest.mark.django_db
def test_verify_prints_count_and_head():
    record_some(3)
    code, said = run_verify()
    head = AuditHead.objects.get()
    assert code == 0
    assert said.strip() == f"Sổ kiểm toán nguyên vẹn: 3 sự kiện, mã đầu chuỗi {head.hash}"


class Chain(TestCase):
    @given(kind=text.filter(len), unit=text, detail=details)
    def test_whatever_is_recorded_verifies_after_reading_it_back(self, kind, unit, detail):
        record(kind=kind, actor=Actor.citizen(), unit=unit, detail=detail)
        record(kind=kind, actor=Actor.system("test"), after=unit)
        verdict = verify()
        assert verdict.first_break is None


CHANGED = {
    "sequence": 99,
    "detail": {"số": 7},
    "actor_kind": "staff",
    "at": timedelta(microseconds=1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", [*SEALED_COLUMNS, "at", "hash"])
@pytest.mark.parametrize("row", [1, 2, 4])
def test_edit_of_any_column_of_any_row_is_named(column, row):
    record_some(4)
    event = AuditEvent.objects.get(pk=row)
    new = CHANGED.get(column, getattr(event, column) if column == "at" else "x" * 64)
    if column == "at":
        new = event.at + CHANGED["at"]
    with Ownerless():
        AuditEvent.objects.filter(pk=row).update(**{column: new})
    code, said = run_verify()
    assert code == 1
    assert f"sự kiện số {row}" in said


@pytest.mark.django_db
@pytest.mark.parametrize("row", [1, 2, 4])
def test_deleted_row_is_named(row):
    record_some(4)
    with Ownerless():
        AuditEvent.objects.filter(pk=row).delete()
    code, said = run_verify()
    assert code == 1
    assert f"sự kiện số {row}" in said


@pytest.mark.django_db
def test_row_beyond_the_head_is_named():
    record_some(2)
    last = AuditEvent.objects.get(pk=2)
    forged = AuditEvent(
        sequence=3, at=last.at, kind="x", actor_kind="citizen", previous_hash=last.hash
    )
    forged.hash = seal(forged)
    forged.save(force_insert=True)
    code, said = run_verify()
    assert code == 1
    assert "sự kiện số 3" in said


@pytest.mark.django_db
def test_cut_tail_with_the_head_set_back_lacks_the_anchored_hash():
    record_some(4)
    anchored = AuditHead.objects.get().hash
    with Ownerless():
        AuditEvent.objects.filter(pk=4).delete()
        AuditHead.objects.update(sequence=3, hash=AuditEvent.objects.get(pk=3).hash)
    assert run_verify()[0] == 0
    code, said = run_verify(expect=anchored)
    assert code == 1
    assert anchored in said


@pytest.mark.django_db
def test_hash_anchored_earlier_is_found_in_a_longer_log():
    record_some(2)
    anchored = AuditHead.objects.get().hash
    record_some(2)
    assert run_verify(expect=anchored)[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET kind = 'x'",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_audithead SET sequence = 1",
        "UPDATE audit_audithead SET sequence = sequence + 2",
        "DELETE FROM audit_audithead",
    ],
)
def test_database_refuses_to_change_the_log(statement):
    record_some(3)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().events == 3


REPLACING = {
    "by its number": {"sequence": "1"},
    "by its hash": {"hash": "hash"},
    "by SQLite's own number": {"rowid": "1"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("place", REPLACING)
def test_sqlite_refuses_to_replace_an_event(place):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's.")
    record_some(3)
    columns = {field.column: field.column for field in AuditEvent._meta.concrete_fields}
    columns |= {"sequence": "77", "hash": "'x'", "kind": "'x'"} | REPLACING[place]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO audit_auditevent ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM audit_auditevent WHERE sequence = 1"
        )
    assert verify().first_break is None


@pytest.mark.django_db
def test_sqlite_refuses_to_replace_the_head():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's.")
    record_some(3)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO audit_audithead (id, sequence, hash) VALUES (1,1,'')"
        )
    assert verify().first_break is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent WHERE sequence = 1 "
            "ON CONFLICT (sequence) DO UPDATE SET kind = 'x'"
        ),
        (
            "INSERT INTO audit_audithead (id, sequence, hash) VALUES (1, 1, '') "
            "ON CONFLICT (id) DO UPDATE SET sequence = 1"
        ),
    ],
)
def test_database_refuses_an_insert_that_would_change_a_row(statement):
    record_some(3)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().first_break is None


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_auditevent", "audit_audithead"])
def test_database_refuses_truncate(table):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's.")
    record_some(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_removed_head_stops_the_log():
    record_some(2)
    with Ownerless():
        AuditHead.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        record_some(1)
    assert run_verify()[0] == 1
