"""What the engine decides: what is public, in which edition, and which gate is open.

Rows of their own, never page fields: publishing a revision restores every page field
from old JSON, and must not bring back an old decision.
"""

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editions import pointer
from editions.folder import Moment


class Publication(models.Model):
    """A page that a release made public. The one record that says so (P1, P2)."""

    class Role(models.TextChoices):
        POLICY = "policy", _("政策文件")
        INTERPRETATION = "interpretation", _("解读")

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.PROTECT, primary_key=True, related_name="publication"
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.PROTECT, related_name="publications"
    )
    role = models.CharField(max_length=20, choices=Role)
    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField()

    class Meta:
        verbose_name = _("发布状态")
        verbose_name_plural = _("发布状态")
        indexes = [
            models.Index(fields=["role", "-released_at", "page"], name="publication_newest"),
            models.Index(fields=["policy", "role"], name="publication_of_policy"),
        ]


class Explanation(models.Model):
    """A public interpretation and one document that it explains: its own, or a further one."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="explanations"
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.PROTECT, related_name="explained_by"
    )

    class Meta:
        verbose_name = _("解读关系")
        verbose_name_plural = _("解读关系")
        constraints = [
            models.UniqueConstraint(fields=["policy", "page"], name="explained_once"),
        ]


class Exemption(models.Model):
    """免于解读 in force: granted by the release that carried it (docs/domain.md, The duty)."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.PROTECT, primary_key=True, related_name="exemption"
    )
    reason = models.CharField(_("理由"), max_length=60)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("免于解读")
        verbose_name_plural = _("免于解读")


class Departure(models.Model):
    """A page that was public and is not any more: its address answers 410 and says why."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    policy = models.ForeignKey(
        "interpretations.PolicyPage", on_delete=models.PROTECT, related_name="departures"
    )
    role = models.CharField(max_length=20, choices=Publication.Role)
    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=255)
    note = models.TextField(_("公开说明"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("撤回说明")
        verbose_name_plural = _("撤回说明")


class PublicNote(models.Model):
    """更正说明: what was changed on a public page, and when."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="public_notes"
    )
    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("公开说明"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("更正说明")
        verbose_name_plural = _("更正说明")
        ordering = ["-at", "-pk"]


class ColumnFeature(models.Model):
    """置顶: a set that stands first in the column until the end of a day."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.PROTECT, primary_key=True, related_name="column_pin"
    )
    until = models.DateField(_("置顶到"))
    item = models.ForeignKey(
        "interpretations.ReleaseItem", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("置顶")
        verbose_name_plural = _("置顶")


class FormerAddress(models.Model):
    """An address that a public page had before its set was passed to another department."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="former_addresses"
    )
    url_path = models.TextField(unique=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("原来的地址")
        verbose_name_plural = _("原来的地址")


class Edition(models.Model):
    """The number that every release raises: a response belongs to exactly one edition."""

    THE_ONE = 1

    number = models.PositiveBigIntegerField(default=1)
    # Which program began it (editions.program); another one answers otherwise.
    program = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        verbose_name = _("版次")
        verbose_name_plural = _("版次")

    @classmethod
    def current(cls) -> int:
        """Read the edition; inside a snapshot, the edition of that snapshot."""
        return cls.objects.filter(pk=cls.THE_ONE).values_list("number", flat=True).first() or 1

    @classmethod
    def begun(cls) -> tuple[int, str]:
        """Read the edition and the program that began it, both of one instant."""
        rows = cls.objects.filter(pk=cls.THE_ONE).values_list("number", "program")
        return rows.first() or (1, "")

    @classmethod
    def raise_number(cls) -> int:
        """Raise the edition by one and return it; takes the write lock of every release.

        Readers are in its folder as soon as it is committed.
        """
        if not cls.objects.filter(pk=cls.THE_ONE).update(number=F("number") + 1):
            cls.objects.create(pk=cls.THE_ONE, number=2)
        number = cls.current()
        if pointer.root():
            moment = Moment(number, timezone.localdate())
            transaction.on_commit(lambda: pointer.keep_up(moment), robust=True)
        return number


class GateSeal(models.Model):
    """Always empty. An open gate points here, so it cannot be committed."""

    class Meta:
        verbose_name = _("闸门封条")
        verbose_name_plural = _("闸门封条")


class Gate(models.Model):
    """A page that the running transaction may change.

    `seal` refers, deferred to the commit, to a row that never exists: a gate that was
    left open makes its transaction fail, on both databases.
    """

    page_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(GateSeal, on_delete=models.DO_NOTHING, default=1, related_name="+")

    class Meta:
        verbose_name = _("闸门")
        verbose_name_plural = _("闸门")
