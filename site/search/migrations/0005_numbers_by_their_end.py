"""File numbers are looked for by their end: on PostgreSQL by an index of them turned round."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = (
    "CREATE INDEX search_number_ends ON search_searchentry (reverse(number_key) text_pattern_ops)"
)


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite walks its index of numbers: it serves ten thousand sets, not a hundred thousand."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_number_ends")


class Migration(migrations.Migration):
    """An index for numbers of which the front was left out."""

    dependencies = [("search", "0004_near_words")]

    operations = [migrations.RunPython(create, drop)]
