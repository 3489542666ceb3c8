from django.urls import path

from engagement.worktime import views

app_name = "worktime"

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("nhap/", views.calendar_import, name="calendar_import"),
]
