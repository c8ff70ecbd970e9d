"""Every door we know: how it is tried, or why it stays open.

`test_discovery` finds the doors by itself and fails on one that is missing here or gone.
A name may end in `*`. How:

matrix   tried by every role on public, frozen and draft pages (`tries.PAGE_TRIES`)
objects  tried by every role on files, people, lists and sites (`tries.OBJECT_TRIES`)
sweep    posted to by every role with nothing in the body; it names no page of a release
own      a view of this product that keeps its own transaction; tested where it lives
public   asked without signing in; writes no page
"""

MATRIX, OBJECTS, SWEEP, OWN, PUBLIC = "matrix", "objects", "sweep", "own", "public"

ADDRESSES = {
    # Pages
    "wagtailadmin_pages:add": MATRIX,
    "wagtailadmin_pages:edit": MATRIX,
    "wagtailadmin_pages:delete": MATRIX,
    "wagtailadmin_pages:unpublish": MATRIX,
    "wagtailadmin_pages:convert_alias": MATRIX,
    "wagtailadmin_pages:move": MATRIX,
    "wagtailadmin_pages:move_confirm": MATRIX,
    "wagtailadmin_pages:set_page_position": MATRIX,
    "wagtailadmin_pages:copy": MATRIX,
    "wagtailadmin_pages:set_privacy": MATRIX,
    "wagtailadmin_pages:lock": MATRIX,
    "wagtailadmin_pages:unlock": MATRIX,
    "wagtailadmin_pages:revisions_revert": MATRIX,
    "wagtailadmin_pages:revisions_unschedule": MATRIX,
    "wagtailadmin_pages:revisions_view": MATRIX,
    "wagtailadmin_pages:workflow_action": MATRIX,
    "wagtailadmin_pages:collect_workflow_action_data": MATRIX,
    "wagtailadmin_pages:preview_on_add": MATRIX,
    "wagtailadmin_pages:preview_on_edit": MATRIX,
    "wagtailadmin_pages:choose_parent": SWEEP,
    "wagtailadmin_pages:type_use": SWEEP,
    "wagtailadmin_pages:type_use_results": SWEEP,
    "wagtailadmin_explore": MATRIX,
    "wagtailadmin_explore_results": MATRIX,
    "wagtailadmin_api:pages:action": MATRIX,
    "wagtail_bulk_action": MATRIX,
    "wagtailadmin_editing_sessions:ping": MATRIX,
    "wagtailadmin_workflows:remove": MATRIX,
    # Choosers and what belongs to one person
    "wagtailadmin_choose_page_*": SWEEP,
    "wagtailadmin_editing_sessions:release": SWEEP,
    "wagtailadmin_account": SWEEP,
    "wagtailadmin_dismissibles": SWEEP,
    "wagtailadmin_login": PUBLIC,
    "wagtailadmin_logout": PUBLIC,
    "wagtailadmin_password_reset": PUBLIC,
    "wagtailadmin_password_reset_confirm": PUBLIC,
    # Workflows: switched off (checks.E002), so they reach no page
    "wagtailadmin_workflows:add": SWEEP,
    "wagtailadmin_workflows:add_task": SWEEP,
    "wagtailadmin_workflows:task_chooser_create": SWEEP,
    "wagtailadmin_workflows:disable": OBJECTS,
    "wagtailadmin_workflows:disable_task": OBJECTS,
    "wagtailadmin_workflows:edit": OBJECTS,
    "wagtailadmin_workflows:edit_task": OBJECTS,
    "wagtailadmin_workflows:enable": OBJECTS,
    "wagtailadmin_workflows:enable_task": OBJECTS,
    # Files
    "wagtailimages:add": SWEEP,
    "wagtailimages:add_multiple": SWEEP,
    "wagtailimages:create_multiple_from_uploaded_image": SWEEP,
    "wagtailimages:delete_upload_multiple": SWEEP,
    "wagtailimages:preview": SWEEP,
    "wagtailimages:edit": OBJECTS,
    "wagtailimages:delete": OBJECTS,
    "wagtailimages:edit_multiple": OBJECTS,
    "wagtailimages:delete_multiple": OBJECTS,
    "wagtailimages_chooser:create": SWEEP,
    "wagtailimages_chooser:select_format": SWEEP,
    "wagtaildocs:add": SWEEP,
    "wagtaildocs:add_multiple": SWEEP,
    "wagtaildocs:create_multiple_from_uploaded_document": SWEEP,
    "wagtaildocs:delete_upload_multiple": SWEEP,
    "wagtaildocs:edit": OBJECTS,
    "wagtaildocs:delete": OBJECTS,
    "wagtaildocs:edit_multiple": OBJECTS,
    "wagtaildocs:delete_multiple": OBJECTS,
    "wagtaildocs_chooser:create": SWEEP,
    "wagtailadmin_collections:add": SWEEP,
    "wagtailadmin_collections:edit": OBJECTS,
    "wagtailadmin_collections:delete": OBJECTS,
    "wagtailadmin_collections:set_privacy": OBJECTS,
    # The site, its people and its lists
    "wagtailsites:add": SWEEP,
    "wagtailsites:copy": SWEEP,
    "wagtailsites:edit": OBJECTS,
    "wagtailsites:delete": OBJECTS,
    "wagtailusers_users:add": SWEEP,
    "wagtailusers_users:copy": SWEEP,
    "wagtailusers_users:edit": OBJECTS,
    "wagtailusers_users:delete": OBJECTS,
    "wagtailusers_groups:add": SWEEP,
    "wagtailusers_groups:edit": OBJECTS,
    "wagtailusers_groups:delete": OBJECTS,
    "wagtailredirects:add": SWEEP,
    "wagtailredirects:edit": SWEEP,
    "wagtailredirects:delete": SWEEP,
    "wagtailredirects:start_import": SWEEP,
    "wagtailredirects:process_import": SWEEP,
    "wagtailsettings:edit": SWEEP,
    "wagtailsettings:preview_on_edit": SWEEP,
    "wagtailsnippetchoosers_interpretations_*:create": SWEEP,
    "wagtailsnippets_interpretations_*:add": SWEEP,
    "wagtailsnippets_interpretations_*:copy": SWEEP,
    "wagtailsnippets_interpretations_*:edit": SWEEP,
    "wagtailsnippets_interpretations_*:delete": OBJECTS,
    # Ours
    "releases:*": OWN,
}

