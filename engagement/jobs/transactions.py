from django.db import transaction


class OutsideTransaction(RuntimeError):
    """Raised where a row must be stored with the caller's own rows, or not at all."""


def require_transaction(what: str) -> None:
    """Raise `OutsideTransaction` unless the caller has opened a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{what} outside of transaction.atomic()")
