#!/usr/bin/env bash
# Makes faces.mp4: two synthetic people, one after the other, with nobody in between, and a cut to a dark room.
#
#   make build && Tests/VideoTests/Fixtures/make_faces.sh
#
# 0 to 2 s the first face moves to the right; until 2.6 s there is none; then the second, until the end at 4 s; from 3 s
# on the room is dark.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly program=${PROGRAM:-../../../.build/release/smilestone}
faces=$(mktemp -d)
trap 'rm -r "$faces"' EXIT
"$program" synth --out "$faces" --subjects 6 --images 4 --size 120 --seed 3 --cohort expression
ffmpeg -nostdin -loglevel error -y -f lavfi -i "color=0xa0a890:size=320x240:rate=20:duration=4" \
  -loop 1 -framerate 20 -t 4 -i "$faces/images/000001-0.png" \
  -loop 1 -framerate 20 -t 4 -i "$faces/images/000004-1.png" \
  -filter_complex "[0]drawbox=color=0x101418:t=fill:enable='gte(t,3)'[room];
    [room][1]overlay=x='20+30*t':y=60:enable='lt(t,2)'[one];
    [one][2]overlay=x='200-10*t':y=50:enable='gte(t,2.6)',format=yuv420p" \
  -c:v libx264 -preset slow -crf 30 -threads 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact \
  faces.mp4
