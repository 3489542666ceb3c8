"""Places and the units that answer for them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("qa", "0009_figures")]
    operations = []
