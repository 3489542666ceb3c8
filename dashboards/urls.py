from django.urls import path

from dashboards.views import figures, questions, reports, surveys

app_name = "dashboards"
urlpatterns = [
    path("", questions.index, name="index"),
    path("hoi-dap/", questions.questions, name="questions"),
    path("so-lieu/", figures.figures, name="figures"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<str:period>.<str:kind>", reports.report, name="report"),
    path("khao-sat/", surveys.surveys, name="surveys"),
    path("khao-sat/<slug:code>/", surveys.survey, name="survey"),
    path("khao-sat/<slug:code>/so-sanh/", surveys.survey_waves, name="survey_waves"),
    path("khao-sat/<slug:code>/nguong/", surveys.survey_lines, name="survey_lines"),
    path("khao-sat/<slug:code>/y-kien/", surveys.survey_texts, name="survey_texts"),
]
