"""Short ASCII addresses from a file number or pinyin (docs/contract.md, Addresses)."""

import re

from django.utils.text import slugify
from pypinyin import lazy_pinyin
from wagtail.models import Page

from chinese.numbers import number_key

MAX_LENGTH = 60
# Below a document: it and its interpretation beside each other, at an address of their own.
BOTH = "both"
RESERVED = frozenset({"feed", BOTH})


def is_reserved(slug: str) -> bool:
    """Tell whether no page may have this slug, in whichever letters."""
    return slug.lower() in RESERVED


def ascii_slug(text: str) -> str:
    """Return pinyin of Chinese, latin as it is, at most 60 characters, never reserved."""
    syllables = lazy_pinyin(re.sub(r"[《》〈〉]", "", text))
    slug = slugify("".join(syllables) if len(syllables) <= 8 else "-".join(syllables))
    slug = re.sub(r"-+", "-", slug)
    if len(slug) > MAX_LENGTH:
        slug = slug[:MAX_LENGTH].rsplit("-", 1)[0]
    slug = slug.strip("-") or "wenjian"
    return f"{slug}-1" if slug in RESERVED else slug


def number_slug(doc_number: str) -> str:
    """九府发〔2017〕1号 -> jiufufa-2017-1; empty where there is no number."""
    key = number_key(doc_number)
    if not key:
        return ""
    prefix, year, serial = key.split("|")
    return ascii_slug("".join(lazy_pinyin(prefix)) + "-" + "-".join(filter(None, (year, serial))))


def draft_slug(page: Page) -> str:
    """Propose the address of a policy document or interpretation that has none yet."""
    number = getattr(page, "doc_number", "")
    form = getattr(page, "form", None)
    if number and (slug := number_slug(number)):
        return slug
    return form.slug if form else ascii_slug(page.title)
