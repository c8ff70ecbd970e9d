"""No secret stands in the repository: production is told its own by the environment."""

import re

import pytest

from tests.layout import tree

SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA|LTAI)[0-9A-Za-z]{16,20}\b",
    "a token of a host": r"\b(?:gh[pousr]_[0-9A-Za-z]{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,})",
    "a web token": r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,}",
    "a key of Django": r"django-insecur[e]-|SECRET_KEY\s*=\s*[\"'][^\"']{20,}[\"']",
    "a password in an address": (
        r"\b\w+://[\w.%-]+:(?!password@|密码@|…@|hidden-word@)[^\s@/\"'{}<>$]{3,}@[\w-]+\.[\w.-]+"
    ),
    "a word as a password": (
        r"(?i)\b(?:api_?key|secret|passwd|access_token)\s*[:=]\s*[\"'][\w+/=-]{16,}[\"']"
    ),
}  # fmt: skip
TEXTS = (
    ".py", ".sh", ".md", ".toml", ".txt", ".yml", ".conf", ".html", ".js", ".css", ".service",
    "Makefile", "Procfile", ".env",
)  # fmt: skip
EXAMPLES = {
    "a private key": "-----BEGIN RSA PRIVATE " + "KEY-----",
    "a key of a cloud": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of a host": "ghp_" + "a" * 36,
    "a web token": ".".join(("eyJ" + "a" * 20, "eyJ" + "b" * 20, "c" * 20)),
    "a key of Django": "SECRET_" + "KEY = '" + "k" * 50 + "'",
    "a password in an address": "postgres://policy:" + "hunter22@db.example.org/policy",
    "a word as a password": 'api_key = "' + "0" * 32 + '"',
}


@pytest.mark.parametrize("name", SECRETS)
def test_no_file_holds(name):
    pattern = re.compile(SECRETS[name])
    texts = ((path, path.read_text("utf-8", errors="replace")) for path in tree.files(*TEXTS))
    holding = [str(path) for path, text in texts if pattern.search(text)]

    assert holding == []


@pytest.mark.parametrize("name", SECRETS)
def test_it_would_be_found(name):
    assert re.search(SECRETS[name], EXAMPLES[name])
