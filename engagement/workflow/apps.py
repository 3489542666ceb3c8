from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "engagement.workflow"
