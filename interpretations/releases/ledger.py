"""The ledger: one line for everything that happened to a release, never changed (P8)."""

from typing import Any

from interpretations.models import LedgerEntry, Release


def write(
    release: Release | None,
    event: str,
    who: str = "",
    why: str = "",
    **data: Any,
) -> LedgerEntry:
    """Append one line with the members, their revisions and digests."""
    if release is not None:
        data["seal"] = release.seal
        data["members"] = [
            {"page": i.page_id, "revision": i.revision_id, "digest": i.digest, "path": i.url_path}
            for i in release.items.all()
        ]
    return LedgerEntry.objects.create(release=release, event=event, who=who, why=why, data=data)
