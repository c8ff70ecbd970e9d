"""Words that sound or look alike join the full text, which is made again from the entries."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search import postgresql, sqlite

CREATE = {
    "sqlite": (
        "DROP TABLE search_text",
        "CREATE VIRTUAL TABLE search_text USING fts5(title, body, near, tokenize = 'ascii')",
        "INSERT INTO search_text (search_text, rank) VALUES ('rank', 'bm25(10.0, 1.0, 0.0)')",
    ),
    "postgresql": (
        "ALTER TABLE search_searchentry ADD COLUMN near_terms tsvector",
        "CREATE INDEX search_titles_gin ON search_searchentry USING gin (title_terms)",
        "CREATE INDEX search_near_gin ON search_searchentry USING gin (near_terms)",
    ),
}
DROP = {
    "sqlite": (
        "DROP TABLE search_text",
        "CREATE VIRTUAL TABLE search_text USING fts5(title, body, tokenize = 'ascii')",
        "INSERT INTO search_text (search_text, rank) VALUES ('rank', 'bm25(10.0, 1.0)')",
    ),
    "postgresql": (
        "DROP INDEX search_near_gin",
        "DROP INDEX search_titles_gin",
        "ALTER TABLE search_searchentry DROP COLUMN near_terms",
    ),
}
ROWS = 200


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables anew, and fill them: folding knows more characters since."""
    vendor = schema_editor.connection.vendor
    for statement in CREATE[vendor]:
        schema_editor.execute(statement)
    write = {"sqlite": sqlite, "postgresql": postgresql}[vendor].write
    entries = apps.get_model("search", "SearchEntry").objects.order_by("pk")
    batch = list(entries[:ROWS])
    while batch:
        write(batch)
        batch = list(entries.filter(pk__gt=batch[-1].pk)[:ROWS])


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the full text as it was: on SQLite empty, until releases write it again."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Full text that forgives a slip."""

    dependencies = [("search", "0003_words_of_readers")]

    operations = [migrations.RunPython(create, drop)]
