#!/usr/bin/env python3
"""Measures what `smilestone video` finds in synthetic recordings, and how fast and in how much memory it reads a long one.

    scripts/measure-video.py sessions [--out DIR] [--seconds 40]
    scripts/measure-video.py long [--out DIR] [--minutes 30]

`sessions` draws 20 recordings of ten children (seed 1), and trains on others alone: the valence model on the coded
frames of 24 recordings of twelve other children (seed 2; whose face is studied is marked) and on three faces of
each of 1,500 people (seed 5), the age estimator on these. The child of the 20 recordings is found by estimated age (--track
youngest). Then it compares the program's time stamps with ffprobe's, its tracks with who is where in each frame, its
usable frames with when the child is there and looks at the camera, and its events with what is shown. What is shown
while the child is away or turned away cannot be seen, so events are also compared where it is visible: there they are
cut, and pieces shorter than the program's least duration (0.4 s) are left out. Events are made without and with a
baseline (`--baseline neutral`).

`long` makes a video of 1280 × 720 pixels, 30 frames a second, by moving synthetic faces over a background; runs it
whole, and once killed in the middle and continued; and prints processor time, real time, and the memory in its first
and last minute.
"""
import argparse
import csv
import hashlib
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATTERN = r"sub-(?<subject>[0-9]+)_ses-(?<session>[0-9]+)_age-(?<age>[0-9.]+)"
LEAST_DURATION = 0.4


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def run(program, *arguments):
    print("smilestone " + " ".join(str(argument) for argument in arguments), flush=True)
    subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def percent(part, whole):
    return f"{100 * part / whole:.1f} % of {whole:,}"


# Sessions

VALENCES = {"anger": "negative", "disgust": "negative", "fear": "negative", "sad": "negative", "neutral": "neutral",
            "happy": "positive"}


def write_valence(manifest, out):
    """The faces of the seven emotions as valences, surprise left out; the paths stay right beside them."""
    faces = [row for row in rows(manifest) if row["emotion"] in VALENCES]
    columns = ["image", "subject", "emotion", "age"]
    with open(out, "w", newline="") as file:
        writer = csv.DictWriter(file, columns + ["label_scheme"])
        writer.writeheader()
        for row in faces:
            writer.writerow({
                "image": manifest.parent / row["image"], "subject": row["subject"], "emotion": VALENCES[row["emotion"]],
                "age": row["age"], "label_scheme": "valence"})


def visible(shown, absent):
    """The parts of a stretch of time that lie outside of others, those too short for an event left out."""
    parts = [shown]
    for begin, end in absent:
        parts = [piece for onset, offset in parts for piece in ((onset, min(offset, begin)), (max(onset, end), offset))
                 if piece[0] < piece[1]]
    return [(onset, offset) for onset, offset in parts if offset - onset >= LEAST_DURATION]


def unseen(frames, step):
    """When the child is away or turned away, from the frames' rows."""
    stretches = []
    for row in frames:
        if row["child_x"] and row["turned"] == "no":
            continue
        moment = float(row["time"])
        if stretches and moment - stretches[-1][1] < step / 2:
            stretches[-1][1] = moment + step
        else:
            stretches.append([moment, moment + step])
    return stretches


def write_visible(recordings, out):
    """Writes what can be seen of the events, coded by “visible”."""
    truth = rows(recordings / "frames.csv")
    by_video = {}
    for row in truth:
        by_video.setdefault(row["video"], []).append(row)
    events = rows(recordings / "events.csv")
    with open(out, "w", newline="") as file:
        writer = csv.DictWriter(file, events[0].keys())
        writer.writeheader()
        for event in events:
            frames = by_video[event["video"]]
            step = float(frames[1]["time"]) - float(frames[0]["time"])
            shown = (float(event["onset"]), float(event["offset"]))
            for onset, offset in visible(shown, unseen(frames, step)):
                writer.writerow({**event, "coder": "visible", "onset": onset, "offset": offset})


def stamps(video):
    """ffprobe's time stamps of a video's frames."""
    text = subprocess.run(
        ["ffprobe", "-loglevel", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0",
         video], check=True, capture_output=True, text=True).stdout
    return {round(float(line.strip(",")), 6) for line in text.split()}


def holds(row, x, y):
    left, top, width, height = (float(row[f"face_{name}"]) for name in ("x", "y", "width", "height"))
    return left <= float(x) <= left + width and top <= float(y) <= top + height


