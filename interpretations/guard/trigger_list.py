"""Every trigger of the guard: which write of which table is refused, and when.

Never `numchild` of a page, and `path` of shelves alone: the tree writes them for siblings.
"""

from functools import cache
from typing import Any

from django.apps import apps
from wagtail.models import Page

from interpretations.guard.conditions import (
    MANAGED,
    PAGE,
    closed,
    departed_below,
    frozen,
    held,
    held_below,
    live,
    managed,
    named,
)
from interpretations.guard.place_triggers import place_triggers
from interpretations.guard.sql import Trigger
from interpretations.guard.tables import FROZEN_FILES, MADE_OF_FROZEN, is_frozen
from interpretations.guard.whole_rows import whole_rows

PUBLIC_COLUMNS = (
    "live", "live_revision_id", "alias_of_id", "title", "slug", "url_path", "content_type_id",
    "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired",
    "seo_title", "search_description", "show_in_menus", "locale_id", "translation_key",
)  # fmt: skip
# What the engine decides about a page, written by releases alone.
GATED = (
    "interpretations_publication",
    "interpretations_explanation",
    "interpretations_exemption",
    "interpretations_departure",
    "interpretations_publicnote",
    "interpretations_columnfeature",
    "interpretations_formeraddress",
)
# The same of a document's parts: found by the number of the document.
GATED_BY_POLICY = ("interpretations_clause",)
# The rows that each write of a table has to do with.
ROWS = (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
TREE_COLUMNS = ("id", "path", "depth", "numchild")
REVISION_COLUMNS = (
    "content", "object_id", "content_type_id", "base_content_type_id", "created_at",
    "user_id", "object_str",
)  # fmt: skip


def columns(model: Any, *without: str) -> tuple[str, ...]:
    return tuple(
        field.column for field in model._meta.local_concrete_fields if field.column not in without
    )


@cache
def all_triggers() -> tuple[Trigger, ...]:
    """Return every trigger of the guard."""
    triggers = (
        *_pages(),
        *place_triggers(),
        *_parts(),
        *_revisions(),
        *_files(),
        *_decided(),
        *_releases(),
    )
    return (*triggers, *whole_rows(triggers))


def _pages() -> list[Trigger]:
    public_or_frozen = f"{live('{id}')} OR {frozen('{id}')}"
    triggers = [
        Trigger("guard_page_public", PAGE, "UPDATE", "only_by_release",
                f"(OLD.live OR NEW.live OR OLD.alias_of_id IS NULL AND NEW.alias_of_id IS NOT NULL)"
                f" AND {managed('OLD')} AND {closed('OLD.id')}", PUBLIC_COLUMNS),
        Trigger("guard_page_frozen", PAGE, "UPDATE", "frozen",
                f"{managed('OLD')} AND {frozen('OLD.id')} AND {closed('OLD.id')}",
                columns(Page, *TREE_COLUMNS)),
        Trigger("guard_page_born_live", PAGE, "INSERT", "only_by_release",
                f"(NEW.live OR NEW.alias_of_id IS NOT NULL) AND {managed('NEW')}"),
        Trigger("guard_page_delete", PAGE, "DELETE", "only_by_release",
                f"{managed('OLD')} AND (OLD.live OR {named('OLD.id')})"),
        Trigger("guard_page_ancestor", PAGE, "UPDATE", "only_by_release",
                f"NOT {managed('OLD')} AND {held_below('OLD.path')}",
                ("slug", "url_path", "live", "content_type_id")),
        Trigger("guard_page_ancestor_delete", PAGE, "DELETE", "only_by_release",
                f"{held_below('OLD.path')} OR {departed_below('OLD.path')}"),
        # An address that answers 410 stays, and so do those above it.
        Trigger("guard_page_departed", PAGE, "UPDATE", "only_by_release",
                "(OLD.slug <> NEW.slug OR OLD.url_path <> NEW.url_path)"
                f" AND {closed('OLD.id')} AND {departed_below('OLD.path')}",
                ("slug", "url_path")),
    ]  # fmt: skip
    for model in MANAGED:
        table = f"interpretations_{model}"
        row = public_or_frozen.replace("{id}", "OLD.page_ptr_id")
        own_columns = columns(apps.get_model("interpretations", model), "page_ptr_id")
        triggers += [
            Trigger(f"guard_{model}_update", table, "UPDATE", "only_by_release",
                    f"({row}) AND {closed('OLD.page_ptr_id')}", own_columns),
            Trigger(f"guard_{model}_delete", table, "DELETE", "only_by_release",
                    f"{row} OR {named('OLD.page_ptr_id')}"),
        ]  # fmt: skip
    return triggers


def _parts() -> list[Trigger]:
    """Child rows and keywords of a page that is public or frozen."""
    triggers = []
    for model, key in (
        ("policyattachment", "page_id"),
        ("policyrelation", "page_id"),
        ("policytag", "content_object_id"),
        ("planline", "page_id"),
        ("furtherpolicy", "page_id"),
    ):
        for event, rows in ROWS:
            triggers.append(
                Trigger(f"guard_{model}_{event.lower()}", f"interpretations_{model}", event,
                        "only_by_release", " OR ".join(f"{held(f'{row}.{key}')}" for row in rows))
            )  # fmt: skip
    return triggers


def _revisions() -> list[Trigger]:
    pinned = "EXISTS (SELECT 1 FROM interpretations_releaseitem i WHERE i.revision_id = OLD.id)"
    table = "wagtailcore_revision"
    return [
        Trigger("guard_revision_update", table, "UPDATE", "frozen", pinned, REVISION_COLUMNS),
        Trigger("guard_revision_delete", table, "DELETE", "frozen", pinned),
    ]


def _files() -> list[Trigger]:
    triggers = []
    for files in FROZEN_FILES:
        in_use = files.is_frozen("OLD")
        triggers += [
            Trigger(f"guard_{files.kind}_update", files.table, "UPDATE", "file_in_use", in_use,
                    files.traits),
            Trigger(f"guard_{files.kind}_delete", files.table, "DELETE", "file_in_use", in_use),
        ]  # fmt: skip
    for files in MADE_OF_FROZEN:
        in_use = files.is_frozen("OLD")
        triggers += [
            Trigger(f"guard_{files.name}_update", files.table, "UPDATE", "file_in_use",
                    f"{in_use} OR {files.is_frozen('NEW')}"),
            Trigger(f"guard_{files.name}_delete", files.table, "DELETE", "file_in_use", in_use),
            Trigger(f"guard_{files.name}_insert", files.table, "INSERT", "file_in_use",
                    files.is_frozen("NEW")),
        ]  # fmt: skip
    delivered = (
        "(EXISTS (SELECT 1 FROM media_releasedfile r WHERE r.name = OLD.file)"
        f" OR {is_frozen('image', 'OLD.image_id')})"
    )
    triggers += [
        Trigger("guard_rendition_update", "media_rendition", "UPDATE", "file_in_use", delivered,
                ("file", "image_id", "filter_spec")),
        Trigger("guard_rendition_delete", "media_rendition", "DELETE", "file_in_use", delivered),
        *_gated("media_releasedfile"),
        *_frozen_files(),
    ]  # fmt: skip
    return triggers


def _frozen_files() -> list[Trigger]:
    """What freezes a file stays as long as its release is open or is what readers see."""
    table = "media_frozenfile"
    open_release = (
        "EXISTS (SELECT 1 FROM interpretations_release r WHERE r.id = OLD.release_id"
        " AND r.state IN ('in_review', 'approved'))"
    )
    shown = (
        "EXISTS (SELECT 1 FROM interpretations_publication p JOIN interpretations_releaseitem i"
        " ON i.id = p.item_id WHERE p.page_id = OLD.page_id AND i.release_id = OLD.release_id)"
    )
    return [
        Trigger("guard_frozenfile_update", table, "UPDATE", "file_in_use"),
        Trigger("guard_frozenfile_delete", table, "DELETE", "file_in_use",
                f"({open_release} OR {shown}) AND {closed('OLD.page_id')}"),
    ]  # fmt: skip


def _gated(table: str, key: str = "page_id") -> list[Trigger]:
    """A table that only a release writes, for the pages of its gate, which `key` names."""
    name = table.split("_", 1)[1]
    return [
        Trigger(f"guard_{name}_{event.lower()}", table, event, "only_by_release",
                " OR ".join(closed(f"{row}.{key}") for row in rows))
        for event, rows in ROWS
    ]  # fmt: skip


def _forever(table: str, code: str = "append_only") -> list[Trigger]:
    """A table in which no row is ever changed or removed."""
    name = table.split("_", 1)[1]
    return [
        Trigger(f"guard_{name}_{event.lower()}", table, event, code)
        for event in ("UPDATE", "DELETE")
    ]


def _decided() -> list[Trigger]:
    """Decisions, ledger and contributions, once written."""
    step = "interpretations_reviewstep"
    item = "EXISTS (SELECT 1 FROM interpretations_releaseitem i WHERE i.page_id = OLD.page_id)"
    newest_line = "SELECT e.hash FROM interpretations_ledgerentry e ORDER BY e.id DESC LIMIT 1"
    # A decision has a person, a time and the number of what was approved (P4).
    unsigned = (
        "(NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL OR NEW.seal = '' OR NEW.seal <>"
        " (SELECT r.seal FROM interpretations_release r WHERE r.id = NEW.release_id))"
    )
    return [
        *_forever("interpretations_ledgerentry"),
        *_forever("interpretations_releasereference"),
        *_forever("interpretations_rowcontribution"),
        Trigger("guard_ledgerhead_delete", "interpretations_ledgerhead", "DELETE", "append_only"),
        Trigger("guard_ledgerhead_update", "interpretations_ledgerhead", "UPDATE", "append_only",
                f"NEW.hash <> COALESCE(({newest_line}), '')", ("hash",)),
        # The ledger tells them, and the audit compares: nobody has a reason to write them.
        Trigger("guard_release_told", "interpretations_release", "UPDATE", "append_only",
                "OLD.state IN ('released', 'returned')",
                ("submitted_by_name", "submitted_at", "author_names", "approved_at", "ended_at",
                 "end_reason")),
        Trigger("guard_step_decided", step, "UPDATE", "append_only", "OLD.decision <> ''"),
        Trigger("guard_step_fixed", step, "UPDATE", "append_only", "",
                ("release_id", "position", "label", "own_department", "receiving_department")),
        Trigger("guard_step_signed", step, "UPDATE", "append_only",
                f"NEW.decision <> '' AND {unsigned}", ("decision",)),
        Trigger("guard_step_born_decided", step, "INSERT", "append_only", "NEW.decision <> ''"),
        Trigger("guard_step_delete", step, "DELETE", "append_only"),
        Trigger("guard_contribution_update", "interpretations_contribution", "UPDATE",
                "append_only"),
        Trigger("guard_contribution_delete", "interpretations_contribution", "DELETE",
                "append_only", item),
        Trigger("guard_user_delete", "accounts_user", "DELETE", "append_only"),
    ]  # fmt: skip


def _releases() -> list[Trigger]:
    release, item = "interpretations_release", "interpretations_releaseitem"
    open_release = (
        f"EXISTS (SELECT 1 FROM {release} r WHERE r.id = OLD.release_id"
        " AND r.state IN ('in_review', 'approved'))"
    )
    gated = (
        f"EXISTS (SELECT 1 FROM {item} i JOIN interpretations_gate g ON g.page_id = i.page_id"
        " WHERE i.release_id = OLD.id)"
    )
    return [
        *(trigger for table in GATED for trigger in _gated(table)),
        *(trigger for table in GATED_BY_POLICY for trigger in _gated(table, "policy_id")),
        *_gated("interpretations_clauselink", "interpretation_id"),
        Trigger("guard_release_delete", release, "DELETE", "append_only"),
        Trigger("guard_release_ended", release, "UPDATE", "append_only",
                "OLD.state IN ('released', 'returned')", ("state", "released_at", "edition")),
        Trigger("guard_release_executed", release, "UPDATE", "only_by_release",
                f"NEW.state = 'released' AND NOT {gated}", ("state",)),
        Trigger("guard_release_sealed", release, "UPDATE", "append_only", "OLD.seal <> ''",
                ("seal", "kind", "policy_id", "department_id", "title", "submitted_by_id",
                 "not_before", "public_note", "target_department_id", "feature_until",
                 "emergency_reason")),
        Trigger("guard_release_time", release, "UPDATE", "append_only",
                "OLD.state IN ('released', 'returned') OR NEW.due_at < NEW.not_before",
                ("scheduled_for", "due_at")),
        Trigger("guard_release_emergency", release, "UPDATE", "append_only",
                "OLD.seal <> '' AND (OLD.emergency IN ('', 'settled')"
                " OR NEW.emergency IN ('', 'unreviewed'))", ("emergency",)),
        Trigger("guard_item_fixed", item, "UPDATE", "append_only", "",
                ("release_id", "page_id", "revision_id", "digest", "slug", "url_path", "title",
                 "policy_id", "action", "exemption_id", "exemption_words",
                 "exemption_note")),
        Trigger("guard_item_open", item, "UPDATE", "append_only",
                f"NEW.open OR {open_release}", ("open",)),
        Trigger("guard_item_late", item, "INSERT", "append_only",
                f"EXISTS (SELECT 1 FROM {release} r WHERE r.id = NEW.release_id"
                " AND r.seal <> '')"),
        Trigger("guard_item_delete", item, "DELETE", "append_only"),
        Trigger("guard_edition_back", "interpretations_edition", "UPDATE", "append_only",
                "NEW.number <= OLD.number", ("number",)),
        Trigger("guard_edition_delete", "interpretations_edition", "DELETE", "append_only"),
    ]  # fmt: skip
