"""What the figures need."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0008_publication")]
    operations = []
