"""A drafter at 「用文件替换正文」, through real requests: what is offered, shown and confirmed."""

from wagtail.models import Page
from wagtail.rich_text import RichText

from interpretations.models.clause_links import Link
from tests.editorial.drops import Fields, dropped, upload
from tests.factories import make_interpretation

PAID = "补贴发给首次购房的博士研究生，一次性二十万元。"
ASKED = "申请人应当在三十日内把材料交齐，过期要重新申请。"


def replacing(page):
    return f"/admin/releases/drafts/{page.pk}/replace/"


def offered(client, page, *uploads):
    """The address on which replacing is confirmed."""
    drop = dropped(client, *(uploads or [upload("新.txt")]), path=replacing(page))
    return f"{replacing(page)}{drop.pk}/"


def confirmed(client, address, **changes):
    fields = Fields(client.get(address).content.decode()).values
    return client.post(address, {**fields, **changes})


def latest(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def explaining(world, policy, *lines):
    """A draft interpretation whose blocks, a line each, explain 第一条; and the link of each."""
    body = [("text", RichText(f"<p>{line}</p>")) for line in lines]
    page = make_interpretation(policy, world.drafter, body=body)
    clause = latest(policy).clause_identities[0]["id"]
    links = [Link(block.id, policy.pk, clause) for block in latest(page).body]
    return page, links
