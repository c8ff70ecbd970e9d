"""A drafter at 「起草一组」, through real requests: what is dropped, shown and sent back."""

from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

from drafting.__main__ import main
from interpretations.models import Drop
from media.sandbox import runner

PATH = "/admin/releases/drops/"
TITLE = "九江市人民政府办公室关于加强电梯安全管理工作的通知"
NUMBER = "九府办发〔2026〕31号"
HEAD = [TITLE, NUMBER, "各县（市、区）人民政府："]
BODY = ["为保障电梯安全，现通知如下：", "一、明确责任", "物业公司是责任单位。", "二、加强检查"]
FOOT = ["九江市人民政府办公室", "2026年11月9日", "（此件主动公开）"]
DOCUMENT = "\n".join([*HEAD, *BODY, *FOOT])
EXPLAINED = f"《{TITLE}》政策解读\n一、背景\n电梯多了，要管好。\n联系电话：0792-8123456"


def read_here(monkeypatch):
    """Let files be read by the child's own function in this process: no limits, the rest as it is.

    Starting a child costs a hundred times what reading a short text does; that files are read in
    one is the subject of `importing/test_bad_input` and of one test in each module of the desk.
    """
    child = runner.run

    def run(argv, *where, **how):
        return main(argv[-1]) if "drafting" in argv else child(argv, *where, **how)

    monkeypatch.setattr(runner, "run", run)


def upload(name, content=DOCUMENT):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def dropped(client, *uploads, path=PATH):
    """The drop that these files became; the answer where they were not kept."""
    response = client.post(path, {"files": list(uploads)})
    if response.status_code != 302:
        return response
    return Drop.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def screen(client, drop):
    return client.get(f"{PATH}{drop.pk}/")


def sent(client, drop, **changes):
    """Send the form back as it is shown, with what the person changed."""
    fields = Fields(screen(client, drop).content.decode()).values
    return client.post(f"{PATH}{drop.pk}/", {**fields, **changes})


class Fields(HTMLParser):
    """The values of a page's form, as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.values, self._area, self._select = {}, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        name = named.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in named:
            self.values[self._select] = named.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            is_ticked = named.get("type") not in ("checkbox", "radio") or "checked" in named
            if is_ticked and named.get("type") != "file":
                self.values[name] = named.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data.removeprefix("\n")
