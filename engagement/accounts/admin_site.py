"""The configuration pages at /lam-viec/quan-tri/: Django's admin under our rights and our log."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import ClassVar, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse

from engagement.accounts.access import grants_of, has_permission
from engagement.accounts.permissions import Permission
from engagement.audit.actors import Actor
from engagement.audit.kinds import register_kinds
from engagement.audit.services import record

M = TypeVar("M", bound=Model)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LONGEST_VALUE = 200
SHORTCUT = "view_on_site"


class ConfigurationSite(AdminSite):
    """Open to SITE_CONFIGURE and ACCOUNTS_MANAGE; for all others there is no such page."""

    site_header = site_title = index_title = "Quản trị"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may configure anything at all."""
        grants = grants_of(request.user)
        return grants.allow(Permission.SITE_CONFIGURE) or grants.allow(Permission.ACCOUNTS_MANAGE)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002
        """Guard every page alike: visitors sign in, others see that there is nothing."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return cast("View", guarded)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Give the admin's pages but its shortcut: that tells the address of any row of any room."""
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") != SHORTCUT]

    @login_not_required
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Send to the one page where staff sign in, with limits and second factor."""
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self,
        request: HttpRequest,
        extra_context: object = None,
    ) -> HttpResponse:
        return redirect("account_change_password")


site = ConfigurationSite(name="admin")
# Removing in bulk asks no question about each row and would escape the log.
site.disable_action("delete_selected")


class ConfigurationAdmin(ModelAdmin[M]):
    """Rows the site's owner may edit: one right opens them, every change is an audit event.

    Set `permission`. The event tells each changed column as "old → new", those of
    `unlogged_columns` by name only.
    """

    permission: ClassVar[Permission]
    unlogged_columns: ClassVar[frozenset[str]] = frozenset()
    view_on_site = False  # the link would need the shortcut the site leaves out

    def __init__(self, model: type[M], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        name = model._meta.verbose_name  # noqa: SLF001
        register_kinds(
            {
                self._kind("add"): f"Thêm {name}",
                self._kind("change"): f"Sửa {name}",
                self._kind("delete"): f"Xóa {name}",
            }
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_permission(request.user, self.permission)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return has_permission(request.user, self.permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_permission(request.user, self.permission)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return has_permission(request.user, self.permission)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return has_permission(request.user, self.permission)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: object = None,
    ) -> HttpResponse:
        """Changes are in the audit log, which has its own page and its own right."""
        raise Http404

    def construct_change_message(  # type: ignore[override]
        self,
        request: HttpRequest,
        form: ModelForm[M],
        formsets: object,
        add: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[str, str]:
        """Tell what the form changed, as the audit event will hold it."""
        return {column: self._change(form, column) for column in form.changed_data}

    def log_addition(self, request: HttpRequest, obj: M, message: object) -> None:  # type: ignore[override]
        self._record("add", request, obj, message)

    def log_change(self, request: HttpRequest, obj: M, message: object) -> None:  # type: ignore[override]
        self._record("change", request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Sequence[M]) -> None:  # type: ignore[override]
        for obj in queryset:
            self._record("delete", request, obj, {})

    def _record(self, verb: str, request: HttpRequest, obj: M, message: object) -> None:
        detail = message if isinstance(message, dict) else {}
        record(kind=self._kind(verb), actor=Actor.staff(request.user), target=obj, detail=detail)

    def _kind(self, verb: str) -> str:
        meta = self.model._meta  # noqa: SLF001
        return f"{meta.app_label}.{meta.model_name}.{verb}"

    def _change(self, form: ModelForm[M], column: str) -> str:
        if column in self.unlogged_columns or column not in form.cleaned_data:
            return ""
        before, after = form.initial.get(column), form.cleaned_data[column]
        return f"{_printed(before)} → {_printed(after)}"[:LONGEST_VALUE]


def _printed(value: object) -> str:
    if value is None or value == "":
        return "(trống)"
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
