#!/usr/bin/env bash
# Brings a city to the version of these files. Called by ./middleground upgrade; can be repeated, also after a failure.
#
# The migrations of a version leave tables that the version before understands. So everything runs on while the database is brought
# up to date, and going back is: the old VERSION in the file of the city, and `up --detach`.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
city=$1 from=$2 to=$3
. deploy/composing.sh

say() { echo "$(date +%H:%M:%S) $1"; }

# A secret that the new version knows and the city has not is one that may be empty.
for name in $(sed -n 's#.*file: deploy/secrets/${CITY}/##p' docker-compose.yml); do
    [ -e "deploy/secrets/$city/$name" ] || : >"deploy/secrets/$city/$name"
done
say "$city: $from -> $to. First a backup."
of_city run --rm --no-deps -T operator backup ||
    fail "There is no backup, so nothing was changed; it still runs $from."
say "The database and the broker are brought up to date, while $from goes on."
VERSION=$to of_city run --rm --no-deps -T migrate ||
    fail "The migration failed and took its changes back; it still runs $from."
set_setting VERSION "$to" || fail "deploy/cities/$city.env could not be written; it still runs $from."
say "One process after the other is replaced; each finishes what it has begun."
for service in relay $(processes | grep -vxE 'relay|gateway|backup') gateway; do
    of_city up --detach --no-deps "$service"
    healthy "$service" ||
        fail "$service of $to is not ready after two minutes. To go back: VERSION=$from in deploy/cities/$city.env, then: docker compose $(as_typed) up --detach"
done
of_city up --detach
say "$city runs $to."
