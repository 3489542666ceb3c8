import argparse
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.accounts.roles import RoleCode
from engagement.accounts.services import grant_membership
from engagement.audit.actors import Actor


class Command(BaseCommand):
    help = "Giao một vai trò cho một tài khoản; dùng cho người quản trị đầu tiên của trang."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=RoleCode.values)
        parser.add_argument("--unit", default="", help="mã đơn vị, với vai trò của đơn vị")
        parser.add_argument("--to", type=date.fromisoformat, help="đến hết ngày (YYYY-MM-DD)")

    def handle(self, *, username: str, role: str, unit: str, to: date | None, **_: object) -> None:
        """Grant from today on. CommandError where there is no such account or unit."""
        try:
            grant_membership(
                user=User.objects.get(username=username),
                role=RoleCode(role),
                unit=Unit.objects.get(code=unit) if unit else None,
                valid_from=timezone.localdate(),
                valid_to=to,
                actor=Actor.system("grant_role"),
            )
        except (User.DoesNotExist, Unit.DoesNotExist) as missing:
            raise CommandError(f"Không tìm thấy: {missing}") from missing
        except ValidationError as refused:
            raise CommandError("; ".join(refused.messages)) from refused
        self.stdout.write(f"{username}: {RoleCode(role).label}.")
