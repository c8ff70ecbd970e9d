"""The words that help readers to find, with sensible ones to begin with."""

from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = Path(__file__).with_name("words_of_one_meaning.txt")
ASKING = (
    "多少钱、多少、几多、几钱、多久、多长时间、多长、多大、几天、几年、几岁、几个月、几个、几点、第几",
    "怎么办、怎么办理、怎么样、怎么、怎样、如何办理、如何、咋办、咋样",
    "什么时候、什么样、什么、啥时候、哪些、哪里、哪儿、哪个、哪天、在哪、何时、何处、找谁",
    "要什么、要哪些、要多少、要多久、要不要、要带、需要、需不需要",
    "是不是、是否、是什么、有没有、有哪些、有什么、有多少、能不能、能否、可不可以、可以、可否、会不会",
    "请问、想问、咨询、我想、我要、我家、我们、你们",
    "为什么、为何、了解、知道、告诉",
    "吗、呢、吧、啊、我、你、谁、啥、咋、几、要、能、会、可、想、有、是、给、交、带、领、拿、办、去、来、找、得、了、的、在",
    "申请、申领、办理、领取、查询",
    "材料、资料、手续、流程、程序、条件、要求、标准、规定、政策、文件、最新、相关",
    "违法吗、合法吗、允许、让不让、为啥、凭什么、该怎么、应该、还能、还能不能、还可以、还有没有、能不能够",
    "如果、假如、要是、万一、但是、可是、不过、以后、已经、现在、今年、去年、明年、今天",
    "国家、政府、部门、公司、单位、家里、自己、我们家、邻居、别人、老百姓、哪个部门、电话",
    "每个月、一个月、一年、一次、最多、最少、最高、最低、大概",
)


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the lists; from here on they are the office's."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    same = [line for line in lines if line and not line.startswith("#")]
    groups = apps.get_model("search", "WordGroup").objects
    model = groups.model
    groups.bulk_create(
        [model(kind="same", words=words) for words in same]
        + [model(kind="asking", words=words) for words in ASKING]
    )


class Migration(migrations.Migration):
    """`WordGroup`, filled."""

    dependencies = [("search", "0002_full_text_index")]

    operations = [
        migrations.CreateModel(
            name="WordGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same", "意思相同的词"),
                            ("asking", "提问的词（搜索时可以不管）"),
                        ],
                        default="same",
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="用顿号隔开，例如：医保、医疗保险、医疗保障。",
                        verbose_name="词语",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索词表",
                "verbose_name_plural": "检索词表",
                "ordering": ["-kind", "pk"],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
