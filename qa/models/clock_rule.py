"""Deadlines and reminders as dated rows: what is counted, by which rule, and who is told when.

A change is a new row that closes the one before; a case that runs keeps the row it started under.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import models
from django.db.models import F, Q

from engagement.text.fields import NormalisedCharField
from qa.enums import Audience, ClockEffect, ClockKind, Counting, DayOffRule, Verb
from qa.models.shared import choices_hold

BASIS_MAX_LENGTH = 200
RECEIVE = "receive"
# What the answer's clock does where the site has no rule row that could say it.
USUAL_EFFECTS: Mapping[str, ClockEffect] = MappingProxyType(
    {
        Verb.REJECT: ClockEffect.PAUSE,
        Verb.OBJECT: ClockEffect.RESUME,
        Verb.UPHOLD: ClockEffect.CANCEL,
        Verb.ASK_INFORMATION: ClockEffect.PAUSE,
        Verb.ADD_INFORMATION: ClockEffect.RESUME,
        Verb.RESUME: ClockEffect.RESUME,
        Verb.PUBLISH: ClockEffect.FINISH,
        Verb.CLOSE_PRIVATELY: ClockEffect.FINISH,
        Verb.REOPEN: ClockEffect.START,
        Verb.REOPEN_TO_BOARD: ClockEffect.START,
    }
)


class DatedRuleQuerySet(models.QuerySet):
    def on(self, day: date) -> "models.QuerySet":
        """Keep the rows that count on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class ClockRuleQuerySet(DatedRuleQuerySet):
    def in_force(self, kind: ClockKind, on: date) -> "ClockRule | None":
        """The newest rule of `kind` whose dates hold `on`, or None."""
        return self.on(on).filter(kind=kind).order_by("-valid_from").first()


class DatedRule(models.Model):
    basis = NormalisedCharField("căn cứ", max_length=BASIS_MAX_LENGTH)
    is_confirmed = models.BooleanField("đã đối chiếu văn bản", default=False)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """Tell whether the row counts on `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class ClockRule(DatedRule):
    """How long a thing may take, by which rule, from when to when. A change is a new row."""

    kind = models.CharField("việc", max_length=20, choices=ClockKind.choices)
    length = models.PositiveSmallIntegerField("số ngày")
    counting = models.CharField(
        "cách đếm", max_length=20, choices=Counting.choices, default=Counting.WORKING_DAYS
    )
    # Bộ luật Dân sự 2015, Điều 148 khoản 5, where a rule says nothing else.
    day_off_rule = models.CharField(
        "ngày cuối là ngày nghỉ",
        max_length=20,
        choices=DayOffRule.choices,
        default=DayOffRule.NEXT_WORKING_DAY,
    )
    is_repeated = models.BooleanField("lặp lại đến khi trả lời", default=False)
    is_for_running = models.BooleanField("áp dụng cả cho việc đang chạy", default=False)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định thời hạn"
        verbose_name_plural = "quy định thời hạn"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_clock_rule_a_day"),
            models.CheckConstraint(condition=Q(length__gte=1), name="clock_rule_at_least_a_day"),
            choices_hold("kind", ClockKind, "clock_rule_kind_known"),
            choices_hold("counting", Counting, "clock_rule_counting_known"),
            choices_hold("day_off_rule", DayOffRule, "clock_rule_day_off_known"),
        ]

    def __str__(self) -> str:
        return f"{self.term} ({self.basis})"

    @property
    def counts_working_days(self) -> bool:
        return self.counting == Counting.WORKING_DAYS

    @property
    def day_word(self) -> str:
        """What its days are called in a sentence."""
        return "ngày làm việc" if self.counts_working_days else "ngày"

    @property
    def term(self) -> str:
        """E.g. "10 ngày làm việc", "20 ngày"."""
        return f"{self.length} {self.day_word}"


class EventEffect(models.Model):
    """What an event (a verb of the workflow, or "receive") does to the clocks of a rule.

    The verb is free text on purpose: a row may wait for a verb that a later release brings, and
    an event without a row lets the clock go on.
    """

    rule = models.ForeignKey(
        ClockRule, models.CASCADE, related_name="effects", verbose_name="quy định"
    )
    verb = models.CharField("việc xảy ra", max_length=30)
    effect = models.CharField("đồng hồ", max_length=10, choices=ClockEffect.choices)

    class Meta:
        verbose_name = "tác động lên thời hạn"
        verbose_name_plural = "tác động lên thời hạn"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "verb"], name="one_effect_an_event"),
            choices_hold("effect", ClockEffect, "event_effect_known"),
        ]


class ReminderRule(DatedRule):
    """Who is told of a clock how many working days before (−) or after (+) its deadline.

    `step` is the place in the chain of its kind of clock: each step is taken once a round.
    """

    kind = models.CharField("việc", max_length=20, choices=ClockKind.choices)
    step = models.PositiveSmallIntegerField("bậc")
    offset = models.SmallIntegerField("ngày làm việc so với hạn")
    audience = models.CharField("báo cho", max_length=20, choices=Audience.choices)
    words = NormalisedCharField("lời nhắc", max_length=300)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định nhắc hạn"
        verbose_name_plural = "quy định nhắc hạn"
        ordering = ["kind", "step", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "step", "valid_from"], name="one_reminder_rule_a_day"
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=-60, offset__lte=60), name="reminder_offset_in_reach"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="reminder_rule_period",
            ),
            choices_hold("kind", ClockKind, "reminder_rule_kind_known"),
            choices_hold("audience", Audience, "reminder_rule_audience_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, bậc {self.step}: {self.get_audience_display()}"

    @property
    def when(self) -> str:
        """The day in words: "trước hạn 2 ngày làm việc", "ngày đến hạn"."""
        if self.offset == 0:
            return "ngày đến hạn"
        side = "trước hạn" if self.offset < 0 else "quá hạn"
        return f"{side} {abs(self.offset)} ngày làm việc"
