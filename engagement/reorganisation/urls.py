"""The wizard, under /lam-viec/sap-xep/."""

from django.urls import path

from engagement.reorganisation import views

app_name = "reorganisation"

urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/quyet-dinh/", views.edit, name="edit"),
    path("<int:pk>/ke-tuc/", views.successors, name="successors"),
    path("<int:pk>/ke-tuc/<int:successor>/bo/", views.successor_remove, name="successor_remove"),
    path("<int:pk>/ke-tuc/<int:successor>/nhan/", views.successor_rest, name="successor_rest"),
    path("<int:pk>/anh-huong/<slug:effect>/", views.items, name="items"),
    path("<int:pk>/viec/<slug:verb>/", views.act, name="act"),
]
