"""Setting up a site: tree, lists, groups and review chains, with sensible contents; idempotent.

Everything made here is data that a city edits afterwards; nothing that exists is changed.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from interpretations.models import (
    ChainStep,
    DepartmentPage,
    Edition,
    ExemptionReason,
    Genre,
    InterpretationColumnPage,
    InterpretationForm,
    PolicyLibraryPage,
    ReleaseRules,
    ReviewChain,
    Topic,
)
from interpretations.models.slugs import ascii_slug
from interpretations.models.taxonomy import Label
from interpretations.setup.lists import (
    CHAINS,
    EXEMPTION_REASONS,
    FORMS,
    GENRES,
    GROUPS,
    MAY_IN_EMERGENCY,
    SUBTOPICS,
    SUITS_MAJOR,
    TOPICS,
    WARNED_OF_OPEN_CLAUSES,
)

DRAFTER_PAGE_PERMISSIONS = ("add_page", "change_page")
DRAFTER_FILE_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
    ("media", "add_recording"),
    ("media", "change_recording"),
    ("media", "choose_recording"),
)


@transaction.atomic
def setup_site(home_model: type[Page], site_name: str, host: str, port: int) -> Page:
    """Make what every site needs; return the front page."""
    Edition.objects.get_or_create(pk=Edition.THE_ONE)
    remove_examples()
    setup_lists()
    setup_rules()
    setup_review()
    return setup_tree(home_model, site_name, host, port)


def remove_examples() -> None:
    """Take away what Wagtail's own migrations bring: an English welcome page and groups."""
    Page.objects.filter(depth=1, title="Root").update(title="网站", draft_title="网站")
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome and not PolicyLibraryPage.objects.exists():
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).delete()


def setup_lists() -> None:
    """Topics, genres, forms and reasons of exemption (docs/domain.md)."""
    _add_labels(
        InterpretationForm(slug=slug, name=name, sort_order=order, suits_major=slug in SUITS_MAJOR)
        for order, (slug, name) in enumerate(FORMS)
    )
    for model, rows in ((ExemptionReason, EXEMPTION_REASONS), (Genre, GENRES)):
        _add_labels(
            model(slug=slug, name=name, sort_order=order) for order, (slug, name) in enumerate(rows)
        )
    _add_labels(
        Topic(slug=ascii_slug(name), name=name, sort_order=order)
        for order, name in enumerate(TOPICS)
    )
    parents = {topic.slug: topic for topic in Topic.objects.all()}
    _add_labels(
        Topic(
            slug=f"{ascii_slug(name)}-{ascii_slug(child)}"[:60],
            name=child,
            sort_order=order,
            parent=parents[ascii_slug(name)],
        )
        for name in SUBTOPICS
        for order, child in enumerate(SUBTOPICS[name])
    )


def _add_labels(labels: Iterable[Label]) -> None:
    """Add those whose slug is not there yet, all at once."""
    rows = list(labels)
    model = type(rows[0])
    known_slugs = set(model._default_manager.values_list("slug", flat=True))
    model._default_manager.bulk_create(row for row in rows if row.slug not in known_slugs)


def setup_rules() -> None:
    """The rules of a city that has set none yet."""
    if not ReleaseRules.objects.exists():
        warned = Genre.objects.filter(slug__in=WARNED_OF_OPEN_CLAUSES)
        ReleaseRules.load().unexplained_warned.set(warned)


def setup_review() -> None:
    """The groups of the steps with their rights, and the chains that releases pass."""
    admin_access = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    emergency_permission = Permission.objects.filter(
        content_type__app_label="interpretations", codename="emergency_release"
    )
    for name in GROUPS:
        group, created = Group.objects.get_or_create(name=name)
        group.permissions.add(*admin_access)
        if created and name in MAY_IN_EMERGENCY:
            group.permissions.add(*emergency_permission)
    if not ReviewChain.objects.exists():
        for order, (name, kind, emergency, steps) in enumerate(CHAINS):
            chain = ReviewChain.objects.create(
                name=name, kind=kind, emergency=emergency, sort_order=order
            )
            _add_steps(chain, steps)


def _add_steps(chain: ReviewChain, steps: tuple[tuple[str, str, str], ...]) -> None:
    for order, (label, group_name, department_field) in enumerate(steps):
        step = ChainStep(chain=chain, label=label, sort_order=order)
        if department_field:
            setattr(step, department_field, True)
        step.groups = [Group.objects.get(name=group_name)]
        step.save()


def setup_tree(home_model: type[Page], site_name: str, host: str, port: int) -> Page:
    """Root > front page > library and column; the site points at the front page."""
    locale = Locale.objects.first() or Locale.objects.create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    home = home_model.objects.first() or root.add_child(
        instance=home_model(title="首页", slug="front")
    )
    if not PolicyLibraryPage.objects.exists():
        home.add_child(instance=PolicyLibraryPage(title="政策文件", slug="policies"))
    if not InterpretationColumnPage.objects.exists():
        home.add_child(instance=InterpretationColumnPage(title="政策解读", slug="interpretations"))
    if not Site.objects.filter(root_page=home).exists():
        Site.objects.all().delete()
        Site.objects.create(
            hostname=host, port=port, site_name=site_name, root_page=home, is_default_site=True
        )
    return home


@transaction.atomic
def setup_department(slug: str, name: str, short_name: str = "") -> DepartmentPage:
    """A department with its drafters' group, its collection and their rights; idempotent."""
    library = PolicyLibraryPage.objects.get()
    department = DepartmentPage.objects.filter(slug=slug).first() or library.add_child(
        instance=DepartmentPage(title=name, slug=slug, short_name=short_name)
    )
    group, _created = Group.objects.get_or_create(name=f"{name}起草组")
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for codename in DRAFTER_PAGE_PERMISSIONS:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page=department.page_ptr, permission=permission
        )
    collection = Collection.objects.filter(name=name).first()
    if collection is None:
        root = Collection.get_first_root_node() or Collection.add_root(name="Root")
        collection = root.add_child(name=name)
    for app_label, codename in DRAFTER_FILE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    return department
