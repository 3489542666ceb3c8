from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "engagement.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"

    def ready(self) -> None:
        from engagement.audit.kinds import register_kinds

        register_kinds({"intake.rate_limit.set": "Đặt giới hạn lượt gửi bằng lệnh"})
