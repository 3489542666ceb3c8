from django.urls import path

from engagement.live import views

app_name = "live"
urlpatterns = [path("<str:topic>/", views.snapshot, name="snapshot")]
