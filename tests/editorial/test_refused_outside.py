"""Who signed out, signed in again or sent too much is told so, and loses nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors.forms import TYPED, policy_form
from tests.factories import PASSWORD, make_policy

HERE = {"HTTP_ORIGIN": "http://testserver"}
ELSEWHERE = {"HTTP_ORIGIN": "http://elsewhere.example.org"}
BY_SCRIPT = {"headers": {"x-requested-with": "XMLHttpRequest"}}
AUTOSAVE = {"headers": {"accept": "application/json"}}


@pytest.fixture
def address(world):
    return reverse("wagtailadmin_pages:edit", args=[make_policy(world).pk])


def careful():
    """A browser whose forms carry a token, as all do."""
    return Client(enforce_csrf_checks=True)


def login_page(client):
    return client.get("/admin/login/").context["csrf_token"]


def sign_in(client, token, **extra):
    data = {"username": "drafter", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    return client.post("/admin/login/", data | extra)


def test_a_second_press_of_sign_in_goes_where_the_first_went(world):
    client = careful()
    token = login_page(client)
    sign_in(client, token)

    assert sign_in(client, token, next="/admin/reports/")["Location"] == "/admin/reports/"


def test_an_old_sign_in_page_is_renewed_with_the_name(world):
    client = careful()
    login_page(client)

    response = sign_in(client, "x" * 64, next="/admin/reports/")

    shown = response.content.decode()
    assert response.status_code == 403
    assert "登录页打开得太久了，请再输一次密码。" in shown
    assert 'value="drafter"' in shown
    assert 'value="/admin/reports/"' in shown


def test_what_was_typed_before_signing_in_again_comes_back(world, address):
    client = careful()
    client.force_login(world.drafter)

    response = client.post(address, policy_form(), **HERE)

    shown = response.content.decode()
    assert response.status_code == 403
    assert TYPED in shown
    assert "再交一次" in shown
    assert world.drafter.get_full_name() in shown


def test_it_is_saved_by_one_more_press(world, address):
    client = careful()
    client.force_login(world.drafter)
    page = client.post(address, policy_form(), **HERE)
    again = dict(page.context["typed"]) | {"csrfmiddlewaretoken": str(page.context["csrf_token"])}

    assert client.post(page.context["action"], again, **HERE).status_code == 302


def test_a_form_of_another_site_gets_no_button_of_ours(world, address):
    client = careful()
    client.force_login(world.drafter)

    response = client.post(address, policy_form(), **ELSEWHERE)

    assert response.status_code == 403
    assert TYPED not in response.content.decode()
    assert "请回到上一页，刷新以后再试" in response.content.decode()


def test_what_was_typed_in_a_session_that_ended_comes_back(world, address):
    response = Client().post(address, policy_form())

    shown = response.content.decode()
    assert response.status_code == 401
    assert TYPED in shown
    assert "请不要关掉这一页：先在新窗口登录" in shown


def test_no_password_comes_back(world):
    new = {"username": "wangfang", "password1": "mima-mima", "password2": "mima-mima"}

    shown = Client().post("/admin/users/new/", new).content.decode()

    assert "wangfang" in shown
    assert "mima-mima" not in shown


@pytest.mark.parametrize("how", [BY_SCRIPT, AUTOSAVE])
def test_a_script_is_told_that_the_session_ended(world, address, how):
    answer = Client().post(address, policy_form(), **how)

    assert answer.status_code == 401
    assert answer.json()["error_message"].startswith("您已经退出登录")
    assert answer.json()["problem"] == answer.json()["error_message"]


def test_a_script_is_told_of_another_sign_in(world, address):
    client = careful()
    client.force_login(world.drafter)

    answer = client.post(address, policy_form(), **AUTOSAVE)

    assert answer.status_code == 403
    assert answer.json()["error_code"] == "locked"
    assert answer.json()["error_message"].startswith("您在别的窗口重新登录过")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"title": "长" * 1_000_000}, "这次交的文字超过 2.5"),
        ({f"a{number}": "" for number in range(10_001)}, "这次交的格子或文件太多"),
    ],
    ids=["bytes", "fields"],
)
@pytest.mark.parametrize("script", [False, True])
def test_too_much_is_told(world, address, body, sentence, script):
    client = Client()
    client.force_login(world.drafter)

    answer = client.post(address, body, **(AUTOSAVE if script else {}))

    assert answer.status_code == 413
    assert sentence in (answer.json()["problem"] if script else answer.content.decode())


@pytest.mark.parametrize("address", ["/search/", "/admin/login/"])
def test_more_fields_than_any_page_has_are_a_sentence_to_everybody(world, address):
    query = "&".join(f"a{number}=" for number in range(10_001))

    response = Client().get(f"{address}?{query}")

    assert response.status_code == 413
    assert "没有收下" in response.content.decode()


def test_a_host_that_is_not_ours_is_a_sentence(world):
    response = Client(HTTP_HOST="elsewhere.example.org").get("/")

    assert response.status_code == 400
    assert "这个请求网站看不懂" in response.content.decode()
