"""Clocks, reminders and escalation as rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0005_kinds")]
    operations = []