def compare_frames(recordings, judged):
    """Counts time stamps, usable frames and tracks; a line of the table for each."""
    truth = {(row["video"], round(float(row["time"]), 6)): row for row in rows(recordings / "frames.csv")}
    found = {}
    for row in rows(judged / "frames.csv"):
        found.setdefault((row["video"], round(float(row["time"]), 6)), []).append(row)
    names = sorted({video for video, _ in found})
    known = {name: stamps(recordings / "videos" / name) for name in names}
    right_times = sum(round(float(faces[0]["presentation_time"]), 6) in known[video] for (video, _), faces in found.items())
    counts = {True: [0, 0], False: [0, 0]}
    people = {}
    for key, faces in found.items():
        row = truth[key]
        there = bool(row["child_x"])
        boxes = [face for face in faces if face["track"]]
        child = [face for face in boxes if there and holds(face, row["child_x"], row["child_y"])]
        usable = there and row["turned"] == "no"
        # In a frame without the child nothing may be judged.
        decided = any(face["status"] == "ok" for face in (child if there else boxes))
        counts[usable][0] += decided == usable
        counts[usable][1] += 1
        if row["adult_x"] and there:
            adult = [face for face in boxes if holds(face, row["adult_x"], row["adult_y"])]
            people.setdefault(key[0], []).append(
                (child[0]["track"] if child else None, adult[0]["track"] if adult else None))
    kept = total = 0
    for tracks in people.values():
        child, adult = (max(set(column), key=column.count) for column in zip(*tracks))
        kept += sum(pair == (child, adult) for pair in tracks)
        total += len(tracks)
    right = counts[True][0] + counts[False][0]
    return [
        ("sampled frames whose time stamp is one of ffprobe's", percent(right_times, len(found))),
        ("usable-frame decisions that are right", percent(right, counts[True][1] + counts[False][1])),
        ("… where the child is there and looks at the camera", percent(*counts[True])),
        ("… where it is away or turned away", percent(*counts[False])),
        ("frames with two people in which both have their own track of the whole recording", percent(kept, total)),
    ]


def agreement(program, truth, judged, out):
    """F1 of onsets, and of onsets and offsets, within half a second, with their intervals."""
    text = subprocess.run(
        [program, "reliability", truth, judged / "events.csv", "--tolerances", "0.5", "--out", out, "--json"],
        check=True, capture_output=True, text=True).stdout
    found = []
    for row in json.loads(text):
        if row["measure"].startswith("F1") and row.get("code") is None:
            interval = f" ({row['lower']:.3f} to {row['upper']:.3f})" if row.get("lower") is not None else ""
            found.append((row["measure"], f"{row['value']:.3f}{interval}"))
    return found


def measure_sessions(options):
    program, out = options.program, options.out
    begun = time.monotonic()
    if options.train or not (out / "model/model.safetensors").exists():
        others = out / "others"
        run(program, "synth", "--video", "--out", others, "--subjects", 12, "--seconds", options.seconds, "--scheme",
            "valence", "--seed", 2)
        run(program, "video", others / "videos", "--out", out / "found", "--detect-only", "--detector", "mtcnn",
            "--rate", 2, "--marks", others / "marks.csv")
        run(program, "manifest", others / "videos", "--dataset", "events", "--labels", others / "events.csv",
            "--scheme", "valence", "--frames", out / "found", "--pattern", PATTERN, "--out", out / "coded.csv")
        run(program, "faces", out / "coded.csv", "--out", out / "coded-faces")
        run(program, "synth", "--out", out / "aged", "--subjects", options.people, "--images", 3, "--seed", 5)
        run(program, "faces", out / "aged/manifest.csv", "--detect", "--detector", "mtcnn", "--out", out / "aged-faces")
        write_valence(out / "aged-faces/manifest.csv", out / "drawn.csv")
        run(program, "manifest", "join", f"drawn={out / 'drawn.csv'}", f"sessions={out / 'coded-faces/manifest.csv'}",
            "--out", out / "joined.csv")
        run(program, "stratify", out / "joined.csv", "--out", out / "split.csv")
        run(program, "train", out / "split.csv", "--preset", "open", "--set", "imageSize=48", "--epochs", 12, "--out",
            out / "model")
        run(program, "age", "train", out / "aged-faces/manifest.csv", "--preset", "synthetic", "--out", out / "age")
    recordings, judged = out / "recordings", out / "judged"
    if not (recordings / "events.csv").exists():
        run(program, "synth", "--video", "--out", recordings, "--subjects", 10, "--seconds", options.seconds,
            "--scheme", "valence", "--seed", options.seed)
    write_visible(recordings, out / "visible.csv")
    table = []
    for title, more in (("", []), (", --baseline neutral", ["--baseline", "neutral"])):
        run(program, "video", recordings / "videos", "--out", judged, "--detector", "mtcnn", "--track", "youngest",
            "--model", out / "model/model.safetensors", "--age-model", out / "age/model.safetensors", *more)
        table = table or compare_frames(recordings, judged)
        for what, truth in (("visible", out / "visible.csv"), ("shown", recordings / "events.csv")):
            for measure, value in agreement(program, truth, judged, out / f"agreement-{what}"):
                table.append((f"{measure} within 0.5 s of what is {what}{title}", value))
    print(f"\n| of 20 recordings of {options.seconds} s | |\n|---|---|")
    for name, value in table:
        print(f"| {name} | {value} |")
    print(f"\n{(time.monotonic() - begun) / 60:.0f} minutes")


