#!/usr/bin/env bash
# Run a command with a PostgreSQL of its own: empty, loopback only, gone afterwards.
# Usage: scripts/with-postgres.sh COMMAND [ARGUMENT…]; the command finds it in DATABASE_URL.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
bin=${bin:-$(dirname "$(command -v initdb || echo /nowhere/initdb)")}
[ -x "$bin/initdb" ] || { echo '没有找到 PostgreSQL 服务器（initdb）。' >&2; exit 1; }

# PostgreSQL refuses to run as root; `env` stands in when no change of user is needed.
as_owner=(env)
if [ "$(id -u)" -eq 0 ]; then
    owner=$(id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody)
    as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
fi

folder=$(mktemp -d /tmp/policy-postgres.XXXXXX)
server=

stop() {
    if [ -n "$server" ] && kill -INT "$server" 2>/dev/null; then # INT: disconnect everybody, then stop
        wait "$server" || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s' "$password" >"$folder/password"
[ "$(id -u)" -ne 0 ] || chown -R "$owner" "$folder"
cd "$folder"
"${as_owner[@]}" "$bin/initdb" --pgdata="$folder/data" --username=tests --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" ||
    { cat "$folder/initdb.log" >&2; exit 1; }
cd - >/dev/null

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

for _ in 1 2 3; do # the free port may be taken before the server has it
    port=$(free_port)
    # In a session of its own, so that Ctrl-C reaches the command first and the server last.
    setsid "${as_owner[@]}" "$bin/postgres" -D "$folder/data" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c shared_buffers=256MB -c timezone=UTC </dev/null >>"$folder/server.log" 2>&1 &
    server=$!
    for _ in $(seq 150); do
        "$bin/pg_isready" --quiet --host=127.0.0.1 --port="$port" && break 2
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    kill -INT "$server" 2>/dev/null || true
    wait "$server" || true
    server=
done
[ -n "$server" ] || { cat "$folder/server.log" >&2; exit 1; }

DATABASE_URL="postgres://tests:$password@127.0.0.1:$port/postgres" "$@"
