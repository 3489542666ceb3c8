from django.apps import AppConfig


class QaConfig(AppConfig):
    name = "qa"
    verbose_name = "Hỏi đáp"

    def ready(self) -> None:
        """Make the public form, the workspace entries and the workflow known to the house."""
        from engagement.accounts.permissions import Permission
        from engagement.audit.kinds import register_details, register_kinds
        from engagement.intake.registry import register_form
        from engagement.web.workspace import (
            WorkspaceItem,
            WorkspaceSearch,
            register,
            register_search,
        )
        from qa import rules, workflow
        from qa.queries import asker, desk

        register_form(
            asker.PURPOSE,
            follow_url_name="qa:follow",
            title_vi="Câu hỏi của Quý vị",
            next_step=asker.next_step,
        )
        register_kinds(
            {f"{workflow.QUESTION.name}.{verb}": words for verb, words in rules.LABELS.items()}
            | rules.OTHER_KINDS
        )
        register_details(rules.DETAILS)
        for item in (
            WorkspaceItem(
                "Việc của tôi",
                "desk:inbox",
                Permission.WORKSPACE_ENTER,
                count=desk.waiting_count,
                order=10,
            ),
            WorkspaceItem(
                "Báo cáo Ban Chỉ đạo",
                "desk:reports",
                Permission.QUESTION_READ_ALL,
                group="Hỏi đáp",
                order=20,
            ),
            WorkspaceItem(
                "Ủy quyền thường xuyên",
                "desk:delegations",
                Permission.QUESTION_READ_ALL,
                group="Hỏi đáp",
                order=21,
            ),
            WorkspaceItem(
                "Gợi ý phân công",
                "desk:router",
                Permission.QUESTION_ASSIGN,
                group="Hỏi đáp",
                order=22,
            ),
            WorkspaceItem(
                "Gợi ý phân công",
                "desk:router",
                Permission.SITE_CONFIGURE,
                group="Hỏi đáp",
                order=22,
            ),
        ):
            register(item)
        register_search(
            WorkspaceSearch(
                "Tìm trong các câu hỏi Quý vị được xem",
                "Tìm mã, nội dung, người gửi",
                "desk:box",
                ("tat-ca",),
                Permission.WORKSPACE_ENTER,
            )
        )
