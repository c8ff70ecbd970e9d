#!/bin/sh
# Django's deployment checks under the production settings, with stand-in values; a warning is a failure.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
exec env DJANGO_SETTINGS_MODULE=config.settings.production \
    SECRET_KEY="$("$python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=localhost BASE_URL=https://localhost DATABASE_URL=sqlite://:memory: \
    CACHE_URL=locmemcache:// EMAIL_URL=consolemail:// MEDIA_STORE_URL= OPERATORS=office@localhost LEDGER_WITNESSES=archive@localhost SENTRY_DSN= \
    "$python" manage.py check --deploy --fail-level WARNING
