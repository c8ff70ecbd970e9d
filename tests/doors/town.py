"""A town with a set in every state, and a picture of what must not change."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page, Task, Workflow, WorkflowTask

from interpretations.models import InterpretationPage, PolicyAttachment, Release
from interpretations.releases.execution.execute import execute
from media.models import FrozenFile
from tests.database.writes import wrote
from tests.factories import (
    World,
    approve,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    submit_set,
)

STATES = ("live", "frozen", "draft")
ROLES = ("anonymous", "drafter", "drafter2", "leader", "editor", "admin")
NIGHT = 10  # TEST_SCALE at which nobody leaves anything out
# Roles that may write drafts of the department whose sets the town has.
WRITERS = ("drafter", "leader", "admin")


@dataclass
class Town:
    """What the doors are tried on; pages by state, document and interpretation."""

    world: World
    policies: dict
    interpretations: dict
    images: dict
    documents: dict
    workflow: Workflow
    task: Task
    group: Group

    def user(self, role):
        return None if role == "anonymous" else getattr(self.world, role)

    def page(self, state, kind="policy"):
        pages = self.policies if kind == "policy" else self.interpretations
        return Page.objects.get(pk=pages[state]).specific

    def pages(self, state):
        return [self.page(state), self.page(state, "interpretation")]


def build_town(world):
    """One department with a public, a frozen and a draft set, each with picture and file."""
    images = {state: make_image(world, title=f"图片{state}") for state in STATES}
    documents = {state: make_document(world, title=f"附件{state}") for state in STATES}
    policies = {state: _draft_set(world, images[state], documents[state]) for state in STATES}
    execute(approve(world, submit_set(world, policies["live"])).pk)
    submit_set(world, policies["frozen"])
    workflow, task = Workflow.objects.create(name="旧流程"), Task.objects.create(name="旧任务")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return Town(
        world=world,
        policies={state: page.pk for state, page in policies.items()},
        interpretations={
            state: InterpretationPage.objects.child_of(page).get().pk
            for state, page in policies.items()
        },
        images=images,
        documents=documents,
        workflow=workflow,
        task=task,
        group=Group.objects.get(name="新闻办"),
    )


def _draft_set(world, image, document):
    policy = make_policy(world, title=f"关于{image.title}的通知")
    policy.attachments = [PolicyAttachment(title="申请表", document=document)]
    policy.save()
    policy.save_revision(user=world.drafter)
    picture = {"image": image, "alt": "流程图", "caption": "", "credit": ""}
    make_interpretation(policy, world.drafter, body=[("picture", picture)])
    return policy


def part(things, turn, parts, scale):
    """One of so many parts of the things, by turns; all of them in a night's proof."""
    return things if scale >= NIGHT else things[turn % parts :: parts]


# The columns of a page, whatever its state, that no door may change.
TREE = "id, path, depth, live, slug, url_path, live_revision_id, alias_of_id, content_type_id"
SHELF = f"{TREE.replace('live_revision_id, ', '')}, expire_at, go_live_at"
TABLES = (
    "interpretations_publication",
    "interpretations_release",
    "interpretations_releaseitem",
    "interpretations_releasereference",
    "interpretations_reviewstep",
    "interpretations_ledgerentry",
    "interpretations_gate",
    "media_frozenfile",
    "media_releasedfile",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_site",
)
PARTS = {
    "interpretations_policypage": "page_ptr_id",
    "interpretations_interpretationpage": "page_ptr_id",
    "interpretations_policyattachment": "page_id",
    "interpretations_policyrelation": "page_id",
    "interpretations_policytag": "content_object_id",
}
BOOKKEEPING = {
    "draft_title", "has_unpublished_changes", "latest_revision_id",
    "latest_revision_created_at", "locked", "locked_at", "locked_by_id", "numchild",
}  # fmt: skip


def rows(query, params=()):
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        names = [column[0] for column in cursor.description]
        return sorted((dict(zip(names, row, strict=True)) for row in cursor.fetchall()), key=str)


def public_state(town, drafts_too=False):
    """What readers see, what a release froze, and the shape of the tree.

    `drafts_too` adds the drafts and every revision: for people who may not write at all.
    """
    kept = [town.policies[s] for s in ("live", "frozen")]
    kept += [town.interpretations[s] for s in ("live", "frozen")]
    marks = ", ".join(["%s"] * len(kept))
    state = {table: rows(f"SELECT * FROM {table}") for table in TABLES}
    for table, key in PARTS.items():
        state[table] = rows(f"SELECT * FROM {table} WHERE {key} IN ({marks})", kept)
    state["pages"] = [
        {k: v for k, v in row.items() if k not in BOOKKEEPING}
        for row in rows(f"SELECT * FROM wagtailcore_page WHERE id IN ({marks})", kept)
    ]
    frozen = [town.policies["frozen"], town.interpretations["frozen"]]
    state["frozen"] = [
        {k: v for k, v in row.items() if k != "numchild"}
        for row in rows("SELECT * FROM wagtailcore_page WHERE id IN (%s, %s)", frozen)
    ]
    state["live"] = rows(
        "SELECT p.id, p.live FROM wagtailcore_page p JOIN django_content_type c"
        " ON c.id = p.content_type_id WHERE p.live AND c.model IN"
        " ('policypage', 'interpretationpage')"
    )
    drafts = [town.policies["draft"], town.interpretations["draft"]]
    state["drafts"] = rows(f"SELECT {TREE} FROM wagtailcore_page WHERE id IN (%s, %s)", drafts)
    state["pinned"] = rows(
        "SELECT r.id, r.content, r.object_id FROM wagtailcore_revision r"
        " JOIN interpretations_releaseitem i ON i.revision_id = r.id"
    )
    # A shelf may be published again, with its words alone.
    state["above"] = rows(f"SELECT {SHELF} FROM wagtailcore_page WHERE depth <= 4 AND live")
    for kind, table in (("image", "media_siteimage"), ("document", "media_sitedocument")):
        used = FrozenFile.objects.filter(kind=kind).values_list("object_id", flat=True)
        state[kind] = [row for row in rows(f"SELECT * FROM {table}") if row["id"] in set(used)]
    if drafts_too:
        state["tree"] = rows(f"SELECT {TREE}, title, latest_revision_id FROM wagtailcore_page")
        state["revisions"] = rows("SELECT id, object_id FROM wagtailcore_revision")
        state["files"] = rows("SELECT id, title, file FROM media_siteimage")
        state["papers"] = rows("SELECT id, title, file FROM media_sitedocument")
    return state


def tried(send, town, before, *, drafts_too=False):
    """The answer of a door and the differences that it made; none where it wrote nothing."""
    answer, has_written = wrote(send)
    after = public_state(town, drafts_too=drafts_too) if has_written else before
    return answer, differences(before, after)


def differences(before, after):
    """The names of what changed, with the rows that differ."""
    return {
        name: [
            row for row in (*rows_before, *after[name]) if not _in_both(row, name, before, after)
        ]
        for name, rows_before in before.items()
        if rows_before != after[name]
    }


def _in_both(row, name, before, after):
    return row in before[name] and row in after[name]


def tree_problems():
    return [problem for problem in Page.find_problems() if problem]


def open_release(town):
    return Release.objects.open().get()
