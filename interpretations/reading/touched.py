"""When a release last changed what readers see of a set: for feeds and the site map."""

from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from wagtail.models import Page

from interpretations.models import Departure, Explanation


def touched_at(policy: str) -> Greatest:
    """The newest release of the document, of what explains it, or that took an explanation away.

    `policy` is the column that names the document. An act that only moves a set or features it
    writes no text and is not one of them.
    """
    documents = Page.objects.filter(pk=OuterRef(policy)).values("last_published_at")
    pages = Explanation.objects.filter(policy=OuterRef(policy)).order_by("-page__last_published_at")
    departures = Departure.objects.filter(policy=OuterRef(policy)).order_by("-at")
    own = Subquery(documents[:1], output_field=DateTimeField())
    return Greatest(
        own,
        Coalesce(Subquery(pages.values("page__last_published_at")[:1]), own),
        Coalesce(Subquery(departures.values("at")[:1]), own),
    )
