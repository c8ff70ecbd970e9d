"""What no trigger of the single tables sees: a row that takes another key, a table emptied.

Made for every table in which the guard refuses a DELETE. SQLite's `REPLACE`, which removes
the row in its way, meets those DELETE triggers: `recursive_triggers` is on (`databases`).
"""

from collections.abc import Iterable

from django.apps import apps

from interpretations.guard.sql import Trigger

# Kept from their first row on; every other guarded table once there is a release.
RECORDS = frozenset(
    {
        "accounts_user",
        "interpretations_clause",
        "interpretations_clauselink",
        "interpretations_columnfeature",
        "interpretations_contribution",
        "interpretations_departure",
        "interpretations_edition",
        "interpretations_exemption",
        "interpretations_explanation",
        "interpretations_formeraddress",
        "interpretations_ledgerentry",
        "interpretations_ledgerhead",
        "interpretations_publication",
        "interpretations_publicnote",
        "interpretations_release",
        "interpretations_releaseitem",
        "interpretations_releasereference",
        "interpretations_reviewstep",
        "interpretations_rowcontribution",
    }
)


def whole_rows(triggers: Iterable[Trigger]) -> list[Trigger]:
    """Return what these triggers need beside them to keep their rows whole."""
    codes: dict[str, str] = {}
    for trigger in triggers:
        if trigger.event == "DELETE":
            codes.setdefault(trigger.table, trigger.code)
    # A key of several columns has none of its own; no table here has such a key.
    keys = {
        model._meta.db_table: model._meta.pk.column
        for model in apps.get_models()
        if model._meta.pk.column
    }
    return [
        *(_not_renumbered(table, code, keys[table]) for table, code in codes.items()),
        *(_not_truncated(table) for table in codes),
    ]


def _not_renumbered(table: str, code: str, key: str) -> Trigger:
    """Refuse another primary key: the row would leave what knows it by its number."""
    return Trigger(f"guard_{_name(table)}_key", table, "UPDATE", code, columns=(key,))


def _not_truncated(table: str) -> Trigger:
    """PostgreSQL: refuse to empty a table, which fires no trigger of any row."""
    records = table if table in RECORDS else "interpretations_releaseitem"
    return Trigger(f"guard_{_name(table)}_truncate", table, "TRUNCATE", "append_only",
                   f"EXISTS (SELECT 1 FROM {records})", only="postgresql")  # fmt: skip


def _name(table: str) -> str:
    return table.split("_", 1)[1]
