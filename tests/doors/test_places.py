"""What P1's channels stand on cannot be taken off, renamed, moved, deleted or closed by anybody."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    PolicyLibraryPage,
    PolicyPage,
    Topic,
)
from interpretations.models.guard.places import SHELVES
from interpretations.models.refusals import (
    FileInUse,
    FixedShelf,
    NoPrivacy,
    Refusal,
    ReservedSlug,
)
from interpretations.models.shelf import ShelfPage
from interpretations.models.slugs import RESERVED
from media.models import SiteDocument, SiteImage
from tests.factories import submit_set
from tests.media.shown import file_of, picture_of, set_with_files
from tests.support.behind import restrict

pytestmark = pytest.mark.django_db
PLACES = {
    "root": lambda: Page.objects.get(depth=1),
    "home": lambda: Page.objects.get(depth=2),
    "library": lambda: PolicyLibraryPage.objects.get(),
    "column": lambda: InterpretationColumnPage.objects.get(),
    "department": lambda: DepartmentPage.objects.get(slug="renshe"),
}


def saved(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save()


def in_bulk(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    Page.objects.bulk_update([page], list(values))


def private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def private_at_once(page):
    restriction = PageViewRestriction(page_id=page.pk, restriction_type="password", password="x")
    PageViewRestriction.objects.bulk_create([restriction])


SHUT = {
    "unpublish()": lambda page: page.unpublish(),
    "save live": lambda page: saved(page, live=False),
    "save slug": lambda page: saved(page, slug="anderswo"),
    "update live": lambda page: Page.objects.filter(pk=page.pk).update(live=False),
    "update slug": lambda page: Page.objects.filter(pk=page.pk).update(slug="anderswo"),
    "update address": lambda page: Page.objects.filter(pk=page.pk).update(url_path="/x/"),
    "update path": lambda page: Page.objects.filter(pk=page.pk).update(path="00010009"),
    "update depth": lambda page: Page.objects.filter(pk=page.pk).update(depth=page.depth + 1),
    "save path": lambda page: saved(page, path="00010009"),
    "save depth": lambda page: saved(page, depth=page.depth + 1),
    "bulk_update path": lambda page: in_bulk(page, path="00010009"),
    "update expiry": lambda page: Page.objects.filter(pk=page.pk).update(expired=True),
    "delete()": lambda page: page.delete(),
    "queryset.delete()": lambda page: Page.objects.filter(pk=page.pk).delete(),
    "specific queryset.delete()": lambda page: type(page).objects.filter(pk=page.pk).delete(),
    "private": private,
    "private in bulk": private_at_once,
}


def state():
    names = ("pk", "path", "numchild", "live", "slug", "url_path", "title")
    return list(Page.objects.order_by("path").values_list(*names))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SHUT)
def test_no_line_of_code_takes_a_channel_from_readers(world, place, name):
    before = state()

    with pytest.raises((Refusal, IntegrityError)) as refusal, transaction.atomic():
        SHUT[name](PLACES[place]())

    assert isinstance(refusal.value, Refusal) or "guard:" in str(refusal.value)
    assert state() == before and not any(Page.find_problems())


@pytest.mark.parametrize("act", ["delete()", "queryset.delete()", "specific queryset.delete()"])
def test_a_refused_deletion_leaves_the_counts_of_the_tree(world, act):
    before = state()

    with pytest.raises(FixedShelf):
        SHUT[act](PLACES["department"]())

    assert state() == before


@pytest.mark.parametrize("place", ["column", "library", "department"])
def test_a_shelf_is_not_moved(world, place):
    page = PLACES[place]()
    elsewhere = world.department if place != "department" else PLACES["column"]()

    with pytest.raises(FixedShelf), transaction.atomic():
        page.move(elsewhere, pos="last-child")


@pytest.mark.parametrize("place", ["home", "library", "column"])
def test_there_is_one_of_each(world, place):
    page = PLACES[place]().specific

    with pytest.raises(FixedShelf), transaction.atomic():
        page.copy(update_attrs={"slug": "kopie"}, recursive=False)
    with pytest.raises(FixedShelf), transaction.atomic():
        page.create_alias(update_slug="kopie")


@pytest.mark.violates
def test_a_restriction_of_before_is_no_error(world, client):
    restrict(PLACES["column"]())

    assert client.get("/interpretations/").status_code == 404
    assert client.get("/policies/").status_code == 200


def test_a_restriction_of_before_is_taken_away_at_the_desk(world, client):
    page = PLACES["column"]()
    restrict(page)
    client.force_login(world.admin)

    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client.post(url, {"restriction_type": "none"})

    assert not PageViewRestriction.objects.exists()
    assert client.get("/interpretations/").status_code == 200


@pytest.mark.parametrize(("frozen", "depth"), [(True, 3), (False, 2)])
def test_a_collection_with_frozen_files_stays_in_its_place(world, client, frozen, depth):
    mine = Collection.objects.get(name=world.department.title).add_child(name="本组")
    elsewhere = Collection.get_first_root_node()
    image = picture_of(world)
    SiteImage.objects.filter(pk=image.pk).update(collection=mine)
    if frozen:
        submit_set(world, set_with_files(world, image))
    client.force_login(world.admin)

    url = reverse("wagtailadmin_collections:edit", args=[mine.pk])
    client.post(url, {"name": "本组", "parent": elsewhere.pk})

    assert Collection.objects.get(pk=mine.pk).depth == depth


def test_every_kind_of_shelf_is_known_to_the_triggers():
    kinds = {(kind._meta.app_label, kind._meta.model_name) for kind in ShelfPage.__subclasses__()}

    assert kinds == set(SHELVES)


def test_the_name_of_a_shelf_may_change(world, admin_client):
    saved(PLACES["column"](), title="解读", intro="新的导语")

    assert "新的导语" in admin_client.get("/interpretations/").text


def test_a_department_that_was_never_public_may_go(world):
    draft = DepartmentPage(title="写错的部门", slug="cuo", live=False)
    PLACES["library"]().add_child(instance=draft)

    draft.delete()

    assert not DepartmentPage.objects.filter(slug="cuo").exists()


@pytest.mark.parametrize("place", ["library", "department"])
def test_the_tree_adds_moves_and_deletes_what_is_no_shelf_beside_what_is_one(world, place):
    parent, before = PLACES[place](), state()
    kind = DepartmentPage if place == "library" else PolicyPage
    fields = {} if place == "library" else {"issuers": "市政府", "topic": Topic.objects.first()}
    one, two = (
        parent.add_child(instance=kind(title=name, slug=name, live=False, **fields))
        for name in ("yi", "er")
    )

    two.move(one, pos="left")
    one.refresh_from_db()
    one.delete()
    type(two).objects.get(pk=two.pk).delete()

    assert state() == before and not any(Page.find_problems())


def test_no_page_is_put_before_a_shelf(world):
    draft = DepartmentPage(title="新部门", slug="xin", live=False)
    PLACES["library"]().add_child(instance=draft)
    before = state()

    with pytest.raises(IntegrityError, match="fixed_shelf"), transaction.atomic():
        draft.move(world.department, pos="left")

    assert state() == before


FORM = {"title": "部门", "slug": "bumen", "short_name": "", "unit_code": "", "successor": ""}
DOORS = {
    "unpublish": {},
    "delete": {"confirm-site-name": "九江市政策文件库"},
    "set_privacy": {"restriction_type": "login"},
    "copy": {"new_title": "x", "new_slug": "kopie", "new_parent_page": "", "alias": "on"},
}


@pytest.mark.parametrize("place", ["home", "library", "column", "department"])
@pytest.mark.parametrize("door", DOORS)
def test_an_administrator_is_told_that_a_shelf_stands(world, client, place, door):
    page, before = PLACES[place](), state()
    client.force_login(world.admin)
    url = reverse(f"wagtailadmin_pages:{door}", args=[page.pk])

    answer = client.post(url, DOORS[door], headers={"accept": "application/json"})

    sentence = NoPrivacy.sentence if door == "set_privacy" else FixedShelf.sentence
    assert (answer.status_code, answer.json()["error_message"]) == (409, str(sentence))
    assert state() == before and client.get(page.url).status_code == 200


def form(**values):
    return nested_form_data({**FORM, "comments": inline_formset([]), **values})


def test_the_editor_says_at_the_field_that_an_address_stays(world, client):
    client.force_login(world.admin)
    url = reverse("wagtailadmin_pages:edit", args=[world.department.pk])

    answer = client.post(url, form(title="敲进去的名称") | {"action-publish": "1"})

    assert "公开以后网址不再改变" in answer.text and "敲进去的名称" in answer.text


@pytest.mark.parametrize("slug", [*sorted(RESERVED), "Feed"])
def test_no_department_is_made_at_a_reserved_address(world, client, slug):
    client.force_login(world.admin)
    parent = PLACES["library"]().pk
    url = reverse("wagtailadmin_pages:add", args=["interpretations", "departmentpage", parent])

    answer = client.post(url, form(slug=slug) | {"action-publish": "1"})

    assert str(ReservedSlug.sentence) in answer.text
    assert not DepartmentPage.objects.filter(slug__iexact=slug).exists()


@pytest.mark.parametrize("place", ["library", "column", "department"])
def test_no_code_makes_a_page_at_a_reserved_address(world, place):
    with pytest.raises(ReservedSlug), transaction.atomic():
        PLACES[place]().add_child(instance=DepartmentPage(title="订阅", slug="feed"))


def test_no_statement_gives_a_page_a_reserved_address(world):
    draft = DepartmentPage(title="新部门", slug="xin", live=False)
    PLACES["library"]().add_child(instance=draft)

    with pytest.raises(IntegrityError, match="reserved_slug"), transaction.atomic():
        Page.objects.filter(pk=draft.pk).update(slug="feed")


@pytest.mark.parametrize("in_bulk", [False, True])
def test_no_collection_is_closed(world, in_bulk):
    objects = CollectionViewRestriction.objects
    closed = CollectionViewRestriction(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )

    with pytest.raises((NoPrivacy, IntegrityError)), transaction.atomic():
        objects.bulk_create([closed]) if in_bulk else closed.save()


def test_an_administrator_is_told_that_no_collection_is_closed(world, client):
    client.force_login(world.admin)
    collection = Collection.objects.get(name=world.department.title)
    url = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])

    answer = client.post(url, {"restriction_type": "login"}, headers={"accept": "text/html"})

    assert answer.status_code == 302 and not CollectionViewRestriction.objects.exists()


@pytest.mark.parametrize("model", [SiteImage, SiteDocument])
def test_a_frozen_file_stays_in_its_collection(world, client, model):
    submit_set(world, set_with_files(world, picture_of(world), file_of(world)))
    file, elsewhere = model.objects.get(), Collection.get_first_root_node().add_child(name="别处")
    client.force_login(world.admin)
    names = ["media", model._meta.model_name, "add_to_collection"]
    url = reverse("wagtail_bulk_action", args=names) + f"?id={file.pk}"

    answer = client.post(url, {"collection": elsewhere.pk}, headers={"accept": "application/json"})

    assert answer.json()["error_message"] == str(FileInUse.sentence)
    assert model.objects.get().collection_id == file.collection_id
