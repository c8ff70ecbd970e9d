"""Sets that show a picture and carry a file."""

from interpretations.models import InterpretationPage, PolicyAttachment
from media import renditions
from tests.factories import make_document, make_image, make_set


def picture(image):
    return ("picture", {"image": image, "alt": "流程图", "caption": "", "credit": ""})


def set_with_files(world, image=None, document=None):
    """A draft set whose interpretation shows `image` and whose document carries `document`."""
    policy = make_set(world)
    if image:
        page = InterpretationPage.objects.child_of(policy).get()
        page.body = [picture(image)]
        page.save_revision(user=world.drafter)
    if document:
        policy.attachments = [PolicyAttachment(title="申请表", document=document)]
        policy.save_revision(user=world.drafter)
    return policy


def picture_of(world, **kwargs):
    """A picture whose delivered sizes exist, as they do after its upload."""
    image = make_image(world, **kwargs)
    renditions.make(image)
    return image


def file_of(world, **kwargs):
    return make_document(world, **kwargs)
