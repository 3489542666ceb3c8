from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "engagement.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"

    def ready(self) -> None:
        from engagement.audit.kinds import register_kinds
        from engagement.intake.purposes import register_purposes

        register_kinds({"intake.rate_limit.set": "Đặt giới hạn lượt gửi bằng lệnh"})
        register_purposes(
            {
                "intake.wrong_code_address": "Nhập sai mã tra cứu, từ một địa chỉ mạng",
                "intake.wrong_code_reference": "Nhập sai mã tra cứu, của một hồ sơ",
            }
        )
