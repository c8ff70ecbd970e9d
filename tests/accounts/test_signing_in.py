"""Who guesses passwords has to wait; nobody else has."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.addresses import client_address, counted_address
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

WAIT = "密码输错的次数太多，请等 15 分钟再登录"
HERE, THERE = "203.0.113.7", "203.0.113.8"


def sign_in(username, password=PASSWORD, address=HERE, **extra):
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address, **extra).post("/admin/login/", data)


def guess(username, times=5, address=HERE):
    """So many wrong passwords; only the last is sent, the others are counted already."""
    AccessAttempt.objects.update_or_create(
        username=username,
        ip_address=address,
        user_agent="<unknown>",
        defaults={"failures_since_start": times - 1},
    )
    return sign_in(username, "guess", address)


def test_the_right_password_after_many_wrong_ones_has_to_wait(world):
    for number in range(7):
        sign_in("drafter", f"guess-{number}")

    response = sign_in("drafter")

    assert response.status_code == 429
    assert WAIT in response.content.decode()
    assert "_auth_user_id" not in response.client.session


def test_the_fifth_wrong_password_says_how_long_to_wait(world):
    assert "请等" not in guess("drafter", 4).content.decode()
    assert WAIT in sign_in("drafter", "guess").content.decode()


def test_what_was_typed_as_the_name_stays(world):
    assert 'value="drafter"' in guess("drafter").content.decode()


def test_a_name_that_nobody_has_is_answered_the_same(world):
    known, unknown = guess("drafter"), guess("draften")

    assert unknown.status_code == known.status_code == 429
    assert WAIT in unknown.content.decode()


def test_a_colleague_behind_the_same_address_need_not_wait(world):
    guess("drafter")

    assert sign_in("leader").status_code == 302


def test_nobody_is_locked_out_by_somebody_far_away(world):
    guess("drafter", address=THERE)

    assert sign_in("drafter").status_code == 302


def test_another_browser_does_not_begin_the_count_again(world):
    guess("drafter", 4)
    sign_in("drafter", "guess", HTTP_USER_AGENT="another")

    assert sign_in("drafter", HTTP_USER_AGENT="one more").status_code == 429


def test_trying_again_does_not_make_the_wait_longer(world):
    guess("drafter")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))

    sign_in("drafter", "guess")

    assert "请等 5 分钟" in sign_in("drafter", "guess").content.decode()


def test_after_the_wait_the_right_password_signs_in(world):
    guess("drafter")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert sign_in("drafter").status_code == 302


def test_signing_in_forgets_the_failures(world):
    guess("drafter", 4)
    sign_in("drafter")

    assert not AccessAttempt.objects.exists()


def test_no_password_is_kept_of_a_try(world):
    sign_in("drafter", "nearly-the-right-one")

    kept = AccessAttempt.objects.values().get()
    assert "nearly-the-right-one" not in str(kept)


@pytest.mark.parametrize(
    ("remote", "said", "address"),
    [
        (HERE, "", HERE),
        (HERE, "198.51.100.1", HERE),  # no proxy of ours: anybody can write that
        ("127.0.0.1", THERE, THERE),
        ("127.0.0.1", f"198.51.100.1, {THERE}", THERE),
        ("127.0.0.1", f"{THERE}, 10.0.0.1", THERE),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("::1", "2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", f"::ffff:{THERE}", THERE),
        ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", f"{THERE}:4711", THERE),
        ("fd00::5", "2001:db8::7, fd00::9", "2001:db8::7"),
        ("2001:db8::9", "2001:db8::7", "2001:db8::9"),
    ],
)
def test_only_proxies_of_ours_are_believed(settings, remote, said, address):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.1", "::1", "fd00::/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=said)

    assert client_address(request) == address


def names_that_failed(count, minutes_ago=0, address=HERE):
    """So many accounts failed once at an address, so many minutes ago."""
    names = [f"name-{minutes_ago}-{number}" for number in range(count)]
    attempt = {"ip_address": address, "user_agent": "<unknown>", "failures_since_start": 1}
    AccessAttempt.objects.bulk_create(AccessAttempt(username=name, **attempt) for name in names)
    then = timezone.now() - timedelta(minutes=minutes_ago)
    AccessAttempt.objects.filter(username__in=names).update(attempt_time=then)


def test_one_password_on_many_names_has_to_wait_and_is_told_how_long(world, settings):
    settings.SIGN_IN_NAMES_PER_ADDRESS = 4
    for number in range(4):
        sign_in(f"name-{number}", "Spring-2026")

    response = sign_in("drafter")

    assert response.status_code == 429
    assert "这个网络里太多账号输错了密码，请等 15 分钟再登录" in response.content.decode()
    assert "_auth_user_id" not in response.client.session


def test_an_office_that_slips_less_than_that_signs_in(world, settings):
    names_that_failed(settings.SIGN_IN_NAMES_PER_ADDRESS - 1)

    assert sign_in("drafter").status_code == 302


def test_names_that_failed_elsewhere_or_long_ago_do_not_count(world, settings):
    names_that_failed(settings.SIGN_IN_NAMES_PER_ADDRESS, address=THERE)
    names_that_failed(settings.SIGN_IN_NAMES_PER_ADDRESS - 1, minutes_ago=16)
    names_that_failed(1)

    assert sign_in("drafter").status_code == 302


def test_the_wait_of_an_address_ends_when_the_oldest_name_has_passed(world, settings):
    settings.SIGN_IN_NAMES_PER_ADDRESS = 4
    names_that_failed(1, minutes_ago=10)
    names_that_failed(3, minutes_ago=1)

    assert "请等 5 分钟" in sign_in("drafter").content.decode()


def test_who_signs_in_after_a_slip_is_counted_no_more(world, settings):
    settings.SIGN_IN_NAMES_PER_ADDRESS = 2
    sign_in("drafter", "slip")
    sign_in("drafter")
    sign_in("leader", "slip")

    assert sign_in("editor").status_code == 302


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb:ffff::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("192.0.2.7", "192.0.2.7"),
        ("::1", "::1"),
    ],
)
def test_one_subscriber_of_ipv6_is_counted_as_one(remote, counted):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)

    assert counted_address(request) == counted
