from django.contrib import admin

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from engagement.worktime.models import CalendarDay, ConfirmedYear, OfficeHours


@admin.register(CalendarDay, site=site)
class CalendarDayAdmin(ConfigurationAdmin):
    permission = Permission.SITE_CONFIGURE
    list_display = ("date", "kind", "source", "decision", "is_confirmed", "note")
    list_filter = ("kind", "source", "is_confirmed")
    date_hierarchy = "date"


@admin.register(ConfirmedYear, site=site)
class ConfirmedYearAdmin(ConfigurationAdmin):
    permission = Permission.SITE_CONFIGURE
    list_display = ("plain_year", "decision")

    @admin.display(description="năm", ordering="year")
    def plain_year(self, row: ConfirmedYear) -> str:
        """The year without a mark between its thousands."""
        return str(row.year)


@admin.register(OfficeHours, site=site)
class OfficeHoursAdmin(ConfigurationAdmin):
    permission = Permission.SITE_CONFIGURE
    list_display = ("valid_from", "shifts", "decision")
