"""Addresses: `public` stands at /hoi-dap/, `open_data` at /du-lieu-mo/, `workspace` at /lam-viec/."""

from django.urls import path

from qa.views import clock_rules, figures, follow, personal, public, reports, router, similar
from qa.views.desk import (
    acts,
    answering,
    case,
    entering,
    kinds,
    lists,
    mail,
    publications,
    question,
    unit_office,
)
from qa.views.desk import personal as desk_personal
from qa.views.open_data import pages as open_data

public_patterns = [
    path("", public.archive, name="archive"),
    path("dat-cau-hoi/", public.ask, name="ask"),
    path("so-lieu/", figures.figures, name="figures"),
    path("cau-hoi-tuong-tu/", similar.similar, name="similar"),
    path("cau-tra-loi/<int:pk>/da-tra-loi-toi/", similar.answered_me, name="answered_me"),
    path("cau-tra-loi/<int:pk>/<slug:slug>/", public.answer, name="answer"),
    path("cau-tra-loi/<int:pk>/<slug:slug>/phien-ban/", public.versions, name="versions"),
    path(
        "cau-tra-loi/<int:pk>/<slug:slug>/phien-ban/<int:number>/", public.version, name="version"
    ),
    path("theo-doi/", follow.lookup, name="follow"),
    path("theo-doi/<str:code>/", follow.question, name="follow_question"),
    path("theo-doi/<str:code>/bo-sung/", follow.add_information, name="follow_add"),
    path("theo-doi/<str:code>/de-nghi-xem-lai/", follow.object_to_rejection, name="follow_object"),
    path("theo-doi/<str:code>/rut/", follow.withdraw, name="follow_withdraw"),
    path("theo-doi/<str:code>/tep/<int:pk>/", follow.attachment, name="follow_attachment"),
    path("theo-doi/<str:code>/danh-gia/", follow.rate, name="follow_rate"),
    path("theo-doi/<str:code>/de-nghi-tra-loi-lai/", follow.reopen, name="follow_reopen"),
    path("theo-doi/<str:code>/du-lieu/", personal.data, name="follow_data"),
    path("theo-doi/<str:code>/du-lieu/gui-ma/", personal.send, name="follow_data_send"),
    path("theo-doi/<str:code>/du-lieu/xac-nhan/", personal.prove, name="follow_data_prove"),
    path("theo-doi/<str:code>/du-lieu/tai-ve/", personal.export, name="follow_data_export"),
    path("theo-doi/<str:code>/du-lieu/sua/", personal.correct, name="follow_data_correct"),
    path("theo-doi/<str:code>/du-lieu/xoa/", personal.delete, name="follow_data_delete"),
]

workspace_patterns = [
    path("", lists.inbox, name="inbox"),
    path("hoi-dap/<slug:box>/", lists.box, name="box"),
    path("cau-hoi/<str:reference>/", question.question, name="question_detail"),
    path("cau-hoi/<str:reference>/viec/<slug:verb>/", acts.act, name="question_act"),
    path("cau-hoi/<str:reference>/linh-vuc/", acts.sort, name="question_sort"),
    path("cau-hoi/<str:reference>/ban-nhap/", answering.draft, name="question_draft"),
    path(
        "cau-hoi/<str:reference>/ban-nhap/chen-mau/",
        answering.draft_insert,
        name="question_draft_insert",
    ),
    path(
        "cau-hoi/<str:reference>/ban-nhap/ghep/",
        answering.draft_compare,
        name="question_draft_compare",
    ),
    path("cau-hoi/<str:reference>/ghi-chu/", case.note, name="question_note"),
    path("cau-hoi/<str:reference>/bo-hen-gio/", case.plan_cancel, name="question_plan_cancel"),
    path("cau-hoi/<str:reference>/phoi-hop/", answering.contribute, name="question_contribute"),
    path("cau-hoi/<str:reference>/tep/<int:pk>/", question.attachment, name="question_attachment"),
    path("cau-hoi/<str:reference>/loai-viec/", kinds.classify, name="question_classify"),
    path("niem-phong/", kinds.sealed, name="sealed"),
    path("nhap-ho/", entering.enter, name="enter"),
    path("nhap-ho/bien-nhan/<str:reference>/", entering.receipt, name="entered_receipt"),
    path("thu-den/", mail.letters, name="mail"),
    path("thu-den/<int:pk>/", mail.letter, name="mail_draft"),
    path("thu-den/<int:pk>/bo/", mail.discard, name="mail_discard"),
    path("thu-den/<int:pk>/niem-phong/", mail.seal, name="mail_seal"),
    path("thu-den/<int:pk>/tep/<int:file>/", mail.attachment, name="mail_attachment"),
    path("cau-hoi/<str:reference>/dinh-chinh/", publications.correct, name="publication_correct"),
    path(
        "cau-hoi/<str:reference>/phien-ban/<int:number>/go/",
        publications.version_remove,
        name="version_remove",
    ),
    path("van-ban/", publications.documents, name="documents"),
    path("van-ban/<int:pk>/", publications.document, name="document"),
    path("ra-soat/", publications.reviews, name="reviews"),
    path("ra-soat/<int:pk>/van-dung/", publications.review_confirm, name="review_confirm"),
    path("du-lieu-ca-nhan/", desk_personal.data_request_list, name="data_requests"),
    path("du-lieu-ca-nhan/nhan/", desk_personal.receive, name="data_request_receive"),
    path("du-lieu-ca-nhan/<int:pk>/", desk_personal.data_request, name="data_request"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/lap-danh-sach/", reports.report_create, name="report_create"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report_detail"),
    path("mau-tra-loi/", unit_office.templates, name="templates"),
    path("mau-tra-loi/<int:pk>/", unit_office.template_edit, name="template_edit"),
    path("mau-tra-loi/<int:pk>/xoa/", unit_office.template_delete, name="template_delete"),
    path("duyet-thay/", unit_office.deputies, name="deputies"),
    path("duyet-thay/<int:pk>/ket-thuc/", unit_office.deputy_end, name="deputy_end"),
    path("goi-y-phan-cong/", router.router, name="router"),
    path("goi-y-phan-cong/ban/<int:number>/", router.router_use, name="router_use"),
    path("goi-y-phan-cong/tu-dong/", router.router_automation, name="router_automation"),
    path("uy-quyen/", reports.delegations, name="delegations"),
    path("thoi-han/", clock_rules.rules, name="clock_rules"),
    path("thoi-han/them/", clock_rules.clock_rule_add, name="clock_rule_add"),
    path("thoi-han/them-nhac/", clock_rules.reminder_rule_add, name="reminder_rule_add"),
    path("thoi-han/<slug:what>/<int:pk>/ket-thuc/", clock_rules.rule_end, name="rule_end"),
    path("thoi-han/<slug:what>/<int:pk>/doi-chieu/", clock_rules.confirm, name="rule_confirm"),
    path("uy-quyen/<int:pk>/ket-thuc/", reports.delegation_end, name="delegation_end"),
]

open_data_patterns = [
    path("", open_data.index, name="index"),
    path("openapi.json", open_data.openapi, name="openapi"),
    path("<slug:dataset>.<slug:kind>", open_data.file, name="file"),
    path("<slug:dataset>/<int:year>.<slug:kind>", open_data.year_file, name="year_file"),
]

public_urls = (public_patterns, "qa")
open_data_urls = (open_data_patterns, "open_data")
workspace_urls = (workspace_patterns, "desk")
