from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The composition root as an app: it owns the demo's command and the kernel's menu entries."""

    name = "engagement.config"
    label = "site_config"

    def ready(self) -> None:
        """Put the pages of rooms that do not know the workspace menu into it."""
        from engagement.accounts.permissions import Permission
        from engagement.web.workspace import WorkspaceItem, register

        for order, (label, url_name, permission) in enumerate(
            (
                ("Lịch làm việc", "worktime:calendar", Permission.WORKSPACE_ENTER),
                ("Vai trò", "accounts:role_list", Permission.WORKSPACE_ENTER),
                ("Nhật ký kiểm toán", "accounts:audit_log", Permission.AUDIT_READ),
                ("Cấu hình", "admin:index", Permission.SITE_CONFIGURE),
            ),
            start=80,
        ):
            register(WorkspaceItem(label, url_name, permission, group="Chung", order=order))
