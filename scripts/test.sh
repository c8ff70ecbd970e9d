#!/bin/sh
# Run the suite on the database in DATABASE_URL (SQLite without it): the ordinary tests on two workers, then alone
# what measures time, fills every core or drives a browser. Further arguments go to pytest.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
export TEST_SCALE="${TEST_SCALE:-1}"
failed=0

"$python" -m pytest --ds=config.settings.test -n 2 -m 'not heavy and not browser' "$@" || failed=$?

if grep -rqE 'mark\.(heavy|browser)' --include='test_*.py' tests; then
    "$python" -m pytest --ds=config.settings.test -p no:xdist -m 'heavy or browser' "$@" || failed=$?
fi
exit "$failed"
