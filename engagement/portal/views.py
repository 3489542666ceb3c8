from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.accounts.enums import UnitKind
from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.portal.functions import FUNCTIONS, open_now
from engagement.portal.search import groups_for
from engagement.portal.sections import BY_SLUG, SECTIONS, Section, find_part
from engagement.text.normalise import normalise
from engagement.web.loaders import NotVisible
from engagement.web.pagination import PAGE_PARAMETER
from qa.queries.archive import published_answers, published_count, recently_published

RECENT_ANSWERS = 4
LONGEST_QUERY = 200
# The protocol allows 50,000 addresses in one file.
LARGEST_SITEMAP = 45_000
PARTY_KINDS = (UnitKind.PARTY_COMMITTEE, UnitKind.PARTY_BODY)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "cards": open_now(),
        "functions": FUNCTIONS,
        "answers": recently_published(RECENT_ANSWERS),
        "answers_count": published_count(),
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def section(request: HttpRequest, section: Section) -> HttpResponse:
    context = {"section": section, "links": section.links}
    return render(request, "portal/section.html", context)


@login_not_required
@require_safe
def part(request: HttpRequest, section: Section, slug: str) -> HttpResponse:
    found = find_part(section, slug)
    if found is None:
        raise NotVisible
    return render(request, "portal/part.html", {"section": section, "part": found})


@login_not_required
@require_safe
def interaction(request: HttpRequest) -> HttpResponse:
    """Show what a reader can do today, and nothing that is not there."""
    context = {"section": BY_SLUG["tuong-tac"], "functions": FUNCTIONS}
    return render(request, "portal/interaction.html", context)


@login_not_required
@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """Show the Party bodies in force today with their tasks (R-8.1)."""
    about = BY_SLUG["gioi-thieu"]
    context = {
        "section": about,
        "part": find_part(about, "co-cau-to-chuc"),
        "groups": _units_by_kind(PARTY_KINDS),
        "today": timezone.localdate(),
    }
    return render(request, "portal/structure.html", context)


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show how to reach each unit in force today."""
    about = BY_SLUG["gioi-thieu"]
    context = {
        "section": about,
        "part": find_part(about, "danh-ba"),
        "groups": _units_by_kind(tuple(UnitKind)),
        "today": timezone.localdate(),
    }
    return render(request, "portal/directory.html", context)


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact.html")


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = normalise(request.GET.get("q", ""))[:LONGEST_QUERY]
    only = request.GET.get("nhom", "")
    groups = groups_for(query, only=only, page=request.GET.get(PAGE_PARAMETER)) if query else []
    context: dict[str, object] = {"query": query, "groups": groups, "is_alone": len(groups) == 1}
    context["found"] = [group for group in groups if group.count]
    context["has_nothing"] = not any(group.hits for group in groups)
    return render(request, "portal/search.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@login_not_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/terms.html")


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    context = {"sections": [(each, each.links) for each in SECTIONS], "functions": FUNCTIONS}
    return render(request, "portal/site_map.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap_url": request.build_absolute_uri(reverse("portal:sitemap"))}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public address for search engines, answers with the day they appeared."""
    paths = [reverse(f"portal:{name}") for name in ("home", "contact", "accessibility")]
    paths += [reverse(f"portal:{name}") for name in ("privacy", "terms", "site_map")]
    paths += [function.url for function in FUNCTIONS]
    for each in SECTIONS:
        paths += [each.url, *(url for _, url in each.links)]
    answers = published_answers().select_related(None).only("slug", "published_at")
    context = {
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "paths": paths,
        "answers": answers[:LARGEST_SITEMAP],
    }
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


def _units_by_kind(kinds: tuple[UnitKind, ...]) -> list[tuple[str, list[Unit]]]:
    """Return the units in force today of these kinds, in reading order."""
    rows = Unit.objects.in_force(timezone.localdate()).filter(kind__in=kinds)
    return [
        (UnitKind(kind).label, list(units))
        for kind, units in groupby(in_reading_order(rows), key=lambda unit: unit.kind)
    ]
