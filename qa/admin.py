"""Rows of the question that the site's owner edits: subject areas and deadlines."""

from django.contrib import admin
from django.http import HttpRequest

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from qa.models import AskerTerm, ClockRule, Field


@admin.register(Field, site=site)
class FieldAdmin(ConfigurationAdmin[Field]):
    """Subject areas; one that is no longer used is switched off, for old questions keep it."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("name", "code", "position", "is_active")
    prepopulated_fields = {"code": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Field | None = None) -> bool:
        return False


@admin.register(ClockRule, site=site)
class ClockRuleAdmin(ConfigurationAdmin[ClockRule]):
    """Dated deadlines. A change is a new row: of an old one only the last day may be set."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("kind", "working_days", "basis", "valid_from", "valid_to")

    def get_readonly_fields(
        self,
        request: HttpRequest,
        obj: ClockRule | None = None,
    ) -> tuple[str, ...]:
        return ("kind", "working_days", "basis", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: ClockRule | None = None) -> bool:
        return False


@admin.register(AskerTerm, site=site)
class AskerTermAdmin(ConfigurationAdmin[AskerTerm]):
    """How long an asker may rate or reopen, and how soon personal data are answered for.

    A change is a new row; of an old one only its basis may be confirmed.
    """

    permission = Permission.SITE_CONFIGURE
    list_display = ("kind", "working_days", "basis", "valid_from", "is_confirmed")

    def get_readonly_fields(
        self,
        request: HttpRequest,
        obj: AskerTerm | None = None,
    ) -> tuple[str, ...]:
        return ("kind", "working_days", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: AskerTerm | None = None) -> bool:
        return False