# A long video


def draw_long(program, out, minutes):
    """Two synthetic faces that move over noise, 1280 × 720 pixels, 30 frames a second."""
    video = out / "long.mp4"
    if video.exists():
        return video
    run(program, "synth", "--out", out / "faces", "--subjects", 2, "--images", 1, "--size", 240, "--seed", 3)
    faces = sorted((out / "faces/images").glob("*.png"))[:2]
    print("ffmpeg: drawing the video", flush=True)
    inputs = sum((["-loop", "1", "-framerate", "30", "-i", str(face)] for face in faces), [])
    subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
         "gradients=size=1280x720:rate=30:duration=20:speed=0.01:seed=1", *inputs, "-filter_complex",
         "[0][1]overlay=x='200+80*sin(t/3)':y='200+40*sin(t/2)'[one];"
         "[one][2]overlay=x='800+60*sin(t/4)':y='150+30*sin(t)':shortest=1,format=yuv420p",
         "-c:v", "libx264", "-preset", "veryfast", "-t", "20", str(out / "part.mp4")], check=True)
    subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-stream_loop", str(3 * minutes - 1), "-i",
         str(out / "part.mp4"), "-c", "copy", str(video)], check=True)
    return video


def resident(process):
    """The memory of a process in MiB."""
    with open(f"/proc/{process.pid}/status") as file:
        return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS")), None)


def watch(command, minutes, parts, stop_after=None):
    """Runs a command; its memory by minute of video, by the parts that are done, and how long it took."""
    begun, memory = time.monotonic(), {}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        done = len(list(parts.glob("*/*.json")))
        minute = int(done * 64 / (5 * 60))
        try:
            now = resident(process)
        except (OSError, ValueError):
            break
        # A process that has just ended has none.
        if now is not None:
            memory.setdefault(min(minute, minutes - 1), []).append(now)
        if stop_after is not None and minute >= stop_after:
            process.send_signal(signal.SIGKILL)
        time.sleep(0.2)
    process.wait()
    return memory, time.monotonic() - begun, process.returncode


def digest(folder):
    files = ["frames.csv", "events.csv", "videos.csv", "usable.csv"]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}


def measure_long(options):
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    video = draw_long(options.program, out, options.minutes)
    print(f"\n| {options.minutes} minutes of 1280 × 720, 5 frames a second | {' | '.join(options.detectors)} |")
    print("|---|" + "---|" * len(options.detectors))
    columns = [measure_detector(options, video, detector) for detector in options.detectors]
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(column[name] for column in columns) + " |")


def measure_detector(options, video, detector):
    whole, killed = options.out / f"whole-{detector}", options.out / f"killed-{detector}"
    for folder in (whole, killed):
        shutil.rmtree(folder, ignore_errors=True)

    def command(folder):
        return [str(options.program), "video", str(video), "--out", str(folder), "--detect-only", "--detector", detector]

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory, seconds, status = watch(command(whole), options.minutes, whole / "parts")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        sys.exit(f"smilestone video ended with status {status}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    length = 60 * options.minutes
    result = {
        "real time": f"{seconds:.0f} s, {length / seconds:.1f} × as fast as the video",
        "processor time": f"{processor:.0f} s; on two cores of one's own "
                          f"{2 * length / processor:.1f} × as fast as the video",
        "memory in the first minute, at most": f"{max(memory[0]):.0f} MiB",
        "memory in the last minute, at most": f"{max(memory[options.minutes - 1]):.0f} MiB",
    }
    if not options.without_kill:
        watch(command(killed), options.minutes, killed / "parts", stop_after=options.minutes // 2)
        if (killed / "frames.csv").exists():
            sys.exit("the run was not killed before its end")
        watch(command(killed), options.minutes, killed / "parts")
        same = digest(whole) == digest(killed)
        result["killed in the middle and continued"] = "the same bytes" if same else "OTHER BYTES"
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sessions", "long"])
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / ".build/release/smilestone")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="of the recordings that are judged")
    parser.add_argument("--people", type=int, default=1500, help="whose synthetic faces models learn from")
    parser.add_argument("--train", action="store_true", help="train again where models are there")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--detectors", nargs="+", default=["dlib", "mtcnn"])
    parser.add_argument("--without-kill", action="store_true")
    options = parser.parse_args()
    options.out = options.out or ROOT / "runs" / f"video-{options.what}"
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    (measure_sessions if options.what == "sessions" else measure_long)(options)


if __name__ == "__main__":
    main()
