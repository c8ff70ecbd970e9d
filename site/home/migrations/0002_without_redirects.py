"""Wagtail's redirects served nobody; a row left behind would keep its page from being deleted."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "DROP TABLE IF EXISTS wagtailredirects_redirect", migrations.RunSQL.noop
        ),
    ]
