#!/bin/sh
# Makes .env for a deployment with docker-compose.yml, with new secrets. Never overwrites one.
set -eu
cd "$(dirname "$0")/.."
umask 077
set -C

secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

if [ -e .env ]; then
    echo ".env exists already: its secrets belong to the data of this city." >&2
    exit 1
fi
cat >.env <<ENV
# Which file of deploy/cities/ says what this city is.
CITY=rotterdam
# The address of the pages, and the port of this machine on which the proxy finds them.
PUBLIC_URL=http://localhost:8000
PORT=8000
# Where mail goes, as in smtp://user:password@host:587; without it mail stays in the volume "mail".
SMTP_URL=

# Secrets, made by deploy/secrets.sh: keep this file to yourself.
SECRET_KEY=$(secret)
DATABASE_OWNER_PASSWORD=$(secret)
DATABASE_PASSWORD=$(secret)
AMQP_PASSWORD=$(secret)
ENV
echo "Made .env: now choose CITY and PUBLIC_URL in it."
