from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "engagement.accounts"
    verbose_name = "Tài khoản và đơn vị"

    def ready(self) -> None:
        """Hear what sign-in tells, name the room's events, and find every room's `admin` module."""
        from django.utils.module_loading import autodiscover_modules

        from engagement.accounts import services, signals
        from engagement.audit.kinds import register_details, register_kinds

        register_kinds({**services.AUDIT_KINDS, **signals.AUDIT_KINDS})
        register_details({"decision": "số quyết định", "effective_on": "có hiệu lực từ ngày"})
        autodiscover_modules("admin")
