from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = "Bảng điều hành"

    def ready(self) -> None:
        """Offer the live topics and the workspace entry."""
        from dashboards import live
        from engagement.accounts.permissions import Permission
        from engagement.live.topics import register as register_topic
        from engagement.web.workspace import WorkspaceItem
        from engagement.web.workspace import register as register_item

        register_topic(live.QUESTIONS)
        register_item(
            WorkspaceItem(
                label="Bảng điều hành",
                url_name="dashboards:questions",
                permission=Permission.DASHBOARD_READ,
                group="Theo dõi",
                order=60,
            )
        )
        register_item(
            WorkspaceItem(
                label="Số liệu hỏi đáp",
                url_name="dashboards:figures",
                permission=Permission.DASHBOARD_READ,
                group="Theo dõi",
                order=60,
            )
        )
        register_item(
            WorkspaceItem(
                label="Báo cáo định kỳ",
                url_name="dashboards:reports",
                permission=Permission.DASHBOARD_READ,
                group="Theo dõi",
                order=60,
            )
        )
        register_item(
            WorkspaceItem(
                label="Kết quả khảo sát",
                url_name="dashboards:surveys",
                permission=Permission.DASHBOARD_READ,
                group="Theo dõi",
                order=61,
            )
        )
