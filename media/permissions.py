"""Who may add, change and choose recordings: by collection, as with pictures and attachments."""

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from media.models import Recording

permission_policy = CollectionOwnershipPermissionPolicy(
    Recording, auth_model=Recording, owner_field_name="uploaded_by_user"
)
# Any of these lets somebody put a recording into a text.
USING = ["choose", "change"]
