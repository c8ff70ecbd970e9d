"""Which clauses each block of an interpretation explains (docs/clauses.md, Links).

The draft keeps them as rows of its own revision, so that they are pinned, compared, undone and
restored with its text; a release writes the public rows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# What of an interpretation is no block of its body, and can explain clauses all the same.
SECTIONS = ("background", "goals", "key_points")
LONGEST_BLOCK = 64
IDENTITY = re.compile("[a-z2-7]{1,16}")
MOST_POLICY = 10**18


@dataclass(frozen=True, order=True)
class Link:
    """A block explains a clause: `block` is its id or a name of `SECTIONS`.

    `policy` is the number of the document, `clause` the identity of the clause in it.
    """

    block: str
    policy: int
    clause: str

    @classmethod
    def read(cls, stored: Any) -> tuple["Link", ...]:
        """The links of a stored list, each once; what has another shape is none."""
        rows = stored if isinstance(stored, list) else []
        links = (cls(**row) for row in rows if _is_row(row))
        return tuple(dict.fromkeys(links))


def _is_row(row: Any) -> bool:
    kinds = {"block": str, "policy": int, "clause": str}
    return (
        isinstance(row, dict)
        and row.keys() == kinds.keys()
        and all(type(row[name]) is kind for name, kind in kinds.items())
        and 0 < len(row["block"]) <= LONGEST_BLOCK
        and 0 < row["policy"] < MOST_POLICY
        and bool(IDENTITY.fullmatch(row["clause"]))
    )


def stored(links: Iterable[Link]) -> list[dict[str, Any]]:
    """The list that a revision keeps of these links."""
    return [asdict(link) for link in dict.fromkeys(links)]


class ClauseLinksField(models.JSONField):
    """A list of links; the documents that they name are references like all others (P7)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def extract_references(self, value: Any) -> Iterator[tuple[type[Page], str, str, str]]:
        """Each document once, as Wagtail's reference index asks a field for what it names."""
        for policy in sorted({link.policy for link in Link.read(value)}):
            yield Page, str(policy), "policy", "policy"


class ClauseLink(models.Model):
    """A public interpretation explains a clause: written by the release, like the index."""

    interpretation = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="clause_link_rows"
    )
    # The id of the block, or a name of `SECTIONS`.
    block = models.CharField(max_length=LONGEST_BLOCK)
    policy = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    # The identity of the clause; its number, words and address are in the row of the clause.
    clause = models.CharField(max_length=16)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("解读的条款")
        verbose_name_plural = _("解读的条款")
        ordering = ["interpretation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "block", "policy", "clause"], name="one_link_a_clause"
            )
        ]
        indexes = [models.Index(fields=["policy", "clause"], name="links_of_a_clause")]
