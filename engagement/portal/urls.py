from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter

from engagement.portal import feeds, views
from engagement.portal.sections import BY_SLUG, Section


class SectionConverter:
    """A section by its address. Only ours match: the addresses of other rooms stay theirs."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> Section:
        return BY_SLUG[value]

    def to_url(self, value: Section) -> str:
        return value.slug


register_converter(SectionConverter, "section")

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("lien-he/", views.contact, name="contact"),
    path("so-do-trang/", views.site_map, name="site_map"),
    path("ho-tro-tiep-can/", views.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan/", views.privacy, name="privacy"),
    path("dieu-khoan/", views.terms, name="terms"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("rss/hoi-dap/", login_not_required(feeds.AnswersFeed()), name="answers_rss"),
    path("atom/hoi-dap/", login_not_required(feeds.AnswersAtomFeed()), name="answers_atom"),
    path("tuong-tac/", views.interaction, name="interaction"),
    path("gioi-thieu/co-cau-to-chuc/", views.structure, name="structure"),
    path("gioi-thieu/danh-ba/", views.directory, name="directory"),
    path("<section:section>/", views.section, name="section"),
    path("<section:section>/<slug:slug>/", views.part, name="part"),
]
