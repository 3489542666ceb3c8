from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.index, name="index"),
    path("hoi-dap/", views.questions, name="questions"),
    path("khao-sat/", views.surveys, name="surveys"),
    path("khao-sat/<slug:code>/", views.survey, name="survey"),
]
