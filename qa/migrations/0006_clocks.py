"""Clocks, reminders and escalation as rows, with the rules that are known.

What a source was seen for is marked confirmed; what only the site proposes is not, and is shown as
"cần xác nhận" until the office has compared it with the document.
"""

from datetime import date, timedelta

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import engagement.text.fields

RULE_574 = "Quyết định 574/QĐ-TTg ngày 25/04/2017"
RULE_11 = "Quy định 11-QĐi/TW ngày 18/02/2019"
PROPOSED = "mức trang đề xuất (chờ cơ quan quyết định)"
SINCE_574, SINCE_11, SINCE_SITE = date(2017, 4, 25), date(2019, 2, 18), date(2026, 1, 1)

# A wrong hop is the offices' time: assigning, reassigning and returning let the clock go on.
ANSWER_EFFECTS = {
    "assign": "continue",
    "assign_by_delegation": "continue",
    "arbitrate": "continue",
    "reassign": "continue",
    "return": "continue",
    "ask_information": "pause",
    "add_information": "resume",
    "resume": "resume",
    "reject": "pause",
    "object": "resume",
    "overturn": "continue",
    "uphold": "cancel",
    "send_back": "continue",
    "request_changes": "continue",
    "publish": "finish",
    "close_privately": "finish",
    "reopen": "start",
    "reopen_to_board": "start",
}
EFFECTS = {
    "answer": ANSWER_EFFECTS,
    "notice": {"receive": "start", "accept": "finish", "reject": "finish"},
    "status_note": {
        "ask_information": "pause",
        "add_information": "resume",
        "resume": "resume",
        "return": "continue",
        "reassign": "continue",
    },
    "stage": {
        "assign": "start",
        "assign_by_delegation": "start",
        "arbitrate": "start",
        "reassign": "start",
        "reopen": "start",
        "send_back": "start",
        "request_changes": "start",
        "ask_information": "pause",
        "add_information": "resume",
        "resume": "resume",
        "submit_answer": "finish",
        "return": "finish",
    },
}
# kind, first day, days, counting, is_repeated, basis, whether its source was seen
CLOCKS = (
    ("answer", SINCE_574, 20, "calendar_days", False, RULE_574, True),
    ("notice", SINCE_11, 10, "working_days", False, RULE_11, True),
    ("status_note", SINCE_574, 7, "calendar_days", True, RULE_574, True),
    ("stage", SINCE_SITE, 5, "working_days", False, PROPOSED, False),
)
NOTE_WORDS = (
    "Câu hỏi của Quý vị chưa trả lời xong trong thời hạn. Chúng tôi xin lỗi vì sự chậm trễ; "
    "câu hỏi vẫn đang được xử lý và chúng tôi sẽ báo tiếp cho Quý vị."
)
# kind, step, working days before or after the deadline, who, words (true on any later day, too)
REMINDERS = (
    ("answer", 1, -3, "officer", "Sắp đến hạn trả lời"),
    ("answer", 2, -3, "coordinating", "Sắp đến hạn trả lời; đơn vị chủ trì chờ ý kiến phối hợp"),
    ("answer", 3, -1, "head", "Sắp hết hạn trả lời"),
    ("answer", 4, 0, "officer", "Đến hạn trả lời"),
    ("answer", 5, 1, "head", "Đã quá hạn trả lời"),
    (
        "answer",
        6,
        3,
        "board",
        "Quá hạn trả lời từ ba ngày làm việc trở lên; xin Ban Biên tập đôn đốc",
    ),
    (
        "answer",
        7,
        5,
        "steering",
        "Quá hạn trả lời từ năm ngày làm việc trở lên; kính báo Ban Chỉ đạo",
    ),
    ("notice", 1, -2, "board", "Sắp hết hạn báo người hỏi việc tiếp nhận"),
    ("notice", 2, 1, "chief_editor", "Quá hạn báo người hỏi việc tiếp nhận"),
    ("stage", 1, 0, "officer", "Đến hạn trình câu trả lời hoặc chuyển trả"),
    ("stage", 2, 1, "head", "Quá hạn trình câu trả lời hoặc chuyển trả"),
    (
        "status_note",
        1,
        0,
        "asker",
        NOTE_WORDS,
    ),
)