BULK_ACTIONS = {
    "wagtailcore.page.publish": MATRIX,
    "wagtailcore.page.unpublish": MATRIX,
    "wagtailcore.page.delete": MATRIX,
    "wagtailcore.page.move": MATRIX,
    "media.siteimage.delete": OBJECTS,
    "media.siteimage.add_tags": OBJECTS,
    "media.siteimage.add_to_collection": OBJECTS,
    "media.sitedocument.delete": OBJECTS,
    "media.sitedocument.add_tags": OBJECTS,
    "media.sitedocument.add_to_collection": OBJECTS,
    "accounts.user.delete": OBJECTS,
    "accounts.user.assign_role": OBJECTS,
    "accounts.user.set_active_state": OBJECTS,
    "interpretations.*.delete": OBJECTS,
}

API_ACTIONS = {
    "convert_alias": MATRIX,
    "copy": MATRIX,
    "copy_for_translation": MATRIX,
    "create_alias": MATRIX,
    "delete": MATRIX,
    "move": MATRIX,
    "publish": MATRIX,
    "revert_to_page_revision": MATRIX,
    "unpublish": MATRIX,
}

# Keys of the body that the two editors read by themselves.
POSTED_KEYS = {
    "action-publish": MATRIX,
    "action-submit": MATRIX,
    "action-restart-workflow": MATRIX,
    "action-cancel-workflow": MATRIX,
    "action-workflow-action": MATRIX,
    "workflow-action-name": MATRIX,
    "workflow-action-extra-data": MATRIX,
    "overwrite_revision_id": MATRIX,
    "loaded_revision_id": "only compared, to warn of another editor",
    "loaded_revision_created_at": "only compared, to warn of another editor",
    "locale": "read only where translations are switched on",
}

# Classes of `wagtail.actions`: tried in `test_shell`.
ACTIONS = {
    "ConvertAliasPageAction": "shell",
    "CopyForTranslationAction": "for other models; no model of ours is translatable that way",
    "CopyPageAction": "shell",
    "CopyPageForTranslationAction": "shell",
    "CreatePageAliasAction": "shell",
    "DeletePageAction": "shell",
    "MovePageAction": "shell",
    "PublishPageRevisionAction": "shell",
    "PublishRevisionAction": "shell",
    "RevertToPageRevisionAction": "shell",
    "UnpublishAction": "shell",
    "UnpublishPageAction": "shell",
}

# Commands: `shell` are tried on the town; the others change no page, for the reason given.
COMMANDS = {
    "publish_scheduled": "shell",
    "publish_scheduled_pages": "shell",
    "purge_revisions": "shell",
    "move_pages": "shell",
    "fixtree": "shell",
    "set_url_paths": "shell",
    "wagtail_update_image_renditions": "shell",
    "rebuild_references_index": "shell",
    "remove_stale_contenttypes": "shell",
    "remove_orphaned_tags": "shell",
    "deduplicate_tags": "shell",
    "create_log_entries_from_revisions": "shell",
    "convert_mariadb_uuids": "does nothing on SQLite and PostgreSQL",
    "purge_embeds": "empties a cache of embeds; no block of ours embeds",
    "show_references_index": "reads",
    "update_index": "writes the desk's index, which is a LIKE",
    "wagtail_update_index": "writes the desk's index, which is a LIKE",
    "enable_fuzzystrmatch": "installs an extension of PostgreSQL",
    "enable_trigram": "installs an extension of PostgreSQL",
    "enable_unaccent": "installs an extension of PostgreSQL",
    "import_redirects": "writes redirects, which nothing serves",
    "changepassword": "writes a password",
    "createsuperuser": "writes a person",
    "clearsessions": "deletes sessions",
    "collectstatic": "copies files outside the database",
    "findstatic": "reads",
    "runserver": "serves",
}
OWN_COMMANDS = {
    "check_ledger",
    "check_releases",
    "demo",
    "found_site",
    "import_policies",
    "run_releases",
}
