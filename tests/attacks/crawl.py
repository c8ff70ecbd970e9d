"""Finds by itself what every address may be sent: its parameters, its forms, its blocks.

A form is read from the page that shows it, a body from its blocks, names of a query from the
source of whoever reads them: a new view, field or block is attacked the day it is written.
"""

import inspect
import json
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.urls import Resolver404, resolve
from wagtail import blocks

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.reading.parameters import KNOWN
from tests.doors.discovery import walk

READERS = (
    "wagtail.", "interpretations.", "media.", "accounts.", "operations.",
)  # fmt: skip
ASKED = re.compile(r"""\.GET(?:\.get\(|\[|\.getlist\()\s*["']([\w-]+)["']""")
# One that is not a row, a page of a list or a way back is refused before any view reads the rest.
ALONE = ("id", "p", "next")
# The last says what the machine lacks: here a scheduler.
NOT_CRAWLED = re.compile(r"failwhale|test404|logout|\^\.\*|readyz")


@dataclass(frozen=True)
class Form:
    """What a browser would post where nobody typed anything."""

    address: str
    fields: dict = field(hash=False)
    method: str = "post"


@cache
def query_names():
    """Every name that some view reads of a query, or some list filters by."""
    names = set()
    for module in _modules():
        if module.__file__ is None:
            continue
        names |= {*ASKED.findall(Path(module.__file__).read_text("utf-8"))}
        for view in filter(inspect.isclass, [*vars(module).values()]):
            names |= {*getattr(getattr(view, "filterset_class", None), "base_filters", ())}
    return tuple(sorted(names | KNOWN | {"p", "ordering", "export"}))


def _modules():
    """Whatever the addresses lead to has been imported for them."""
    list(walk())
    return [module for name, module in sys.modules.items() if name.startswith(READERS)]


def public_addresses(town):
    """An address for every pattern outside the desk. Raises KeyError for one that is new."""
    page = town.page("live")
    ids = {"pages": page.pk, "images": town.images["live"].pk,
           "documents": town.documents["live"].pk}  # fmt: skip
    shown = (town.world.home, town.world.department, page, town.page("live", "interpretation"))
    for pattern, name, _view in walk():
        if pattern.startswith("admin/"):
            continue
        if name == "wagtail_serve":
            yield from (each.specific.url for each in shown)
            yield from (shown[1].get_parent().url, f"{page.url}both/", "/interpretations/")
            continue
        values = {"section": "policies", "name": town.images["live"].file.name}
        values["pk"] = ids.get(name.split(":")[1]) if ":" in name else None
        path = re.sub(r"<\w+:(\w+)>", lambda found, given=values: str(given[found[1]]), pattern)
        yield "/" + path.replace("^", "")


def forms_of(response, address):
    """Every form that an answer shows, also one in JSON for a dialogue of the desk."""
    html = response.getvalue().decode(errors="replace")
    if "json" in response.get("Content-Type", ""):
        answer = json.loads(html)
        html = answer.get("html") or "" if isinstance(answer, dict) else ""
    elif "html" not in response.get("Content-Type", ""):
        return
    if not html.strip():
        return
    for form in lxml.html.fromstring(html).xpath("//form"):
        action = urlsplit(urljoin(address, form.get("action") or "")).path
        fields = {name: _first(value) for name, value in form.fields.items() if name}
        if fields and _is_crawled(action):
            yield Form(action, fields | _bodies(fields), (form.get("method") or "get").lower())


def _first(value):
    """The value of a field, or the first of several that are ticked."""
    return value if isinstance(value, str) else next(iter(value or ()), "")


def _is_crawled(action):
    try:
        resolve(action)
    except Resolver404:
        return False
    return not NOT_CRAWLED.search(action)


def _bodies(fields):
    """What browsers add for a body, which a script draws from its blocks."""
    if "body" in fields or "title" not in fields:
        return {}
    page = InterpretationPage if "summary" in fields else PolicyPage
    if "doc_number" not in fields and page is PolicyPage:
        return {}
    return posted(page._meta.get_field("body").stream_block, "body")


def posted(block, prefix):
    """One of every block inside a block, with empty words."""
    if isinstance(block, blocks.StreamBlock):
        data = {f"{prefix}-count": str(len(block.child_blocks))}
        for number, (name, child) in enumerate(block.child_blocks.items()):
            data |= _entry(f"{prefix}-{number}", number, name, child)
        return data
    if isinstance(block, blocks.ListBlock):
        return {f"{prefix}-count": "1"} | _entry(f"{prefix}-0", 0, "item", block.child_block)
    if isinstance(block, blocks.StructBlock):
        parts = (posted(child, f"{prefix}-{name}") for name, child in block.child_blocks.items())
        return {name: value for part in parts for name, value in part.items()}
    return {prefix: ""}


def _entry(prefix, number, name, block):
    told = {f"{prefix}-deleted": "", f"{prefix}-order": str(number), f"{prefix}-type": name}
    return told | {f"{prefix}-id": ""} | posted(block, f"{prefix}-value")


def may_be_typed(name, value):
    """Whether a field is words: without these a form is not understood at all."""
    counted = name.endswith(("-count", "-order", "-deleted", "-type", "_FORMS", "-ORDER"))
    return not counted and name not in ("csrfmiddlewaretoken", "next")
