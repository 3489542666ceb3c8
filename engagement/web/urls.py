from django.conf import settings
from django.urls import path

from engagement.web import views

app_name = "web"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("giao-dien/", views.preferences, name="preferences"),
]
if settings.DEMO:
    urlpatterns.append(path("lam-viec/thanh-phan/", views.components, name="components"))
