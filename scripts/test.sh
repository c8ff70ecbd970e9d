#!/bin/sh
# Run the suite on the database in DATABASE_URL (SQLite without it), in one run: to start, to collect and
# to found the site costs half a minute. Further arguments go to pytest.
set -u
cd "$(dirname "$0")/.."
export TEST_SCALE="${TEST_SCALE:-1}"
# Compiled once, not again by every worker and every process that a test starts.
unset PYTHONDONTWRITEBYTECODE

# One worker more than cores: browsers, servers and disks are waited for a seventh of the time. Each worker gets its
# part of the files and takes over what another has not begun: few modules build their set twice.
exec .venv/bin/python -m pytest --ds=config.settings.test -n $(($(nproc) + 1)) --dist worksteal "$@"
