"""Sets whose interpretations explain clauses."""

from wagtail.rich_text import RichText

from interpretations.models import FurtherPolicy, clauses_of
from interpretations.models.clause_links import Link, stored
from tests.factories import edit, fresh, interpretations_of, make_interpretation, make_policy

ARTICLES = (
    "第一条　为了方便市民办事，制定本办法。",
    "第二条　首次购房的博士研究生，一次性补助二十万元，由所在县级财政部门拨付到个人账户。",
    "第三条　申请人应当在三十日内提交材料。",
    "第四条　本办法由市住房保障部门负责解释。",
)

QUOTED = f"<p>第三条规定：“{ARTICLES[2].partition('　')[2]}”</p>"
# Not quite word for word.
MISQUOTED = QUOTED.replace("三十日", "三十天")


def body(*lines):
    """A document's body with one paragraph a line."""
    return [("text", RichText("".join(f"<p>{line}</p>" for line in lines)))]


def document(world, *lines, **fields):
    """A draft document of these articles."""
    return make_policy(world, body=body(*(lines or ARTICLES)), **fields)


def draft(page):
    """The page as its newest revision says."""
    return fresh(page).get_latest_revision_as_object()


def identity(policy, label):
    """The identity of the clause that people cite so, in the newest draft."""
    return next(one.identity for one in clauses_of(draft(policy)) if one.label == label)


def explain(world, policy, *labels, block="key_points", **fields):
    """A draft interpretation whose block explains these clauses of the document."""
    links = [Link(block, policy.pk, identity(policy, label)) for label in labels]
    return make_interpretation(policy, world.drafter, clause_links=stored(links), **fields)


def citing(world, policy, points=QUOTED, **fields):
    """A draft interpretation whose main points quote 第三条: a link is proposed, none confirmed."""
    return make_interpretation(policy, world.drafter, key_points=points, **fields)


def link_set(world, *labels, lines=ARTICLES, **fields):
    """A draft set whose interpretation explains these clauses."""
    policy = document(world, *lines, **fields)
    explain(world, policy, *labels)
    return policy


def explain_elsewhere(world, policy, label):
    """A draft set of the other department whose interpretation explains a clause of this one."""
    home = document(
        world, "第一条　另一份文件。", title="另一份文件", department=world.other_department,
        user=world.drafter2,
    )  # fmt: skip
    return make_interpretation(
        home,
        world.drafter2,
        further_policies=[FurtherPolicy(policy=policy)],
        clause_links=stored([Link("key_points", policy.pk, identity(policy, label))]),
    )


def only(policy):
    """The one interpretation of a document."""
    (page,) = interpretations_of(policy)
    return page


def relink(world, page, *links):
    """Save a draft of an interpretation with these links."""
    return edit(page, world.drafter, clause_links=stored(links))


def links_of(page):
    return list(Link.read(draft(page).clause_links))
