from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from engagement.audit.kinds import register_kinds


class WorktimeConfig(AppConfig):
    name = "engagement.worktime"
    verbose_name = "Lịch làm việc"

    def ready(self) -> None:
        """Let every saved or deleted row of the calendar make the cached calendars stale."""
        from engagement.worktime import models, services

        register_kinds({"worktime.calendar.import": "Nhập lịch nghỉ chính thức"})
        for model in (models.CalendarDay, models.ConfirmedYear, models.OfficeHours):
            post_save.connect(services.mark_changed, sender=model, dispatch_uid="worktime.saved")
            post_delete.connect(
                services.mark_changed, sender=model, dispatch_uid="worktime.deleted"
            )
