#!/usr/bin/env bash
# A city as it was when a backup was made: ./middleground --city rotterdam restore [BACKUP] [--replace]
#
# Called by ./middleground, which has checked the city's files, as: restore.sh CITY [BACKUP|latest] [--replace]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

city=$1
shift
settings=deploy/cities/$city.env
again="./middleground --city $city restore $*"

fail() { echo "$1" >&2; exit 1; }

compose() {
    if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

of_city() { compose --env-file "$settings" -p "$city" "$@"; }

healthy() { # waits until a container of this service says so
    local container left=60
    while [ $((left -= 1)) -gt 0 ]; do
        container=$(of_city ps --quiet "$1")
        [ -n "$container" ] && [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ] && return
        sleep "${PAUSE:-2}"
    done
    fail "The $1 of $city does not get ready: see 'docker compose --env-file $settings -p $city logs $1'."
}

written=
what_now() { # when it ends before that
    [ -n "$written" ] || echo "The processes of $city are stopped. Either run it again ($again), or start the city as it is: docker compose --env-file $settings -p $city up --detach" >&2
}

echo "Stopping what $city consists of ..."
of_city stop gateway services relay backup || fail "The processes of $city could not be stopped; nothing was changed."
trap what_now EXIT
of_city up --detach postgres rabbitmq || fail "The database and the broker of $city do not start; nothing was changed."
healthy postgres
healthy rabbitmq

echo "Restoring ..."
said=$(of_city run --rm --no-deps -T operator restore "$@" | tee /dev/stderr) || exit 1
epoch=$(sed -n 's/^EPOCH=\([0-9]\{1,\}\)\r\{0,1\}$/\1/p' <<<"$said" | tail -n 1)
[ -n "$epoch" ] || fail "The restore did not say which epoch begins."

written=yes
# A new file in the place of the old one: it is never half written.
sed "s/^EPOCH=.*/EPOCH=$epoch/" "$settings" >"$settings.new" && chmod --reference="$settings" "$settings.new" &&
    mv "$settings.new" "$settings" || fail "$settings could not be written: set EPOCH=$epoch in it, then start the city."

echo "Starting $city ..."
of_city up --detach || fail "$city is restored but does not start: see 'docker compose --env-file $settings -p $city ps'."
echo "$city is restored. Mail is held: ./middleground --city $city mail status"
