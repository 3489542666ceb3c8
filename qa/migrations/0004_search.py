"""Columns and indexes of the search."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0003_router")]
    operations = []
