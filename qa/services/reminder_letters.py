"""The day's letter of reminders: references, deadlines and links, never a citizen's words."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from engagement.accounts.models import User
from engagement.jobs.outbox import send_later
from engagement.web.dates import when
from engagement.web.site import identity
from qa.models import ReminderNotice

ABOUT = "qa.reminders"
# So many questions stand by name below each heading; the desk shows the others.
LONGEST_LIST = 20
FALLBACK = " (báo Ban Biên tập vì người phụ trách chưa có địa chỉ thư)"


def write_digest(user: User, notices: Sequence[ReminderNotice], now: datetime) -> None:
    """Queue one letter with all `notices` of `user`; call inside the transaction."""
    site = identity()
    questions = {notice.reminder.question_id for notice in notices}
    day = timezone.localdate(now)
    send_later(
        to=user.email,
        about=ABOUT,
        subject=f"{site.name}: nhắc hạn {len(questions)} câu hỏi, ngày {day:%d/%m/%Y}",
        body=(
            f"Kính gửi {user.display_name},\n\n{body_of(notices)}\n"
            f"Việc của tôi: {settings.PUBLIC_ORIGIN}{reverse('desk:inbox')}\n\n"
            f"{site.kind} {site.name}\n{site.address} · {site.phone}\n"
        ),
    )


def body_of(notices: Sequence[ReminderNotice]) -> str:
    """A heading for each thing there is to say, and the questions it is about below it."""
    ordered = sorted(notices, key=lambda notice: (notice.reminder.rule_id, notice.reminder.due_at))
    parts = []
    for _, group in groupby(ordered, key=lambda notice: notice.reminder.rule_id):
        told = list(group)
        lines = [f"{told[0].reminder.rule.words}:"]
        lines += [line_of(notice) for notice in told[:LONGEST_LIST]]
        if len(told) > LONGEST_LIST:
            lines.append(f"- và {len(told) - LONGEST_LIST} câu hỏi khác, xem trong Việc của tôi")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def line_of(notice: ReminderNotice) -> str:
    """One question: its reference, when it is due and where it is."""
    reminder = notice.reminder
    note = FALLBACK if reminder.is_fallback else ""
    link = settings.PUBLIC_ORIGIN + reminder.question.get_absolute_url()
    return f"- {reminder.question.reference}, hạn {when(reminder.due_at)}{note}\n  {link}"