def add_rules(apps, schema_editor):
    rules = apps.get_model("qa", "ClockRule")
    # The row of 0002: seen of 11-QĐi/TW is the notice within ten working days, not the answer.
    in_force = rules.objects.filter(kind="answer", valid_from=SINCE_11).first()
    for kind, first_day, length, counting, is_repeated, basis, is_confirmed in CLOCKS:
        rules.objects.create(
            kind=kind,
            valid_from=first_day,
            valid_to=SINCE_11 - timedelta(days=1) if kind == "answer" and in_force else None,
            length=length,
            counting=counting,
            is_repeated=is_repeated,
            basis=basis,
            is_confirmed=is_confirmed,
        )
    effects = apps.get_model("qa", "EventEffect")
    for rule in rules.objects.order_by("pk"):
        for verb, effect in EFFECTS[rule.kind].items():
            effects.objects.create(rule=rule, verb=verb, effect=effect)
    reminders = apps.get_model("qa", "ReminderRule")
    for kind, step, offset, audience, words in REMINDERS:
        reminders.objects.create(
            kind=kind,
            step=step,
            offset=offset,
            audience=audience,
            words=words,
            basis=RULE_574 if kind == "status_note" else PROPOSED,
            is_confirmed=kind == "status_note",
            valid_from=SINCE_11,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("qa", "0005_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RenameField("clockrule", "working_days", "length"),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "Trả lời câu hỏi"),
                            ("notice", "Thông báo đã nhận, chuyển"),
                            ("status_note", "Báo tình hình khi quá hạn"),
                            ("stage", "Đơn vị trình trả lời hoặc chuyển trả"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="lần")),
                ("started_at", models.DateTimeField(verbose_name="tính từ")),
                ("due_at", models.DateTimeField(null=True, verbose_name="hạn")),
                (
                    "paused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tạm dừng từ"),
                ),
                (
                    "paused_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số ngày đã tạm dừng"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xong lúc"),
                ),
                (
                    "was_in_time",
                    models.BooleanField(blank=True, null=True, verbose_name="đúng hạn"),
                ),
                (
                    "calendar_version",
                    models.CharField(blank=True, max_length=64, verbose_name="bản lịch làm việc"),
                ),
                (
                    "verdict",
                    engagement.text.fields.NormalisedTextField(
                        blank=True, editable=False, verbose_name="kết luận"
                    ),
                ),
            ],
            options={
                "verbose_name": "đồng hồ",
                "verbose_name_plural": "đồng hồ",
                "ordering": ["started_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=30, verbose_name="việc xảy ra")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("continue", "chạy tiếp"),
                            ("start", "tính lại từ đầu"),
                            ("pause", "tạm dừng"),
                            ("resume", "chạy lại phần còn lại"),
                            ("finish", "kết thúc, chấm đúng hạn hay quá hạn"),
                            ("cancel", "thôi tính, không chấm"),
                        ],
                        max_length=10,
                        verbose_name="đồng hồ",
                    ),
                ),
            ],
            options={
                "verbose_name": "tác động lên thời hạn",
                "verbose_name_plural": "tác động lên thời hạn",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="lần tính hạn")),
                ("due_at", models.DateTimeField(verbose_name="hạn khi nhắc")),
                (
                    "reminded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhắc lúc"
                    ),
                ),
                (
                    "is_fallback",
                    models.BooleanField(default=False, verbose_name="báo Ban Biên tập thay"),
                ),
            ],
            options={
                "verbose_name": "lần nhắc hạn",
                "verbose_name_plural": "lần nhắc hạn",
                "ordering": ["reminded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="ngày")),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="viết lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "thư nhắc hạn",
                "verbose_name_plural": "thư nhắc hạn",
                "ordering": ["-day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "người được nhắc",
                "verbose_name_plural": "người được nhắc",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "basis",
                    engagement.text.fields.NormalisedCharField(
                        max_length=200, verbose_name="căn cứ"
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(default=False, verbose_name="đã đối chiếu văn bản"),
                ),
                ("valid_from", models.DateField(verbose_name="áp dụng từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "Trả lời câu hỏi"),
                            ("notice", "Thông báo đã nhận, chuyển"),
                            ("status_note", "Báo tình hình khi quá hạn"),
                            ("stage", "Đơn vị trình trả lời hoặc chuyển trả"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(verbose_name="bậc")),
                ("offset", models.SmallIntegerField(verbose_name="ngày làm việc so với hạn")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("officer", "Cán bộ đang giữ việc"),
                            ("head", "Lãnh đạo nơi đang giữ việc"),
                            ("coordinating", "Cán bộ đơn vị phối hợp"),
                            ("board", "Ban Biên tập"),
                            ("chief_editor", "Trưởng Ban Biên tập"),
                            ("steering", "Ban Chỉ đạo"),
                            ("asker", "Người hỏi"),
                        ],
                        max_length=20,
                        verbose_name="báo cho",
                    ),
                ),
                (
                    "words",
                    engagement.text.fields.NormalisedCharField(
                        max_length=300, verbose_name="lời nhắc"
                    ),
                ),
            ],
            options={
                "verbose_name": "quy định nhắc hạn",
                "verbose_name_plural": "quy định nhắc hạn",
                "ordering": ["kind", "step", "-valid_from"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="clockrule",
            name="clock_rule_at_least_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="clockrule",
            name="clock_rule_kind_known",
        ),
        migrations.AddField(
            model_name="clockrule",
            name="is_for_running",
            field=models.BooleanField(default=False, verbose_name="áp dụng cả cho việc đang chạy"),
        ),
        migrations.AddField(
            model_name="clockrule",
            name="counting",
            field=models.CharField(
                choices=[("working_days", "ngày làm việc"), ("calendar_days", "ngày theo lịch")],
                default="working_days",
                max_length=20,
                verbose_name="cách đếm",
            ),
        ),
        migrations.AddField(
            model_name="clockrule",
            name="day_off_rule",
            field=models.CharField(
                choices=[
                    ("next_working_day", "Kết thúc vào ngày làm việc tiếp theo"),
                    ("same_day", "Vẫn kết thúc vào ngày đó"),
                ],
                default="next_working_day",
                max_length=20,
                verbose_name="ngày cuối là ngày nghỉ",
            ),
        ),
        migrations.AddField(
            model_name="clockrule",
            name="is_confirmed",
            field=models.BooleanField(default=False, verbose_name="đã đối chiếu văn bản"),
        ),
        migrations.AddField(
            model_name="clockrule",
            name="is_repeated",
            field=models.BooleanField(default=False, verbose_name="lặp lại đến khi trả lời"),
        ),
        migrations.AddField(
            model_name="question",
            name="clock_restarted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="tính lại từ"),
        ),
        migrations.AddField(
            model_name="question",
            name="clock_round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lần tính hạn"),
        ),
        migrations.AddField(
            model_name="question",
            name="paused_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số ngày đã tạm dừng"),
        ),
        migrations.AddField(
            model_name="question",
            name="verdict",
            field=engagement.text.fields.NormalisedTextField(
                blank=True, editable=False, verbose_name="kết luận về thời hạn"
            ),
        ),
        migrations.AlterField(
            model_name="clockrule",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Trả lời câu hỏi"),
                    ("notice", "Thông báo đã nhận, chuyển"),
                    ("status_note", "Báo tình hình khi quá hạn"),
                    ("stage", "Đơn vị trình trả lời hoặc chuyển trả"),
                ],
                max_length=20,
                verbose_name="việc",
            ),
        ),
        migrations.AlterField(
            model_name="clockrule",
            name="length",
            field=models.PositiveSmallIntegerField(verbose_name="số ngày"),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("length__gte", 1)), name="clock_rule_at_least_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["answer", "notice", "status_note", "stage"])),
                name="clock_rule_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("counting__in", ["working_days", "calendar_days"])),
                name="clock_rule_counting_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("day_off_rule__in", ["next_working_day", "same_day"])),
                name="clock_rule_day_off_known",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clocks",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="rule",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="qa.clockrule",
                verbose_name="quy định",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="eventeffect",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="effects",
                to="qa.clockrule",
                verbose_name="quy định",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="qa.question",
                verbose_name="câu hỏi",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="reminderletter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhận",
            ),
        ),
        migrations.AddField(
            model_name="remindernotice",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="qa.reminderletter",
                verbose_name="thư",
            ),
        ),
        migrations.AddField(
            model_name="remindernotice",
            name="reminder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="qa.reminder",
                verbose_name="lần nhắc",
            ),
        ),
        migrations.AddField(
            model_name="remindernotice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người được nhắc",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.UniqueConstraint(
                fields=("kind", "step", "valid_from"), name="one_reminder_rule_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("offset__gte", -60), ("offset__lte", 60)),
                name="reminder_offset_in_reach",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="reminder_rule_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["answer", "notice", "status_note", "stage"])),
                name="reminder_rule_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "audience__in",
                        [
                            "officer",
                            "head",
                            "coordinating",
                            "board",
                            "chief_editor",
                            "steering",
                            "asker",
                        ],
                    )
                ),
                name="reminder_rule_audience_known",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="qa.reminderrule",
                verbose_name="quy định nhắc",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", True)),
                fields=["kind", "due_at"],
                name="clock_running_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("question", "kind"),
                name="one_running_clock_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                fields=("question", "kind", "round"), name="one_clock_of_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["answer", "notice", "status_note", "stage"])),
                name="clock_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("was_in_time__isnull", True)),
                    ("finished_at__isnull", False),
                    _connector="OR",
                ),
                name="clock_verdict_only_when_finished",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventeffect",
            constraint=models.UniqueConstraint(fields=("rule", "verb"), name="one_effect_an_event"),
        ),
        migrations.AddConstraint(
            model_name="eventeffect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effect__in", ["continue", "start", "pause", "resume", "finish", "cancel"])
                ),
                name="event_effect_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderletter",
            constraint=models.UniqueConstraint(
                fields=("user", "day"), name="one_reminder_letter_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="remindernotice",
            index=models.Index(
                condition=models.Q(("letter__isnull", True)),
                fields=["user"],
                name="reminder_notice_unwritten",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindernotice",
            constraint=models.UniqueConstraint(
                fields=("reminder", "user"), name="reminded_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("question", "rule", "round"), name="one_reminder_a_step"
            ),
        ),
        # Last, because PostgreSQL changes no table that has rows of this transaction to check.
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
