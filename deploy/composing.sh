# Read by ./middleground and by the scripts that it calls, at the top of these files; `city` is the city's name.

fail() { echo "$1" >&2; exit 1; }

compose() {
    if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# How this city is started and asked, as an operator would type it. A city with a database elsewhere is a cluster.
as_typed() {
    echo "--env-file deploy/cities/$city.env -p $city$([ -z "$(setting DATABASE_HOST)" ] || echo " --project-directory . -f deploy/compose.cluster.yml")"
}

of_city() { compose $(as_typed) "$@"; }

setting() { sed -n "s/^$1=//p" "deploy/cities/$city.env" | tail -n 1; }

# A new file in the place of the old one: it is never half written.
set_setting() {
    local file=deploy/cities/$city.env
    sed "s/^$1=.*/$1=$2/" "$file" >"$file.new" && chmod --reference="$file" "$file.new" && mv "$file.new" "$file"
}

stores() { of_city config --services | grep -E '^(postgres|rabbitmq[0-9]*)$'; }

processes() { of_city config --services | grep -vxE 'postgres|rabbitmq[0-9]*|migrate|operator|proxy|balancer'; }

healthy() { # waits until all containers of this service say so; two minutes
    local left=60
    while [ $((left -= 1)) -gt 0 ]; do
        is_healthy $(of_city ps --quiet "$1") && return
        sleep "${PAUSE:-2}"
    done
    return 1
}

is_healthy() { # of these containers, of which there is at least one
    [ $# != 0 ] && ! docker inspect --format '{{.State.Health.Status}}' "$@" | grep -qvx healthy
}
