"""Rows of the question that the site's owner edits: subject areas, deadlines, places."""

from django.contrib import admin
from django.http import HttpRequest

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from qa.models import AskerTerm, Field, LevelHint, Place, PlaceUnit, Receiver, ReturnLimit


@admin.register(Field, site=site)
class FieldAdmin(ConfigurationAdmin[Field]):
    """Subject areas; one that is no longer used is switched off, for old questions keep it."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("name", "code", "position", "is_active")
    prepopulated_fields = {"code": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Field | None = None) -> bool:
        return False


@admin.register(Receiver, site=site)
class ReceiverAdmin(ConfigurationAdmin[Receiver]):
    """Where to turn with complaints, denunciations, danger; what is unconfirmed is to be checked."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("name", "kind", "phone", "is_confirmed", "is_active", "position")
    list_filter = ("kind", "is_confirmed")


@admin.register(ReturnLimit, site=site)
class ReturnLimitAdmin(ConfigurationAdmin[ReturnLimit]):
    """After how many returns an arbiter decides. A change is a new row with its first day."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("returns", "basis", "valid_from")

    def get_readonly_fields(
        self,
        request: HttpRequest,
        obj: ReturnLimit | None = None,
    ) -> tuple[str, ...]:
        return ("returns", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: ReturnLimit | None = None) -> bool:
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


@admin.register(Place, site=site)
class PlaceAdmin(ConfigurationAdmin[Place]):
    """Names on the ground; which units answer for one stands in the list beside it."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("name", "kind", "is_ordinary", "is_confirmed", "source")
    list_filter = ("kind", "is_confirmed")
    search_fields = ("name",)


@admin.register(PlaceUnit, site=site)
class PlaceUnitAdmin(ConfigurationAdmin[PlaceUnit]):
    """A change is a new row: the old one is given its last day, so that old days stay answered."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("place", "unit", "valid_from", "valid_to")
    list_select_related = ("place", "unit")
    search_fields = ("place__name", "unit__name", "unit__short_name")


@admin.register(LevelHint, site=site)
class LevelHintAdmin(ConfigurationAdmin[LevelHint]):
    permission = Permission.SITE_CONFIGURE
    list_display = ("words", "tier", "is_confirmed", "source")
    list_filter = ("tier", "is_confirmed")
    search_fields = ("words",)
