"""Lets a transactional test empty its database although the audit log refuses to be emptied.

Django ends such a test with TRUNCATE (PostgreSQL) or DELETE (SQLite) of every table; the triggers
that refuse both are taken away for just that statement and put back. Production has no such way.
"""

from collections.abc import Iterator

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from engagement.audit import triggers


@pytest.fixture(scope="session", autouse=True)
def audit_log_may_be_flushed() -> Iterator[None]:
    """Wrap the one function all vendors flush through."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        triggers.remove(self.connection)
        try:
            original(self, sql_list)
        finally:
            triggers.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield
