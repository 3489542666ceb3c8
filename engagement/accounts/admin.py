from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.models import Membership, Succession, Unit, User
from engagement.accounts.permissions import Permission
from engagement.accounts.services import end_sessions, reset_second_factor
from engagement.audit.actors import Actor


@admin.register(User, site=site)
class UserConfiguration(ConfigurationAdmin[User], UserAdmin[User]):
    """Accounts are closed, never removed: the log and the answers name them."""

    permission = Permission.ACCOUNTS_MANAGE
    unlogged_columns = frozenset({"password", "password1", "password2", "usable_password"})
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        ("Người giữ tài khoản", {"fields": ("last_name", "first_name", "email")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "last_name",
                    "first_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    list_display = ("username", "full_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    search_fields = ("username", "last_name", "first_name", "email")
    actions = ("end_all_sessions", "remove_second_factor")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: ModelForm[User],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Save, and end the sessions of an account that was closed by this."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            end_sessions(user=obj, actor=Actor.staff(request.user))

    @admin.display(description="Họ và tên", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.display_name

    @transaction.atomic
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002
        form_url: str = "",
    ) -> HttpResponse:
        """Set a new password; it and its event stand or fall together."""
        return super().user_change_password(request, id, form_url)

    @admin.action(description="Kết thúc mọi phiên đăng nhập của tài khoản đã chọn")
    def end_all_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            end_sessions(user=user, actor=Actor.staff(request.user))
        self.message_user(request, "Đã kết thúc các phiên đăng nhập.", messages.SUCCESS)

    @admin.action(description="Gỡ lớp bảo vệ thứ hai của tài khoản đã chọn (mất điện thoại)")
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            reset_second_factor(user=user, actor=Actor.staff(request.user))
        self.message_user(
            request,
            "Đã gỡ lớp bảo vệ thứ hai. Người giữ tài khoản sẽ thiết lập lại khi đăng nhập.",
            messages.SUCCESS,
        )


@admin.register(Unit, site=site)
class UnitConfiguration(ConfigurationAdmin[Unit]):
    permission = Permission.ACCOUNTS_MANAGE
    fields = (
        "code",
        "name",
        "short_name",
        "kind",
        "parent",
        "functions",
        "keywords",
        "phone",
        "email",
        "address",
        "valid_from",
        "valid_to",
    )
    list_display = ("name", "code", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        """A unit ends by decision (a succession), it does not vanish."""
        return False


@admin.register(Succession, site=site)
class SuccessionConfiguration(ConfigurationAdmin[Succession]):
    """What a decision did to units, to be read.

    It is written down by the steps of a reorganisation, which carry over what the old unit holds;
    a row alone would leave its questions behind.
    """

    permission = Permission.ACCOUNTS_MANAGE
    list_display = ("predecessor", "successor", "kind", "decision_number", "effective_on")
    list_filter = ("kind",)
    search_fields = ("predecessor__name", "successor__name", "decision_number")
    list_select_related = ("predecessor", "successor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Succession | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Succession | None = None) -> bool:
        return False


@admin.register(Membership, site=site)
class MembershipConfiguration(ConfigurationAdmin[Membership]):
    """A role is ended by its last day, so that it stays known who held it when."""

    permission = Permission.ACCOUNTS_MANAGE
    fields = ("user", "role", "unit", "valid_from", "valid_to")
    list_display = ("user", "role", "unit", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("user__username", "user__last_name", "user__first_name", "unit__name")
    list_select_related = ("user", "unit")

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False
