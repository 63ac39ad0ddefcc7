#!/usr/bin/env bash
# Makes the small videos beside it with ffmpeg, and times.json with what ffprobe says of their frames.
#
#   apt-get install ffmpeg && Tests/VideoTests/Fixtures/make_videos.sh
#
# Made with FFmpeg 5.1.9 of Debian 12.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

make() { ffmpeg -nostdin -loglevel error -y "$@"; }
exact=(-map_metadata -1 -fflags +bitexact -flags:v +bitexact)
h264=(-c:v libx264 -preset slow -crf 30 -threads 1)

# 25 frames per second, with frames that are decoded in another order than they are shown in.
make -f lavfi -i testsrc=size=64x48:rate=25:duration=2 "${h264[@]}" -pix_fmt yuv420p -bf 2 -g 20 \
  "${exact[@]}" constant.mp4

# Frames at irregular times: 0, 0.1, 0.5, 0.6, 1.3, 3.3 … s.
make -f lavfi -i testsrc=size=64x48:rate=10:duration=5 \
  -vf "select='eq(n,0)+eq(n,1)+eq(n,5)+eq(n,6)+eq(n,13)+eq(n,33)+eq(n,34)+eq(n,49)'" -vsync passthrough \
  "${h264[@]}" -pix_fmt yuv420p "${exact[@]}" variable.mkv

# Left half red, right half blue, to be shown a quarter turned: blue above.
make -f lavfi -i "color=red:size=32x48:rate=5:duration=1" -f lavfi \
  -i "color=blue:size=32x48:rate=5:duration=1" -filter_complex "[0][1]hstack,format=yuv420p" \
  "${h264[@]}" "${exact[@]}" flat.mp4
make -i flat.mp4 -c copy -metadata:s:v:0 rotate=90 -fflags +bitexact turned.mp4

# The first field white, the second black.
make -f lavfi -i "color=black:size=64x96:rate=10:duration=1" \
  -vf "format=yuv420p,geq=lum='if(mod(Y,2),16,235)':cb=128:cr=128,setfield=tff" \
  -c:v mpeg2video -q:v 2 -flags:v +ildct+ilme+bitexact -top 1 -map_metadata -1 -fflags +bitexact \
  interlaced.mkv

# Ten bits a sample; its middle grey is 128 of 255.
make -f lavfi -i "color=0x808080:size=64x48:rate=5:duration=1" -vf format=yuv420p10le \
  -c:v ffv1 "${exact[@]}" tenbit.mkv

# Pixels twice as wide as high.
make -f lavfi -i "color=green:size=32x48:rate=5:duration=1" -vf setsar=2/1,format=yuv420p \
  "${h264[@]}" "${exact[@]}" wide.mp4

# A small stream before a larger one, which is the default.
make -f lavfi -i "color=red:size=32x24:rate=5:duration=1" -f lavfi \
  -i "color=blue:size=64x48:rate=5:duration=1" -map 0 -map 1 "${h264[@]}" -pix_fmt yuv420p \
  -disposition:v:0 0 -disposition:v:1 default "${exact[@]}" streams.mkv

# Time stamps that begin at 1.4 s, with frames that can be lost alone.
make -f lavfi -i testsrc=size=64x48:rate=10:duration=3 "${h264[@]}" -pix_fmt yuv420p -g 5 -bf 0 \
  "${exact[@]}" late.ts

# Sound alone, and sound with a cover.
make -f lavfi -i sine=duration=0.2 -c:a aac -map_metadata -1 -fflags +bitexact sound.m4a
make -f lavfi -i sine=duration=0.2 -f lavfi -i "color=red:size=16x16:duration=0.04" -map 0 -map 1 \
  -frames:v 1 -c:a libmp3lame -c:v mjpeg -disposition:v attached_pic -map_metadata -1 cover.mp3

python3 - <<'PYTHON'
import json, subprocess

def times(name, stream="v:0"):
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "frame=best_effort_timestamp_time",
         "-of", "json", name], check=True, capture_output=True, text=True).stdout
    return [float(frame["best_effort_timestamp_time"]) for frame in json.loads(out)["frames"]]

names = ["constant.mp4", "variable.mkv", "turned.mp4", "interlaced.mkv", "tenbit.mkv", "late.ts"]
with open("times.json", "w") as file:
    json.dump({name: times(name) for name in names}, file, indent=1)
    file.write("\n")
PYTHON
