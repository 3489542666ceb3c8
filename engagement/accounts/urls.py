"""Staff pages of this room, under /lam-viec/."""

from django.urls import path

from engagement.accounts import views

app_name = "accounts"

urlpatterns = [
    path("vai-tro/", views.role_list, name="role_list"),
    path("gui-lai/", views.resend, name="resend"),
    path("nhat-ky/", views.audit_log, name="audit_log"),
]
