"""The table of what the public can find."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Entries without full text."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "page_id",
                    models.IntegerField(
                        primary_key=True, serialize=False, verbose_name="页面编号"
                    ),
                ),
                ("set_id", models.IntegerField(db_index=True, verbose_name="所属政策文件编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("policy", "政策文件"), ("interpretation", "解读")],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.TextField(verbose_name="标题")),
                ("number", models.TextField(blank=True, verbose_name="发文字号")),
                (
                    "number_key",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="发文字号检索键"
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="正文")),
            ],
            options={
                "verbose_name": "检索条目",
                "verbose_name_plural": "检索条目",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["policy", "interpretation"])),
                        name="search_entry_known_kind",
                    )
                ],
            },
        ),
    ]
