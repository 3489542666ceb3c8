from qa.management.routing import RoutingCommand
from qa.services import learning


class Command(RoutingCommand):
    """For a new installation; what somebody typed is never replaced."""

    help = "Điền từ khóa chuẩn (qa/router/departments.toml) cho các đơn vị chưa có từ khóa."

    def handle(self, **_options: object) -> None:
        self.stdout.write(f"Đã điền từ khóa cho {learning.fill_keywords()} đơn vị.")
