"""The full-text side, in the shape each database prefers. Data is put in by releases."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text USING fts5(title, body, tokenize = 'ascii')",
        "INSERT INTO search_text (search_text, rank) VALUES ('rank', 'bm25(10.0, 1.0)')",
    ),
    "postgresql": (
        "ALTER TABLE search_searchentry"
        " ADD COLUMN title_terms tsvector, ADD COLUMN terms tsvector",
        "CREATE INDEX search_terms_gin ON search_searchentry USING gin (terms)",
    ),
}
DROP = {
    "sqlite": ("DROP TABLE search_text",),
    "postgresql": (
        "DROP INDEX search_terms_gin",
        "ALTER TABLE search_searchentry DROP COLUMN title_terms, DROP COLUMN terms",
    ),
}


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full-text side of this database."""
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again; the entries stay."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Full text for `SearchEntry`."""

    dependencies = [("search", "0001_search_entries")]

    operations = [migrations.RunPython(create, drop)]
