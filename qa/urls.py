"""Addresses of the question: `public` stands at /hoi-dap/, `workspace` at /lam-viec/."""

from django.urls import path

from qa.views import follow, public, reports, router
from qa.views.desk import acts, answering, lists, question

public_patterns = [
    path("", public.archive, name="archive"),
    path("dat-cau-hoi/", public.ask, name="ask"),
    path("cau-tra-loi/<int:pk>/<slug:slug>/", public.answer, name="answer"),
    path("theo-doi/", follow.lookup, name="follow"),
    path("theo-doi/<str:code>/", follow.question, name="follow_question"),
    path("theo-doi/<str:code>/bo-sung/", follow.add_information, name="follow_add"),
    path("theo-doi/<str:code>/de-nghi-xem-lai/", follow.object_to_rejection, name="follow_object"),
    path("theo-doi/<str:code>/rut/", follow.withdraw, name="follow_withdraw"),
    path("theo-doi/<str:code>/tep/<int:pk>/", follow.attachment, name="follow_attachment"),
]

workspace_patterns = [
    path("", lists.inbox, name="inbox"),
    path("hoi-dap/<slug:box>/", lists.box, name="box"),
    path("cau-hoi/<str:reference>/", question.question, name="question_detail"),
    path("cau-hoi/<str:reference>/viec/<slug:verb>/", acts.act, name="question_act"),
    path("cau-hoi/<str:reference>/linh-vuc/", acts.sort, name="question_sort"),
    path("cau-hoi/<str:reference>/ban-nhap/", answering.draft, name="question_draft"),
    path("cau-hoi/<str:reference>/phoi-hop/", answering.contribute, name="question_contribute"),
    path("cau-hoi/<str:reference>/tep/<int:pk>/", question.attachment, name="question_attachment"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/lap-danh-sach/", reports.report_create, name="report_create"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report_detail"),
    path("goi-y-phan-cong/", router.router, name="router"),
    path("goi-y-phan-cong/ban/<int:number>/", router.router_use, name="router_use"),
    path("goi-y-phan-cong/tu-dong/", router.router_automation, name="router_automation"),
    path("uy-quyen/", reports.delegations, name="delegations"),
    path("uy-quyen/<int:pk>/ket-thuc/", reports.delegation_end, name="delegation_end"),
]

public_urls = (public_patterns, "qa")
workspace_urls = (workspace_patterns, "desk")
