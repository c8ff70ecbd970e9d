"""How the doors to files, people, lists and the site are tried."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, Site

from interpretations.models import Genre, InterpretationForm, ReviewChain, Topic
from tests.doors.tries import Try
from tests.media.hostile import valid


def png(color="red"):
    data = io.BytesIO()
    Image.new("RGB", (40, 40), color).save(data, "PNG")
    return SimpleUploadedFile("neu.png", data.getvalue(), "image/png")


def pdf():
    return SimpleUploadedFile("neu.pdf", valid.pdf(), "application/pdf")


def _collection(town):
    return Collection.objects.get(name=town.world.department.title).pk


def file_tries(town, state):
    image, document = town.images[state], town.documents[state]
    own, root = _collection(town), Collection.get_first_root_node().pk
    picture = {"title": "换掉", "collection": own, "tags": "", "description": "", "credit": "x"}
    paper = {"title": "换掉", "collection": own, "tags": ""}
    yield Try("image edit", _url("wagtailimages:edit", image), picture)
    yield Try("image replace", _url("wagtailimages:edit", image), picture | {"file": png()})
    yield Try("image delete", _url("wagtailimages:delete", image))
    many = {f"image-{image.pk}-{key}": value for key, value in picture.items()}
    yield Try("image multiple", _url("wagtailimages:edit_multiple", image), many, headers=XHR)
    yield Try("image multiple del", _url("wagtailimages:delete_multiple", image), headers=XHR)
    yield Try("document edit", _url("wagtaildocs:edit", document), paper)
    yield Try("document replace", _url("wagtaildocs:edit", document), paper | {"file": pdf()})
    yield Try("document delete", _url("wagtaildocs:delete", document))
    many = {f"doc-{document.pk}-{key}": value for key, value in paper.items()}
    yield Try("document multiple", _url("wagtaildocs:edit_multiple", document), many, headers=XHR)
    yield Try("document multiple del", _url("wagtaildocs:delete_multiple", document), headers=XHR)
    for model, file in (("siteimage", image), ("sitedocument", document)):
        yield _bulk("media", model, "delete", file.pk)
        yield _bulk("media", model, "delete", "all")
        yield _bulk("media", model, "add_tags", file.pk, tags="标签")
        yield _bulk("media", model, "add_to_collection", file.pk, collection=root)


XHR = {"x-requested-with": "XMLHttpRequest"}


def _url(name, *args):
    return reverse(name, args=[getattr(arg, "pk", arg) for arg in args])


def _bulk(app, model, action, pk, **data):
    url = reverse("wagtail_bulk_action", args=[app, model, action])
    return Try(f"bulk {model} {action}", url, data, query=f"id={pk}")


def people_tries(town, state):
    world = town.world
    for person in (world.drafter, world.leader):
        yield Try("user delete", _url("wagtailusers_users:delete", person))
        data = {"username": person.username, "name": "改名", "email": "a@b.cn", "groups": []}
        yield Try("user edit", _url("wagtailusers_users:edit", person), data)
    yield _bulk("accounts", "user", "delete", world.drafter.pk)
    yield _bulk("accounts", "user", "delete", "all")
    yield _bulk("accounts", "user", "assign_role", world.leader.pk, role=town.group.pk)
    yield _bulk("accounts", "user", "set_active_state", world.leader.pk, mark_as_active="")
    yield Try("group delete", _url("wagtailusers_groups:delete", town.group))
    yield Try("group edit", _url("wagtailusers_groups:edit", town.group), {"name": "改名"})


def place_tries(town, state):
    site = Site.objects.get()
    collection = Collection.objects.get(pk=_collection(town))
    data = {"hostname": "anders.cn", "port": 80, "site_name": "x", "is_default_site": "on"}
    root = data | {"root_page": town.world.department.pk}
    yield Try("site root", _url("wagtailsites:edit", site), root)
    yield Try("site delete", _url("wagtailsites:delete", site))
    yield Try("collection edit", _url("wagtailadmin_collections:edit", collection), {"name": "x"})
    yield Try("collection delete", _url("wagtailadmin_collections:delete", collection))
    for kind in ("login", "password", "groups"):
        data = {"restriction_type": kind, "password": "x", "groups": [town.group.pk]}
        url = _url("wagtailadmin_collections:set_privacy", collection)
        yield Try(f"collection privacy {kind}", url, data)


def ancestor_tries(town, state):
    """The department and the library that public and frozen pages stand on."""
    for page in (town.world.department, town.world.department.get_parent(), town.world.home):
        other = town.world.other_department
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = {"title": page.title, "slug": "anderswo", "action-publish": "1"}
        form |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "intro": "x"}
        form |= {"promise": "x", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": ""}
        yield Try("ancestor slug", edit, form)
        yield Try(
            "ancestor expires", edit, form | {"slug": page.slug, "expire_at": "2099-01-01 00:00"}
        )
        for name in ("unpublish", "delete", "convert_alias", "set_privacy", "copy"):
            data = {
                "include_descendants": "on",
                "restriction_type": "login",
                "new_title": "x",
                "new_slug": "kopie",
                "new_parent_page": page.get_parent().pk,
                "copy_subpages": "on",
                "publish_copies": "on",
                "confirm-site-name": "九江市政策文件库",
            }
            yield Try(f"ancestor {name}", _url(f"wagtailadmin_pages:{name}", page), data)
        yield Try("ancestor move", _url("wagtailadmin_pages:move_confirm", page, other))
        url = _url("wagtailadmin_pages:set_page_position", page)
        yield Try("ancestor position", url, query="position=1")
        for action in ("publish", "unpublish", "delete", "move"):
            yield _bulk("wagtailcore", "page", action, page.pk, include_descendants="on", chooser=1)
        for action in ("delete", "unpublish", "copy", "create_alias", "move"):
            url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
            data = {"recursive": True, "destination_page_id": other.pk, "slug": "kopie"}
            yield Try(f"ancestor api {action}", url, data, as_json=True)


def list_tries(town, state):
    for model in (Topic, Genre, InterpretationForm, ReviewChain):
        name = model._meta.model_name
        used = Topic.objects.get(name="城乡建设、环境保护") if model is Topic else None
        used = used or model.objects.filter(slug__in=["tongzhi", "jiedu"]).first() \
            if hasattr(model, "slug") else model.objects.first()  # fmt: skip
        yield Try("list delete", _url(f"wagtailsnippets_interpretations_{name}:delete", used))
        yield _bulk("interpretations", name, "delete", used.pk)


def workflow_tries(town, state):
    for name, item in (
        ("disable", town.workflow),
        ("enable", town.workflow),
        ("disable_task", town.task),
        ("enable_task", town.task),
        ("edit_task", town.task),
    ):
        yield Try(f"workflow {name}", _url(f"wagtailadmin_workflows:{name}", item), {"name": "x"})
    pages = {"name": "x", "pages-TOTAL_FORMS": 1, "pages-INITIAL_FORMS": 0}
    pages |= {"pages-0-page": town.world.department.pk, "workflow_tasks-TOTAL_FORMS": 0}
    pages |= {"workflow_tasks-INITIAL_FORMS": 0, "active": "on"}
    yield Try("workflow edit", _url("wagtailadmin_workflows:edit", town.workflow), pages)


OBJECT_TRIES = {
    "files": file_tries,
    "people": people_tries,
    "places": place_tries,
    "ancestors": ancestor_tries,
    "lists": list_tries,
    "workflows": workflow_tries,
}
