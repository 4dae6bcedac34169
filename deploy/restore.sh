#!/usr/bin/env bash
# A city as it was when a backup was made: ./middleground --city rotterdam restore [BACKUP] [--replace] [--without-keys]
#
# Called by ./middleground, which has checked the city's files, as: restore.sh CITY [BACKUP|latest] [--replace] [--without-keys]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

city=$1
shift
. deploy/composing.sh
again="./middleground --city $city restore $*"

ready() { healthy "$1" || fail "The $1 of $city does not get ready: see 'docker compose $(as_typed) logs $1'."; }

written=
what_now() { # when it ends before that
    [ -n "$written" ] || echo "The processes of $city are stopped. Either run it again ($again), or start the city as it is: docker compose $(as_typed) up --detach" >&2
}

echo "Stopping what $city consists of ..."
of_city stop $(processes) || fail "The processes of $city could not be stopped; nothing was changed."
trap what_now EXIT
stores=$(stores)
of_city up --detach $stores || fail "The database and the broker of $city do not start; nothing was changed."
for store in $stores; do ready "$store"; done

echo "Restoring ..."
said=$(of_city run --rm --no-deps -T operator restore "$@" | tee /dev/stderr) || exit 1
epoch=$(sed -n 's/^EPOCH=\([0-9]\{1,\}\)\r\{0,1\}$/\1/p' <<<"$said" | tail -n 1)
[ -n "$epoch" ] || fail "The restore did not say which epoch begins."

written=yes
set_setting EPOCH "$epoch" || fail "deploy/cities/$city.env could not be written: set EPOCH=$epoch in it, then start the city."

echo "Starting $city ..."
of_city up --detach || fail "$city is restored but does not start: see 'docker compose $(as_typed) ps'."
echo "$city is restored. Mail is held: ./middleground --city $city mail status"
