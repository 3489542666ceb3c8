from django.urls import path

from engagement.intake import views

app_name = "intake"

urlpatterns = [
    path("thu-thach/", views.challenge, name="challenge"),
    path("bien-nhan/<uuid:key>/", views.receipt, name="receipt"),
    path("trang-thai/<uuid:key>/", views.state, name="state"),
]
