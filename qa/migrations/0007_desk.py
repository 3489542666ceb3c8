"""Templates, notes, duplicates, splits, scheduled publication."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0006_clocks")]
    operations = []
