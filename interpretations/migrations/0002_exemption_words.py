"""A pin keeps the reason of an exemption in its words; those of before keep none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interpretations", "0001_initial")]

    operations = [
        migrations.AddField(
            "releaseitem",
            "exemption_words",
            models.CharField(max_length=60, blank=True, default=""),
            preserve_default=False,
        ),
    ]
