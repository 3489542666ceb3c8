from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Khảo sát"

    def ready(self) -> None:
        """Make the survey's life and its verbs known to the house."""
        from engagement.accounts.permissions import Permission
        from engagement.audit.kinds import register_details, register_kinds
        from engagement.intake.purposes import register_purposes
        from engagement.intake.registry import register_form
        from engagement.live.topics import register_family
        from engagement.reorganisation.effects import register_effect
        from engagement.web.workspace import WorkspaceItem
        from engagement.web.workspace import register as register_item
        from surveys import live, rules, workflow
        from surveys.forms import access, guard
        from surveys.queries import reorganising

        register_effect(reorganising.EFFECT)

        register_family(live.FAMILY)
        register_form(guard.PURPOSE, follow_url_name="surveys:index", title_vi="Phiếu khảo sát")
        register_purposes(
            {
                guard.PURPOSE: "Gửi phiếu khảo sát",
                guard.BURST: "Gửi phiếu khảo sát dồn dập",
                access.WRONG_CODE: "Nhập sai mã mời khảo sát",
            }
        )
        register_kinds(
            {f"{workflow.SURVEY.name}.{verb}": words for verb, words in rules.LABELS.items()}
            | rules.OTHER_KINDS
        )
        register_details(rules.DETAILS)
        register_item(
            WorkspaceItem(
                "Khảo sát",
                "survey_desk:list",
                Permission.SURVEY_MANAGE,
                group="Khảo sát",
                order=40,
            )
        )
