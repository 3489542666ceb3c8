"""Every address of the site: one line a room. What a room serves stands in its own urls.py."""

from django.urls import include, path

import qa.urls
import surveys.urls
from engagement.accounts.admin_site import site as configuration

urlpatterns = [
    path("", include("engagement.web.urls")),
    path("", include("engagement.portal.urls")),
    path("hoi-dap/", include(qa.urls.public_urls)),
    path("du-lieu-mo/", include(qa.urls.open_data_urls)),
    path("khao-sat/", include(surveys.urls.public_urls)),
    path("tiep-nhan/", include("engagement.intake.urls")),
    path("truc-tiep/", include("engagement.live.urls")),
    path("dieu-hanh/", include("dashboards.urls")),
    path("tai-khoan/", include("engagement.accounts.sign_in_urls")),
    path("lam-viec/khao-sat/", include(surveys.urls.workspace_urls)),
    path("lam-viec/quan-tri/", configuration.urls),
    path("lam-viec/sap-xep/", include("engagement.reorganisation.urls")),
    path("lam-viec/lich-lam-viec/", include("engagement.worktime.urls")),
    path("lam-viec/", include("engagement.accounts.urls")),
    path("lam-viec/", include(qa.urls.workspace_urls)),
]

handler400 = "engagement.web.views.bad_request"
handler403 = "engagement.web.views.permission_denied"
handler404 = "engagement.web.views.page_not_found"
handler429 = "engagement.web.views.too_many_requests"
handler500 = "engagement.web.views.server_error"
