"""Staff, the units they serve and the roles they hold there. Citizens have no account.

Units and memberships are dated rows: `valid_from` is the first day, `valid_to` the last one (both
count); an empty `valid_to` means until further notice.
"""

from datetime import date, timedelta
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from engagement.accounts.enums import SuccessionKind, UnitKind
from engagement.accounts.roles import UNIT_ROLES, RoleCode
from engagement.text.fields import NormalisedCharField, NormalisedTextField


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        """Keep the rows that count on the day `on`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class DatedRow(models.Model):
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """Tell whether the row counts on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def period_constraint(name: str) -> models.CheckConstraint:
    """Say in the database that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
    )


class User(AbstractUser):
    """A member of staff. What they may do follows from memberships alone (access.py).

    Django's flags `is_staff` and `is_superuser`, its groups and its permissions give nothing here.
    """

    # Django's own two columns, normalised like every free text (R-9.2b).
    first_name = NormalisedCharField("tên", max_length=150, blank=True)
    last_name = NormalisedCharField("họ và tên đệm", max_length=150, blank=True)
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "tài khoản cán bộ"
        verbose_name_plural = "tài khoản cán bộ"
        constraints = [
            # Sign-in through an identity provider finds the account by its address.
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message="Địa chỉ thư điện tử này đã thuộc về một tài khoản khác.",
            )
        ]

    @property
    def display_name(self) -> str:
        """The name in Vietnamese order (family name first), or the user name where there is none."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to `session_generation`.

        Counting the generation up ends every session of the user at once, on every server,
        whatever store the sessions are in.
        """
        return salted_hmac(
            "engagement.accounts.session",
            f"{self.password}:{self.session_generation}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Unit(DatedRow):
    """A Party body, department, agency or commune for as long as it exists under this name."""

    code = models.SlugField("mã", max_length=50, unique=True)
    name = NormalisedCharField("tên", max_length=200)
    short_name = NormalisedCharField("tên ngắn", max_length=80)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="đơn vị cấp trên",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    functions = NormalisedTextField(
        "chức năng",
        blank=True,
        help_text="Đơn vị lo những việc gì, bằng lời; dùng để gợi ý khi giao.",
    )
    keywords = NormalisedTextField(
        "từ khóa", blank=True, help_text="Những từ công dân hay dùng, cách nhau bằng dấu phẩy."
    )
    phone = NormalisedCharField("điện thoại", max_length=50, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address = NormalisedCharField("địa chỉ", max_length=200, blank=True)

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]
        constraints = [
            period_constraint("unit_period"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        """What people call a commune as a place ("Xã Vị Thủy"); `name` is that of its office."""
        return str(self.short_name)


class Succession(models.Model):
    """Who took over from whom, from which day and by which decision; no successor: abolished.

    A merger of two is two rows with one successor, a split into two is two rows with one
    predecessor.
    """

    predecessor = models.ForeignKey(
        Unit, verbose_name="đơn vị cũ", on_delete=models.PROTECT, related_name="+"
    )
    successor = models.ForeignKey(
        Unit,
        verbose_name="đơn vị kế tục",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField("hình thức", max_length=10, choices=SuccessionKind.choices)
    decision_number = NormalisedCharField("số quyết định", max_length=80)
    effective_on = models.DateField("có hiệu lực từ ngày")

    class Meta:
        verbose_name = "thay đổi tổ chức"
        verbose_name_plural = "thay đổi tổ chức"
        ordering = ["-effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.ABOLISH, successor__isnull=True)
                | (~Q(kind=SuccessionKind.ABOLISH) & Q(successor__isnull=False)),
                name="succession_abolish_alone_has_no_successor",
                violation_error_message="Chỉ giải thể mới không có đơn vị kế tục.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        to = self.successor.short_name if self.successor else "(không còn)"
        return f"{self.predecessor.short_name} → {to}, {self.effective_on:%d/%m/%Y}"

    def clean(self) -> None:
        """Refuse a step from a unit that was not there the day before, or to one not there yet."""
        if self.effective_on is None or self.predecessor_id is None:  # type: ignore[redundant-expr]
            return  # a form with these fields empty says so itself
        if not self.predecessor.is_in_force(self.effective_on - timedelta(days=1)):
            raise ValidationError(
                {"predecessor": "Đơn vị cũ không còn, hoặc chưa có, ngay trước ngày có hiệu lực."}
            )
        if self.successor and not self.successor.is_in_force(self.effective_on):
            raise ValidationError({"successor": "Đơn vị kế tục không có vào ngày có hiệu lực."})


class Membership(DatedRow):
    """A role held from one day to another, in a unit or (`unit` empty) for the whole site."""

    user = models.ForeignKey(
        User, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Để trống với vai trò của toàn trang.",
    )
    role = models.CharField("vai trò", max_length=20, choices=RoleCode.choices)

    class Meta:
        verbose_name = "vai trò được giao"
        verbose_name_plural = "vai trò được giao"
        ordering = ["user", "valid_from", "pk"]
        constraints = [
            period_constraint("membership_period"),
            models.CheckConstraint(
                condition=Q(role__in=RoleCode.values), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False)
                | (~Q(role__in=UNIT_ROLES) & Q(unit__isnull=True)),
                name="membership_unit_where_the_role_has_one",
                violation_error_message=(
                    "Vai trò của đơn vị phải có đơn vị; vai trò của toàn trang thì không."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(valid_to__isnull=True, unit__isnull=False),
                name="membership_open_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to__isnull=True, unit__isnull=True),
                name="membership_open_once_on_site",
            ),
        ]

    def __str__(self) -> str:
        place = f", {self.unit.short_name}" if self.unit else ""
        return f"{self.user.username}: {self.get_role_display()}{place}"
