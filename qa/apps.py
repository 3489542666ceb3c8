from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_indexes(*, using: str, **_kwargs: object) -> None:
    """Bring the full-text indexes in place after `migrate`, whatever it did to their tables."""
    from engagement.text import fulltext
    from qa.models import INDEXES

    for index in INDEXES:
        fulltext.install(connections[using], index)


class QaConfig(AppConfig):
    name = "qa"
    verbose_name = "Hỏi đáp"

    def ready(self) -> None:
        """Make the public form, the workspace entries and the workflow known to the house."""
        from django.utils import timezone

        from engagement.accounts.permissions import Permission
        from engagement.audit.kinds import register_details, register_kinds, register_values
        from engagement.intake.purposes import register_purposes
        from engagement.intake.registry import register_form
        from engagement.reorganisation.effects import register_effect
        from engagement.web.workspace import (
            WorkspaceItem,
            WorkspaceSearch,
            register,
            register_search,
        )
        from qa import workflow
        from qa.queries import asker, entered, legal, personal
        from qa.queries.desk import access, boxes
        from qa.rules import labels
        from qa.services import handing_over, places, reorganising

        for effect in (*reorganising.EFFECTS, *handing_over.EFFECTS, *places.EFFECTS):
            register_effect(effect)

        post_migrate.connect(install_indexes, sender=self)
        register_form(
            asker.PURPOSE,
            follow_url_name="qa:follow",
            title_vi="Câu hỏi của Quý vị",
            next_step=asker.next_step,
        )
        register_purposes(
            {
                asker.PURPOSE: "Gửi câu hỏi",
                "qa.similar": "Tìm câu tương tự khi đang viết",
                "qa.answered_me": "Bấm “Câu này đã trả lời tôi”",
                "qa.answered_me_one": "Bấm “Câu này đã trả lời tôi”, ở một câu trả lời",
                "qa.data_code_address": "Xin mã xem dữ liệu cá nhân, từ một địa chỉ mạng",
                "qa.data_code_question": "Xin mã xem dữ liệu cá nhân, của một câu hỏi",
            }
        )
        register_kinds(
            {f"{workflow.QUESTION.name}.{verb}": words for verb, words in labels.LABELS.items()}
            | labels.OTHER_KINDS
        )
        register_details(labels.DETAILS)
        register_values(labels.DETAIL_VALUES)
        for item in (
            WorkspaceItem(
                "Việc của tôi",
                "desk:inbox",
                Permission.WORKSPACE_ENTER,
                waiting=boxes.waiting,
                order=10,
            ),
            WorkspaceItem(
                "Nhập hộ câu hỏi",
                "desk:enter",
                Permission.QUESTION_ENTER,
                group="Tiếp nhận",
                order=11,
            ),
            WorkspaceItem(
                "Thư điện tử đến",
                "desk:mail",
                Permission.QUESTION_ENTER,
                waiting=entered.waiting_letters,
                group="Tiếp nhận",
                order=12,
            ),
            WorkspaceItem(
                "Hồ sơ niêm phong",
                "desk:sealed",
                Permission.QUESTION_SEALED,
                waiting=access.sealed_waiting,
                group="Tiếp nhận",
                order=13,
            ),
            WorkspaceItem(
                "Báo cáo Ban Chỉ đạo",
                "desk:reports",
                Permission.QUESTION_READ_ALL,
                group="Phân công",
                order=20,
            ),
            WorkspaceItem(
                "Ủy quyền thường xuyên",
                "desk:delegations",
                Permission.QUESTION_READ_ALL,
                group="Phân công",
                order=21,
            ),
            WorkspaceItem(
                "Gợi ý phân công",
                "desk:router",
                Permission.QUESTION_ASSIGN,
                group="Phân công",
                order=22,
            ),
            WorkspaceItem(
                "Gợi ý phân công",
                "desk:router",
                Permission.SITE_CONFIGURE,
                group="Phân công",
                order=22,
            ),
            WorkspaceItem(
                "Thời hạn, nhắc hạn",
                "desk:clock_rules",
                Permission.SITE_CONFIGURE,
                group="Chung",
                order=80,
            ),
            *(
                WorkspaceItem(
                    "Cần rà soát",
                    "desk:reviews",
                    permission,
                    waiting=lambda user: legal.reviews_waiting(user, timezone.localdate()),
                    group="Trả lời",
                    order=25,
                )
                for permission in (Permission.QUESTION_ANSWER, Permission.QUESTION_READ_ALL)
            ),
            WorkspaceItem(
                "Văn bản",
                "desk:documents",
                Permission.QUESTION_PUBLISH,
                group="Trả lời",
                order=26,
            ),
            *(
                WorkspaceItem(
                    "Dữ liệu cá nhân",
                    "desk:data_requests",
                    permission,
                    waiting=personal.open_requests,
                    group="Tiếp nhận",
                    order=14,
                )
                for permission in (Permission.PERSONAL_DATA_HANDLE, Permission.QUESTION_SEALED)
            ),
            *(
                WorkspaceItem(label, url_name, permission, group="Trả lời", order=order)
                for permission in (Permission.QUESTION_ANSWER, Permission.SITE_CONFIGURE)
                for label, url_name, order in (
                    ("Mẫu câu trả lời", "desk:templates", 23),
                    ("Duyệt thay", "desk:deputies", 24),
                )
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
