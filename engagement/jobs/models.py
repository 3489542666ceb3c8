from django.db import models
from django.db.models.functions import Now

from engagement.jobs.enums import DeliveryFailure, OutboxStatus


class OutboxMessage(models.Model):
    """A letter to be sent. Address and words stay only as long as they are needed for that."""

    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    # What the letter is about, as its room names it (a reference, never a person); see cancel().
    about = models.CharField(max_length=60, blank=True)
    status = models.CharField(
        max_length=10, choices=OutboxStatus.choices, default=OutboxStatus.WAITING
    )
    failure = models.CharField(max_length=12, choices=DeliveryFailure.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    # The next attempt. Whoever sends it moves this ahead by the claim's time first.
    due_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "thư chờ gửi"
        verbose_name_plural = "thư chờ gửi"
        constraints = [
            models.CheckConstraint(
                name="outbox_status_known", condition=models.Q(status__in=OutboxStatus.values)
            ),
            models.CheckConstraint(
                name="outbox_failure_known",
                condition=models.Q(failure__in=["", *DeliveryFailure.values]),
            ),
            models.CheckConstraint(
                name="outbox_finished_holds_no_contact",
                condition=models.Q(status=OutboxStatus.WAITING, finished_at=None)
                | models.Q(to="", subject="", body="", finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=models.Q(status=OutboxStatus.WAITING),
            ),
            models.Index(
                fields=["about"],
                name="outbox_waiting_about",
                condition=models.Q(status=OutboxStatus.WAITING),
            ),
        ]


class PeriodicRun(models.Model):
    """When a piece of periodic work is due next. Claimed by compare-and-swap on `due_at`."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = "việc định kỳ"
        verbose_name_plural = "việc định kỳ"


class Lease(models.Model):
    """Who may do the one thing called `name` until `expires_at`; see engagement.jobs.leases."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=32, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "quyền làm một mình"
        verbose_name_plural = "quyền làm một mình"
