"""Who asks too often waits; a neighbour, another account and an ordinary page do not."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from environ import Env

from config.rates import network_of
from config.settings.rates import USUAL, rates

HERE, NEIGHBOUR = "203.0.113.7", "203.0.113.8"
SEARCHES = ("/search/?q=a", "/policies/?q=a", "/interpretations/?topic=1", "/policies/zhujian/?q=a")


@pytest.fixture(autouse=True)
def two_an_hour(settings):
    settings.RATES = dict.fromkeys(USUAL, "2/h")


def third(address, client=None, **options):
    """The answer to the third of three requests alike."""
    client = client or Client(REMOTE_ADDR=HERE)
    ask = client.post if options else client.get
    return [ask(address, **options) for _ in range(3)][-1]


def post(address, client=None, **headers):
    return third(address, client, data={}, **headers)


@pytest.mark.django_db
@pytest.mark.parametrize("address", SEARCHES)
def test_who_searches_without_end_waits(world, address):
    response = third(address)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert f"查得太密了。请过 {response['Retry-After']} 秒再试。" in response.text
    assert Client(REMOTE_ADDR=NEIGHBOUR).get(address).status_code != 429


@pytest.mark.django_db
def test_a_script_that_asks_the_api_without_end_is_told_in_json(world):
    response = third("/api/v2/pages/")

    assert (response.status_code, "太密" in response.json()["message"]) == (429, True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/policies/", "/search/", "/sitemap/", "/healthz"])
def test_reading_is_never_counted(world, address):
    assert third(address).status_code == 200


@pytest.mark.django_db
def test_a_wrong_word_of_a_proxy_is_not_believed(world):
    for number in range(3):
        client = Client(REMOTE_ADDR=HERE, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        response = client.get("/search/?q=a")

    assert response.status_code == 429


@pytest.mark.django_db
def test_the_office_behind_a_trusted_proxy_is_counted_by_its_own_address(world, settings):
    settings.TRUSTED_PROXIES = [HERE]

    for number in range(3):
        client = Client(REMOTE_ADDR=HERE, headers={"X-Forwarded-For": f"198.51.100.{number}"})
        assert client.get("/search/?q=a").status_code == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", HERE),
        (HERE, HERE),
        ("", "-"),
    ],
)
def test_addresses_of_one_network_are_one_reader(address, network):
    assert network_of(RequestFactory(REMOTE_ADDR=address).get("/")) == network


@pytest.mark.django_db
def test_what_one_account_sends_is_counted_wherever_it_sits(world):
    for address in (HERE, NEIGHBOUR, HERE):
        client = Client(REMOTE_ADDR=address)
        client.force_login(world.drafter)
        response = client.post("/admin/login/")

    assert response.status_code == 429
    assert "没有收下，也没有保存" in response.text
    assert response["Retry-After"]


@pytest.mark.django_db
def test_one_account_does_not_hold_up_another_at_the_same_address(world):
    busy, other = Client(REMOTE_ADDR=HERE), Client(REMOTE_ADDR=HERE)
    busy.force_login(world.drafter)
    other.force_login(world.drafter2)

    assert post("/admin/dismissibles/", busy).status_code == 429
    assert other.post("/admin/dismissibles/").status_code != 429


@pytest.mark.django_db
def test_the_editor_shows_its_sentence_to_who_saves_too_often(world):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(world.drafter)

    answer = post("/admin/dismissibles/", client, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()

    assert (answer["error_code"], "没有做" in answer["error_message"]) == ("locked", True)


@pytest.mark.django_db
def test_reading_the_desk_and_pieces_of_a_film_are_not_counted(world):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(world.drafter)
    piece = "/admin/media/recordings/uploads/00000000-0000-0000-0000-000000000000/"

    assert third("/admin/releases/", client).status_code == 200
    assert [client.patch(piece).status_code for _ in range(3)][-1] != 429


@pytest.mark.django_db
def test_nobody_is_buried_in_mails_for_a_new_password(world, mailoutbox):
    data = {"email": world.drafter.email}

    response = third("/admin/password_reset/", data=data)

    assert (response.status_code, len(mailoutbox)) == (429, 2)


@pytest.mark.parametrize("figure", ["many", "0/min", "5", "5/minute ", "-1/s"])
def test_a_rate_that_is_none_stops_the_start(figure, monkeypatch):
    monkeypatch.setenv("RATE_SEARCH", figure)

    with pytest.raises(ImproperlyConfigured, match="RATE_SEARCH"):
        rates(Env())


def test_an_empty_rate_is_no_limit(monkeypatch):
    monkeypatch.setenv("RATE_SEARCH", "")

    assert rates(Env()) == {**USUAL, "search": None}
