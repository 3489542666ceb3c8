"""The site's addresses and one public form more, written the way docs/how-to/public-form.md says."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from engagement.config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from engagement.config.urls import urlpatterns as site_urls
from engagement.intake.consents import ConsentPurpose
from engagement.intake.exceptions import Refused
from engagement.intake.forms import IntakeForm
from engagement.intake.responses import answer, too_many_tries, wrong_code
from engagement.intake.throttle import look_up
from engagement.text.forms import VietnameseCharField
from engagement.web.files import check_upload

PURPOSE = "test.ask"
CONTACT = ConsentPurpose("contact", "1", "Tôi đồng ý để trang dùng thông tin liên lạc.")
RULES = ConsentPurpose("rules", "2", "Tôi đã đọc quy định gửi câu hỏi.", is_required=True)


class AskForm(IntakeForm):
    purpose = PURPOSE
    consents = (RULES, CONTACT)
    content_fields = ("text",)

    text = VietnameseCharField(
        label="Nội dung", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(
        label="Họ tên", required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    file = forms.FileField(label="Tệp", required=False)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        return check_upload(upload) if upload else None


@login_not_required
def ask(request):
    is_sent = request.method == "POST"
    form = AskForm(
        request=request,
        data=request.POST if is_sent else None,
        files=request.FILES if is_sent else None,
    )
    return answer(request, form, template="intake_tests/ask.html", store=lambda stored: stored)


@login_not_required
def follow(request):
    try:
        submission = look_up(request, request.GET.get("ma", ""), form=PURPOSE)
    except Refused as refusal:
        return too_many_tries(request, refusal)
    return HttpResponse(submission.reference) if submission else wrong_code(request)


urlpatterns = [
    *site_urls,
    path("thu/gui/", ask, name="test_ask"),
    path("thu/theo-doi/", follow, name="test_follow"),
]
