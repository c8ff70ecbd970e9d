"""What the audit does not compare: column by column, and why that harms no promise.

A test writes into every column of these tables, and into every key that of another row: it is
listed, or stands here.
"""

COUNTED = "a row's own number, by which nothing knows it"
DESK = "only the desk shows it"
DERIVED = "made from the stored bytes, which are compared themselves"
OF_UPLOAD = (
    "collection_id", "created_at", "examination", "uploaded_by_user_id", "uploaded_file",
)  # fmt: skip

UNSEEN: dict[str, dict[str, str]] = {
    "wagtailcore_page": {
        "draft_title": DESK,
        "has_unpublished_changes": DESK,
        "latest_revision_created_at": DESK,
        "locked": DESK,
        "locked_at": DESK,
    },
    "wagtailcore_site": {
        "id": COUNTED,
        "port": "every address is made from BASE_URL",
        "site_name": DESK,
    },
    "wagtailcore_revision": {
        "created_at": DESK,
        "object_str": DESK,
        "approved_go_live_at": "Wagtail's own timetable publishes no page of ours (P2)",
    },
    "interpretations_releasereference": {"id": COUNTED},
    "interpretations_release_authors": {"id": COUNTED},
    "interpretations_reviewstep_groups": {"id": COUNTED},
    "interpretations_ledgerentry": {
        "id": "the last line may have a higher number; the chain fixes the order",
    },
    "interpretations_explanation": {"id": COUNTED},
    "interpretations_publicnote": {"id": COUNTED},
    "interpretations_clauselink": {"id": COUNTED},
    "interpretations_formeraddress": {"id": COUNTED},
    "interpretations_edition": {
        "id": "without its row the next release writes another, and is listed if it is lower",
        "number": "a higher number only makes readers' caches fetch anew; a lower one is listed",
        "program": "another word only keeps answers from being written as files",
    },
    "interpretations_contribution": {"created_at": "the order is that of the numbers"},
    "interpretations_policyattachment": {"id": COUNTED},
    "interpretations_policypage": {
        "clauses_retired": "only the next draft is compared with it, and that asks its revision",
    },
    "interpretations_clause": {"id": COUNTED},
    "media_releasedfile": {"id": COUNTED},
    "media_frozenfile": {"id": COUNTED},
    "media_siteimage": {**dict.fromkeys(OF_UPLOAD, DESK), "width": DERIVED, "height": DERIVED},
    "media_sitedocument": dict.fromkeys(OF_UPLOAD, DESK),
    "media_rendition": {"width": DERIVED, "height": DERIVED, "focal_point_key": DERIVED},
}
# Keys that are listed when they lead nowhere, and not when they lead to another row of its kind.
UNSEEN_OTHER: dict[str, dict[str, str]] = {
    "wagtailcore_page": {
        "locked_by_id": DESK,
        "owner_id": "owning a draft allows nothing that drafting in its department does not",
    },
}
