"""Writes that replace or empty without a row trigger to see it, one kind on each database.

SQLite's `INSERT OR REPLACE` removes the row in its way and fires no trigger of a DELETE;
PostgreSQL's `TRUNCATE` fires none of any row.
"""

from interpretations.guard.conditions import (
    MANAGED,
    PAGE,
    held,
    held_below,
    managed,
    named,
)
from interpretations.guard.sql import Trigger
from interpretations.guard.tables import FROZEN_FILES, MADE_OF_FROZEN, is_frozen

# Table -> columns that are unique together, besides `id`: no row of these is ever replaced.
KEPT = {
    "interpretations_ledgerentry": ("hash",),
    "interpretations_ledgerhead": (),
    "interpretations_releasereference": ("item_id", "content_type_id", "object_id"),
    "interpretations_release": (),
    "interpretations_releaseitem": ("release_id", "page_id"),
    "interpretations_reviewstep": ("release_id", "position"),
    "interpretations_edition": (),
    "accounts_user": (),
}
PARTS = {
    "interpretations_policyattachment": "page_id",
    "interpretations_policyrelation": "page_id",
    "interpretations_policytag": "content_object_id",
    "interpretations_planline": "page_id",
    "interpretations_furtherpolicy": "page_id",
}
# Written by releases alone: table -> its key, and the columns that are unique together.
RELEASE_ROWS = {
    "interpretations_publication": ("page_id", ()),
    "interpretations_explanation": ("id", ("policy_id", "page_id")),
    "interpretations_exemption": ("page_id", ()),
    "interpretations_departure": ("page_id", ()),
    "interpretations_publicnote": ("id", ()),
    "interpretations_columnfeature": ("page_id", ()),
    "interpretations_formeraddress": ("id", ("url_path",)),
}
CONTRIBUTION = "interpretations_contribution"
REVISION = "wagtailcore_revision"


def not_replaced() -> list[Trigger]:
    """SQLite: refuse an INSERT that would take the place of a row that must stay."""
    found = [_replace(table, "append_only", same) for table, same in KEPT.items()]
    found += [
        _replace(CONTRIBUTION, "append_only", (), named("o.page_id")),
        *(_replace(table, "only_by_release", same, key=key)
          for table, (key, same) in RELEASE_ROWS.items()),
        _replace(REVISION, "frozen", (),
                 "EXISTS (SELECT 1 FROM interpretations_releaseitem i WHERE i.revision_id = o.id)"),
        _replace(PAGE, "only_by_release", ("path",),
                 f"({managed('o')} AND (o.live OR {named('o.id')}) OR {held_below('o.path')})"),
        _replace("wagtailcore_site", "only_by_release", ("hostname", "port"),
                 f"EXISTS (SELECT 1 FROM {PAGE} a WHERE a.id = o.root_page_id"
                 f" AND {held_below('a.path')})"),
        *(_replace(table, "only_by_release", (), held(f"o.{page}"))
          for table, page in PARTS.items()),
        *(_replace(f"interpretations_{model}", "only_by_release", (),
                   f"({held('o.page_ptr_id')} OR {named('o.page_ptr_id')})", key="page_ptr_id")
          for model in MANAGED),
        *_files(),
    ]  # fmt: skip
    return found


def _files() -> list[Trigger]:
    code = "file_in_use"
    shown = (
        f"({is_frozen('image', 'o.image_id')}"
        " OR EXISTS (SELECT 1 FROM media_releasedfile r WHERE r.name = o.file))"
    )
    return [
        *(_replace(one.table, code, one.unique, one.is_frozen("o"))
          for one in (*FROZEN_FILES, *MADE_OF_FROZEN)),
        _replace("media_rendition", code, ("image_id", "filter_spec", "focal_point_key"), shown),
        _replace("media_frozenfile", code, ("kind", "object_id", "page_id", "release_id")),
        _replace("media_releasedfile", "only_by_release", ("name", "page_id")),
    ]  # fmt: skip


def _replace(
    table: str, code: str, same: tuple[str, ...], condition: str = "", key: str = "id"
) -> Trigger:
    """`same`: other columns that are unique together; `condition` is over the old row, `o`."""
    meets = f"o.{key} = NEW.{key}"
    if same:
        meets = f"({meets} OR {' AND '.join(f'o.{c} = NEW.{c}' for c in same)})"
    where = f"{meets} AND ({condition})" if condition else meets
    name = table.split("_", 1)[1]
    return Trigger(f"guard_{name}_replace", table, "INSERT", code,
                   f"EXISTS (SELECT 1 FROM {table} o WHERE {where})", only="sqlite")  # fmt: skip


def not_truncated() -> list[Trigger]:
    """PostgreSQL: refuse to empty a table of records, and one of pages or files once there
    are releases."""
    records = (*KEPT, CONTRIBUTION, *RELEASE_ROWS)
    content = (
        PAGE, REVISION, "wagtailcore_site", *PARTS,
        *(f"interpretations_{model}" for model in MANAGED),
        *(one.table for one in (*FROZEN_FILES, *MADE_OF_FROZEN)),
        "media_rendition", "media_frozenfile", "media_releasedfile",
    )  # fmt: skip
    empties = {table: table for table in records} | dict.fromkeys(
        content, "interpretations_releaseitem"
    )
    return [
        Trigger(f"guard_{table.split('_', 1)[1]}_truncate", table, "TRUNCATE", "append_only",
                f"EXISTS (SELECT 1 FROM {asked})", only="postgresql")
        for table, asked in empties.items()
    ]  # fmt: skip
