from engagement.jobs.transactions import require_transaction
from engagement.live.models import Notice


def notice(subject: str) -> None:
    """Say that something of `subject` (an app's label, e.g. "qa") has changed.

    One row in the caller's transaction and nothing else: no writer waits for Redis or a screen.
    Raises `OutsideTransaction`.
    """
    require_transaction("notice()")
    Notice.objects.create(subject=subject)
