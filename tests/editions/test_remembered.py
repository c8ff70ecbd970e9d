"""What is remembered of one reader's answer is told to all: nothing of that one reader is in it."""

import pytest

from editions import pointer
from editions.marks import READ_IN
from editions.places import Form
from interpretations.models.turning import present

pytestmark = pytest.mark.django_db
REFUSED = "/policies/zhujian/not-yet/"


@pytest.fixture
def entered(readers):
    """Readers of an edition that they are in."""
    pointer.keep_up(present())
    return readers


def test_what_was_not_found_has_nobodys_request_number(entered):
    told = [entered.get(REFUSED) for _ in range(2)]

    assert (entered.asked, [got.status for got in told]) == (1, [404, 404])
    assert [name for got in told for name in got.headers if name == "X-Request-ID"] == []
    assert told[1].headers["X-Edition"] == str(present().edition)


@pytest.mark.parametrize("name", ["X-Request-ID", "Date", "Server"])
@pytest.mark.parametrize("code", ["404 Not Found", "410 Gone", "301 Moved Permanently"])
def test_nothing_of_one_request_is_remembered(entered, code, name):
    def application(environ, start_response):
        environ[READ_IN] = pointer.current().moment
        start_response(code, [("Content-Type", Form.HTML.content_type), (name, "of the first")])
        return [b""]

    entered.inside = application

    told = [entered.get(REFUSED) for _ in range(2)]

    assert [got.headers for got in told] == [{"Content-Type": Form.HTML.content_type}] * 2
    assert entered.asked == 1


def test_what_the_application_answers_itself_has_its_number(entered):
    assert "X-Request-ID" in entered.get("/search/").headers
