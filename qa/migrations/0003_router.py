"""What the router knows and suggests."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0002_default_clock")]
    operations = []
