#!/usr/bin/env bash
# Takes all images of the documents of a finished run: scripts/screenshot.sh RUN
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly run=${1:?usage: scripts/screenshot.sh RUN}
readonly figures=(cross-age transition)
for file in report.html "${figures[@]/#/figures/}"; do
  [[ $file = *.html ]] || file+=.png
  [[ -f $run/$file ]] || { echo "screenshot: $run has no $file" >&2; exit 1; }
done
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "screenshot: Chromium is missing: apt-get install chromium" >&2
  exit 1
}
"$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars \
  --virtual-time-budget=5000 --window-size=1280,1087 \
  --screenshot=docs/images/report.png "file://$(realpath "$run/report.html")" 2> /dev/null
for figure in "${figures[@]}"; do cp "$run/figures/$figure.png" docs/images/; done
ls docs/images
