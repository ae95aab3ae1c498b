#!/bin/sh
# Compiles the pages' style and script into wwwroot/. Does nothing when what is there is newer than what it is made from.
set -eu
cd "$(dirname "$0")/.."

command -v npm >/dev/null 2>&1 || {
    echo "Node with npm is needed to compile the pages' style and script: install Node 20 or later." >&2
    exit 1
}

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error >&2
    touch node_modules/.package-lock.json
fi

stamp=wwwroot/.built
if [ -e "$stamp" ] && [ -z "$(find Look build package-lock.json -newer "$stamp" -print -quit)" ]; then
    exit 0
fi

mkdir -p wwwroot
cp Look/mark.svg wwwroot/mark.svg
node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps --load-path=node_modules \
    Look/trellis.scss:wwwroot/trellis.css Look/map.scss:wwwroot/map.css
node_modules/.bin/esbuild Look/page.js Look/map.js Look/passkeys.js --bundle --minify --format=esm --target=es2020 \
    --legal-comments=none --log-level=warning --outdir=wwwroot
touch "$stamp"
