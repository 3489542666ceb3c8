from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

PAGE = """<!doctype html><title>Live</title>
<p id="count" data-version="0">0</p><p id="state"></p>
<script type="module" src="/page.js"></script>"""

SCRIPT = """import { connect } from "/live.js";
const count = document.getElementById("count");
window.shown = [];
window.states = [];
window.end = connect(
  "letters",
  (data, version) => { window.shown.push(version); count.textContent = data.count; },
  (state) => { window.states.push(state); document.getElementById("state").textContent = state; },
  { version: Number(new URLSearchParams(location.search).get("version") ?? 0) },
);"""


@login_not_required
def page(_request):
    return HttpResponse(PAGE)


@login_not_required
def page_script(_request):
    return HttpResponse(SCRIPT, content_type="text/javascript")


@login_not_required
def live_script(_request):
    content = Path(settings.BASE_DIR, "static/js/live.js").read_bytes()
    return HttpResponse(content, content_type="text/javascript")


urlpatterns = [
    path("", page),
    path("page.js", page_script),
    path("live.js", live_script),
    path("truc-tiep/", include("engagement.live.urls")),
]
