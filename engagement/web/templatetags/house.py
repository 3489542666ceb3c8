"""The template tags and filters every page of the house may use."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engagement.web import dates
from engagement.web.icons import ICONS
from engagement.web.site import SiteIdentity, identity
from engagement.web.workspace import STAFF_FRAME, frame_for

register = template.Library()

SOON = timedelta(days=2)


@register.filter
def when(value: datetime | None) -> str:
    """Return "lúc 14:05, thứ Hai 23/11/2026"; nothing for nothing."""
    return dates.when(value) if value else ""


@register.filter
def phone_link(value: str) -> str:
    """Return what a `tel:` link wants of a written number; "" for what is not one number."""
    number = re.sub(r"[\s.()-]+", "", value)
    return number if re.fullmatch(r"\+?\d{3,15}", number) else ""


@register.filter
def short_when(value: datetime | None) -> str:
    """Return "14:05, 23/11" (with the year when it is another year); nothing for nothing."""
    return dates.short_when(value) if value else ""


@register.filter
def vi_date(value: date | None) -> str:
    """Return "23/11/2026" of a day, or of a moment in local time; nothing for nothing."""
    if not value:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


@register.filter
def vi_number(value: float | Decimal | None) -> str:
    """Return a number as people here write it: 12480 → "12.480", 7.5 → "7,5"."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def site_identity() -> SiteIdentity:
    """Return who runs the site; the base pages take it from here, so that no view can hide it."""
    return identity()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a decorative icon; the words beside it carry the meaning. KeyError if unknown."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.inclusion_tag("_components/deadline_chip.html")
def deadline_chip(
    due_at: datetime | None,
    *,
    paused: bool = False,
    done: bool = False,
    working_days: int | None = None,
    brief: bool = False,
) -> dict[str, object]:
    """Show how long is left until `due_at`, in words and never by colour alone.

    `working_days` are the working days left (negative once late) when the caller counted them;
    without it calendar days are shown. `paused`: the clock stands still. `done`: it was answered.
    `brief`: for a column whose head says that working days are meant.
    """
    unit = "ngày" if working_days is None or brief else "ngày làm việc"
    shown = _deadline(due_at, paused=paused, done=done, days=working_days, unit=unit)
    return {"due_at": due_at, **shown}


def _deadline(
    due_at: datetime | None, *, paused: bool, done: bool, days: int | None, unit: str
) -> dict[str, str]:
    """Return tone, words and symbol of the chip; `days` counts working days when it is given."""
    if done:
        return {"tone": "done", "words": "đã xong", "symbol": "check"}
    if paused:
        return {"tone": "quiet", "words": "tạm dừng", "symbol": "pause"}
    if due_at is None:
        return {"tone": "quiet", "words": "chưa có hạn", "symbol": "clock"}
    now = timezone.now()
    last_day = timezone.localdate(due_at)
    left = (last_day - timezone.localdate(now)).days if days is None else days
    if due_at < now:
        words = f"quá hạn {abs(left)} {unit}" if left else "vừa quá hạn"
        return {"tone": "late", "words": words, "symbol": "alert"}
    if last_day == timezone.localdate(now):
        words = f"hôm nay {timezone.localtime(due_at):%H:%M}"
        return {"tone": "soon", "words": words, "symbol": "clock"}
    tone = "soon" if due_at - now <= SOON else "done"
    return {"tone": tone, "words": f"còn {max(left, 1)} {unit}", "symbol": "clock"}


@register.inclusion_tag("_components/field.html")
def field(bound_field: BoundField) -> dict[str, object]:
    """Show a form field whole: label, hint, error and control, tied together for a screen reader.

    A form names in `one_is_needed` the fields of which one has to be given: none is called optional.
    """
    alternatives = getattr(bound_field.form, "one_is_needed", ())
    is_optional = not bound_field.field.required and bound_field.name not in alternatives
    return {"field": bound_field, "kind": _field_kind(bound_field), "is_optional": is_optional}


def _field_kind(bound_field: BoundField) -> str:
    if bound_field.is_hidden:
        return "hidden"
    if bound_field.use_fieldset:
        return "choices"
    if bound_field.widget_type == "checkbox":
        return "checkbox"
    if bound_field.field.widget.needs_multipart_form:
        return "file"
    return "control"


@register.inclusion_tag("_components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context, *steps: str) -> dict[str, object]:
    """Show where the page stands: pairs of words and URL name (or path), then this page's words.

    `{% breadcrumbs "Hỏi đáp" "qa:archive" "Câu hỏi của tôi" %}`; in front of them stands the home
    page, or the workspace on a page in the staff's frame.
    """
    *pairs, here = steps
    trail = [(label, _path(target)) for label, target in zip(pairs[::2], pairs[1::2], strict=True)]
    return {"trail": [_start(context), *trail], "here": here}


def _start(context: template.Context) -> tuple[str, str]:
    request = context.get("request")
    if request is not None and frame_for(request) == STAFF_FRAME:
        return "Bàn làm việc", str(context["workspace_url"])
    return "Trang chủ", "/"


def _path(target: str) -> str:
    return target if target.startswith("/") else reverse(target)
