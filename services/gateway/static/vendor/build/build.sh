#!/bin/sh
# Rebuilds static/vendor from the packages pinned in package-lock.json. Needs Node 20 or later.
set -eu

source=$(cd "$(dirname "$0")" && pwd)
vendor=$(dirname "$source")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$source/govuk.scss" "$source/govuk.js" "$work"
cd "$work"
npm ci --ignore-scripts --no-progress
packages=$work/node_modules

rm -rf "$vendor/govuk" "$vendor/htmx" "$vendor/fonts"
mkdir "$vendor/govuk" "$vendor/htmx" "$vendor/fonts"

npx --no-install sass --load-path="$packages" --style=compressed --no-source-map --quiet-deps \
    govuk.scss "$vendor/govuk/govuk.css"
npx --no-install esbuild govuk.js --bundle --minify --format=esm --target=es2020 --log-level=warning \
    --outfile="$vendor/govuk/govuk.js"
cp "$source/LICENSE-govuk-frontend.txt" "$vendor/govuk/LICENSE.txt"

grep -v '^//# sourceMappingURL=' "$packages/htmx.org/dist/htmx.min.js" >"$vendor/htmx/htmx.min.js"
cp "$packages/htmx.org/LICENSE" "$vendor/htmx/LICENSE.txt"

fonts=$packages/@fontsource-variable/source-sans-3
for subset in latin latin-ext; do
    cp "$fonts/files/source-sans-3-$subset-wght-normal.woff2" "$vendor/fonts"
done
cp "$fonts/LICENSE" "$vendor/fonts/LICENSE.txt"
