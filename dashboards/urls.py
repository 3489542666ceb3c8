from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.index, name="index"),
    path("hoi-dap/", views.questions, name="questions"),
    path("khao-sat/", views.surveys, name="surveys"),
    path("khao-sat/<slug:code>/", views.survey, name="survey"),
    path("khao-sat/<slug:code>/so-sanh/", views.survey_waves, name="survey_waves"),
    path("khao-sat/<slug:code>/nguong/", views.survey_lines, name="survey_lines"),
    path("khao-sat/<slug:code>/y-kien/", views.survey_texts, name="survey_texts"),
]
