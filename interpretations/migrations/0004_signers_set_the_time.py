"""不早于: what the submitter insists on stays sealed, the time itself is set by signers."""

from django.db import migrations, models
from django.db.models import F


def keep_sealed_times(apps, schema_editor):
    """What was submitted until now sealed its wished time, and must keep its seal."""
    releases = apps.get_model("interpretations", "Release").objects.using(
        schema_editor.connection.alias
    )
    releases.filter(scheduled_for__isnull=False).update(not_before=F("scheduled_for"))


class Migration(migrations.Migration):
    dependencies = [("interpretations", "0003_who_wrote")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True, verbose_name="不早于"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="event",
            field=models.CharField(
                choices=[
                    ("submitted", "送审"),
                    ("approved", "通过"),
                    ("returned", "退回"),
                    ("taken_back", "取回"),
                    ("released", "发布"),
                    ("failed", "未能发布"),
                    ("held", "逾期待确认"),
                    ("resumed", "恢复发布"),
                    ("rescheduled", "定生效时间"),
                    ("emergency", "紧急处置"),
                    ("objected", "事后审核不同意"),
                    ("settled", "事后审核了结"),
                    ("joined", "联合起草"),
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
        migrations.RunPython(keep_sealed_times, migrations.RunPython.noop),
    ]
