"""Addresses of the survey: `public` stands at /khao-sat/, `workspace` at /lam-viec/khao-sat/."""

from django.urls import URLPattern, path

from surveys.enums import Mode
from surveys.views import answering, downloads, insight, public, results
from surveys.views.builder import acts, outline, paper_entry, preview, questions, quotas
from surveys.views.builder import surveys as made

KIOSK = {"mode": Mode.KIOSK}

public_patterns: list[URLPattern] = [
    path("", public.index, name="index"),
    path("<slug:code>/", public.start, name="start"),
    path("<slug:code>/tra-loi/", answering.answer, name="answer"),
    path("<slug:code>/bien-nhan/", public.receipt, name="receipt"),
    path("<slug:code>/ket-qua/", results.results, name="results"),
    path("<slug:code>/ket-qua/y-kien/", results.texts, name="texts"),
    path("<slug:code>/ket-qua/hinh/<slug:question>.<slug:kind>", results.chart, name="chart"),
    path("<slug:code>/bien-ban/", results.minutes, name="minutes"),
    path("<slug:code>/bien-ban.json", results.minutes_file, name="minutes_file"),
    path("<slug:code>/danh-sach-phieu.txt", results.ballot_list, name="ballot_list"),
    path("<slug:code>/phieu-giay/", public.paper, name="paper"),
    path("<slug:code>/tai-cho/", public.start, KIOSK, name="kiosk"),
    path("<slug:code>/tai-cho/tra-loi/", answering.answer, KIOSK, name="kiosk_answer"),
    path("<slug:code>/tai-cho/bien-nhan/", public.receipt, KIOSK, name="kiosk_receipt"),
]

workspace_patterns: list[URLPattern] = [
    path("", made.surveys, name="list"),
    path("tao/", made.create, name="create"),
    path("<slug:code>/soan/", outline.outline, name="outline"),
    path("<slug:code>/thiet-lap/", made.settings, name="settings"),
    path("<slug:code>/loi-gioi-thieu/", made.introduction, name="introduction"),
    path("<slug:code>/phan-nhom/", made.breakdowns, name="breakdowns"),
    path("<slug:code>/chi-tieu/", quotas.quotas, name="quotas"),
    path("<slug:code>/co-cau/<slug:question>/", made.margin, name="margin"),
    path("<slug:code>/sua-ban-dang-mo/", outline.changes_start, name="changes_start"),
    path("<slug:code>/bo-ban-sua/", outline.changes_drop, name="changes_drop"),
    path("<slug:code>/dan-danh-sach/", outline.paste, name="paste"),
    path("<slug:code>/them-trang/", outline.page_add, name="page_add"),
    path("<slug:code>/trang/<slug:page>/", outline.page_edit, name="page_edit"),
    path("<slug:code>/trang/<slug:page>/chuyen/", outline.page_move, name="page_move"),
    path("<slug:code>/trang/<slug:page>/bo/", outline.page_delete, name="page_delete"),
    path("<slug:code>/trang/<slug:page>/them-cau/", questions.question_add, name="question_add"),
    path("<slug:code>/cau/<slug:question>/", questions.question_edit, name="question_edit"),
    path("<slug:code>/cau/<slug:question>/chep/", questions.question_copy, name="question_copy"),
    path("<slug:code>/cau/<slug:question>/chuyen/", questions.question_move, name="question_move"),
    path("<slug:code>/cau/<slug:question>/bo/", questions.question_delete, name="question_delete"),
    path("<slug:code>/dieu-kien/<slug:place>/", questions.condition, name="condition"),
    path("<slug:code>/xem-thu/", preview.preview, name="preview"),
    path("<slug:code>/xem-thu/man-hinh/", preview.screen, name="screen"),
    path("<slug:code>/ma-tra-loi/", acts.codes, name="codes"),
    path("<slug:code>/nhap-phieu/", paper_entry.desk, name="paper"),
    path("<slug:code>/nhap-phieu/to/", paper_entry.sheet, name="paper_sheet"),
    path("<slug:code>/nhap-phieu/chon/", paper_entry.settle, name="paper_settle"),
    path("<slug:code>/nhap-phieu/bo/", paper_entry.drop, name="paper_drop"),
    path("<slug:code>/cong-bo-ban-sua/", acts.publish, name="publish"),
    path("<slug:code>/viec/<slug:verb>/", acts.act, name="act"),
    path("<slug:code>/ket-qua/", insight.results, name="results"),
    path("<slug:code>/bang-cheo/", insight.cross, name="cross"),
    path("<slug:code>/so-sanh/", insight.waves, name="waves"),
    path("<slug:code>/nguong/", insight.lines, name="lines"),
    path("<slug:code>/hinh/<slug:question>.<slug:kind>", downloads.chart, name="chart"),
    path(
        "<slug:code>/hinh-cong-bo/<slug:question>.<slug:kind>",
        downloads.published_chart,
        name="published_chart",
    ),
    path("<slug:code>/bao-cao.<slug:kind>", downloads.report, name="report"),
    path("<slug:code>/cau-tra-loi.<slug:kind>", downloads.answers, name="answers"),
    path("<slug:code>/bang-hoi.xlsx", downloads.questionnaire, name="questionnaire"),
    path("<slug:code>/y-kien/", insight.texts, name="texts"),
    path("<slug:code>/y-kien/<int:pk>/", insight.text, name="text"),
]

public_urls = (public_patterns, "surveys")
workspace_urls = (workspace_patterns, "survey_desk")
