from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "engagement.audit"
    verbose_name = "Nhật ký kiểm toán"
