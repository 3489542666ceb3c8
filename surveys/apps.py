from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Khảo sát"

    def ready(self) -> None:
        """Make the survey's life and its verbs known to the house."""
        from engagement.audit.kinds import register_kinds
        from surveys import rules, workflow

        register_kinds(
            {f"{workflow.SURVEY.name}.{verb}": words for verb, words in rules.LABELS.items()}
        )
