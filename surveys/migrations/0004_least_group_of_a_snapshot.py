"""Each snapshot keeps the smallest group of its moment; older ones get the survey's of today."""

from django.db import migrations, models
from django.db.models import Case, OuterRef, Subquery, When


def fill(apps, schema_editor):
    groups = apps.get_model("surveys", "Survey").objects.filter(pk=OuterRef("survey"))
    least = Case(When(audience="staff", then=Subquery(groups.values("staff_group")[:1])),
                 default=Subquery(groups.values("public_group")[:1]))  # fmt: skip
    apps.get_model("surveys", "ResultSnapshot").objects.update(least=least)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_paper_and_quotas")]
    operations = [
        migrations.AddField(
            model_name="resultsnapshot",
            name="least",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="nhóm nhỏ nhất khi công bố"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
