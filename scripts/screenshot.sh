#!/usr/bin/env bash
# Takes the README's images of a finished run's report: scripts/screenshot.sh RUN
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly run=${1:?usage: scripts/screenshot.sh RUN}
[[ -f $run/report.html ]] || { echo "screenshot: $run has no report.html" >&2; exit 1; }
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "screenshot: Chromium is missing: apt-get install chromium" >&2
  exit 1
}
"$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars \
  --virtual-time-budget=5000 --window-size=1280,1087 \
  --screenshot=docs/images/report.png "file://$(realpath "$run/report.html")" 2> /dev/null
cp "$run/figures/cross-age.png" docs/images/cross-age.png
echo "docs/images/report.png and cross-age.png"
