"""Which addresses have a file, and where it lies."""

import pytest

from editions.places import Form, place
from editions.reader import asks_nothing


@pytest.mark.parametrize(
    ("path", "form", "relative"),
    [
        ("/", Form.HTML, "index.html"),
        ("/policies/zhujian/a-1/", Form.HTML, "policies/zhujian/a-1/index.html"),
        ("/policies/feed/", Form.ATOM, "policies/feed/index.atom"),
        ("/api/v2/pages/", Form.JSON, "api/v2/pages/index.json"),
        ("/sitemap-policies.xml", Form.XML, "sitemap-policies.xml"),
    ],
)
def test_an_address_has_one_place(path, form, relative):
    assert str(place(path, form).relative) == relative


@pytest.mark.parametrize(
    "path",
    [
        "",
        "policies/",
        "/policies",
        "/policies//",
        "/../",
        "/./",
        "/a/../../etc/",
        "/.hidden/",
        "/-x/",
        "/A/",
        "/政策/",
        "/a\n/",
        "/a b/",
        "/a%2e/",
        "/index.html",
        "/a/index.html/",
        "/a\x00/",
        "/a;b/",
        f"/{'a' * 300}/",
        "/a" * 9 + "/",
    ],
)
def test_odd_paths_have_no_file(path):
    assert place(path, Form.HTML) is None


@pytest.mark.parametrize("path", ["/../sitemap.xml", "/a/sitemap.xml", "/sitemap.xml/", "/x.html"])
def test_only_names_at_the_root_are_files_themselves(path):
    assert place(path, Form.XML) is None


@pytest.mark.parametrize(
    "query", ["", "from=singlemessage", "a", "a=1&b=%E4%B8%AD", "=", "&", "Q=1"]
)
def test_a_query_that_no_page_reads_is_the_page_without_it(query):
    assert asks_nothing(query, {"q", "page"})


@pytest.mark.parametrize(
    "query", ["q=1", "q", "a=1&page=2", "%71=1", "p%61ge=2", "+q=1", "a=1&%70age=2", "页=1"]
)
def test_a_query_that_a_page_reads_or_might_read_is_its_own(query):
    assert not asks_nothing(query, {"q", "page"})
