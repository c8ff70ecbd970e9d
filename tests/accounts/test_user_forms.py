"""People are made with one full name, as Chinese names are."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "chang-mima-2026"


def admin_of(world):
    client = Client()
    client.force_login(world.admin)
    return client


def test_an_administrator_makes_a_user_with_one_name(world):
    data = {
        "username": "wangfang",
        "email": "wangfang@example.org",
        "name": "王芳",
        "position": "起草人",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    response = admin_of(world).post("/admin/users/new/", data)

    assert response.status_code == 302, response.context["form"].errors
    assert get_user_model().objects.get(username="wangfang").get_full_name() == "王芳"


def test_an_administrator_deactivates_a_user(world):
    user = world.drafter2
    data = {"username": user.username, "email": user.email, "name": user.name}

    response = admin_of(world).post(f"/admin/users/edit/{user.pk}/", data)

    user.refresh_from_db()
    assert response.status_code == 302
    assert not user.is_active


def test_the_login_form_speaks_chinese(world):
    text = Client().get("/admin/login/").content.decode()

    assert "密码" in text
    assert "Password" not in text


def test_a_person_can_change_language_without_two_halves_of_a_name(world):
    client = Client()
    client.force_login(world.drafter)
    data = {
        "email-email": "new@example.org",
        "locale-preferred_language": "en",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    response = client.post("/admin/account/", data)

    assert response.status_code == 302
    world.drafter.refresh_from_db()
    assert world.drafter.email == "new@example.org"
    assert world.drafter.wagtail_userprofile.preferred_language == "en"
