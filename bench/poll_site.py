"""The vote of Django's tutorial (part 4) in one file: what `bench_answers` is compared with.

Models, view and middleware are the tutorial's and startproject's; the database's options are ours.
"""

import os

import django
from django.conf import settings
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse

from engagement.config.settings.base import database

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402


class Question(models.Model):
    question_text = models.CharField(max_length=200)
    pub_date = models.DateTimeField("date published")

    class Meta:
        app_label = "polls"


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField(max_length=200)
    votes = models.IntegerField(default=0)
    objects: models.Manager["Choice"] = models.Manager()

    class Meta:
        app_label = "polls"


def vote(request: HttpRequest, question_id: int) -> HttpResponse:
    """The tutorial's, but for the page that says no choice was made."""
    question = get_object_or_404(Question, pk=question_id)
    selected_choice = Choice.objects.get(question=question, pk=request.POST["choice"])
    selected_choice.votes = F("votes") + 1
    selected_choice.save()
    return HttpResponseRedirect(reverse("polls:results", args=(question.pk,)))


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


polls = [
    path("<int:question_id>/results/", alive, name="results"),
    path("<int:question_id>/vote/", vote, name="vote"),
]
urlpatterns = [path("healthz", alive), path("polls/", include((polls, "polls")))]
application = get_wsgi_application()
