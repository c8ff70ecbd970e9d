"""What stands on every page: who runs the site, and parts that are alike for all readers."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from home.models import SiteIdentity
from interpretations.reading import snapshot

register = template.Library()


@register.simple_tag
def site_identity() -> dict[str, Any]:
    """Return the fields of the default site's identity by name; nothing before it is set up."""
    return snapshot.kept("identity", _read_identity)


def _read_identity() -> dict[str, Any]:
    return SiteIdentity.objects.filter(site__is_default_site=True).values().first() or {}


class AlikeNode(template.Node):
    """A part of a page that nothing of the page changes."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        name = f"alike:{self.name}:{get_language()}"
        return snapshot.kept(name, lambda: self.nodelist.render(context))


@register.tag
def alike(parser: Parser, token: Token) -> AlikeNode:
    """`{% alike "footer" %}…{% endalike %}`: rendered once an edition and day, for every reader.

    Inside may stand only what depends on the site, never on the page, the address or the person.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endalike",))
    parser.delete_first_token()
    return AlikeNode(name.strip("\"'"), nodelist)
