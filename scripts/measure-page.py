#!/usr/bin/env python3
"""Measures how long Chromium takes to open the page of a run:

    scripts/measure-page.py RUN [--faces 26000] [--rounds 5] [--program .build/release/smilestone]

With --faces, of a copy of the run whose test faces are repeated until there are that many; the copy is
evaluated and gets a page of its own. Prints the median, and the range, of the seconds from the start of the
navigation until something is painted, until all of the page is there and can be used, until the first chart is drawn,
and until all are; and the processor time that the page has taken until the first chart is drawn, which other programs
on the machine change little.
"""
import argparse
import csv
import http.server
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.parse

# Sent when the charts are drawn, by when all else has happened.
PROBE = """<script>
const painted = new Promise((done) => new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint")) done(entry.startTime);
}).observe({ type: "paint", buffered: true }));
const drawn = new Promise((done) => {
  const root = document.documentElement;
  const look = () => { if (root.dataset.charts === "drawn") done(performance.now()); };
  new MutationObserver(look).observe(root, { attributes: true });
  look();
});
const answered = new Promise((done) => {
  const first = document.querySelector(".chart");
  const look = () => { if (first.querySelector("svg")) done(performance.now()); };
  new MutationObserver(look).observe(first, { childList: true, subtree: true });
  look();
});
answered.then(() => navigator.sendBeacon("/answered"));
Promise.all([painted, answered, drawn]).then(([paint, answer, charts]) => {
  const loaded = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  navigator.sendBeacon(`/done?painted=${paint}&usable=${loaded}&answer=${answer}&charts=${charts}`);
});
</script>"""
NAMES = {"painted": "until something is painted", "usable": "until all of the page is there and can be used",
         "answer": "until the first chart is drawn", "processor": "of processors until then",
         "charts": "until all charts are drawn"}


def repeated(run, copy, faces, program):
    """Copies a run with its test faces repeated, and evaluates it."""
    for name in ["age", "infant", "adult", "expression"]:
        if (run / name).exists():
            shutil.copytree(run / name, copy / name)
    for name in ["study.json", "skipped.csv", "provenance.json", "byline.json"]:
        if (run / name).exists():
            shutil.copy(run / name, copy / name)
    (copy / "evaluation").mkdir()
    (copy / "images").mkdir()
    numbers = {}

    def write(source, target, repeats):
        with open(source, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        tests = [row for row in rows if row["split"] == "test"]
        count = -(-faces // len({row["image"] for row in tests})) if repeats is None else repeats
        with open(target, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, reader.fieldnames)
            writer.writeheader()
            for row in rows:
                times = count if row["split"] == "test" else 1
                for time in range(times):
                    place = run if source.parent.name == "evaluation" else source.parent
                    image = (place / row["image"]).resolve()
                    number = numbers.setdefault((str(image), time), len(numbers))
                    link = copy / "images" / f"{number}{image.suffix}"
                    if not link.exists() and image.exists():
                        os.symlink(image, link)
                    again = dict(row, image=str(link))
                    if time and row.get("subject"):
                        again["subject"] = f"{row['subject']} ({time})"
                    writer.writerow(again)
        return count

    times = write(run / "manifest.csv", copy / "manifest.csv", None)
    predictions = copy / "predictions.csv"
    write(run / "evaluation" / "predictions.csv", predictions, times)
    subprocess.run(
        [program, "evaluate", copy / "manifest.csv", "--predictions", predictions, "--out", copy / "evaluation",
         "--replicates", "99"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([program, "report", copy], check=True, stdout=subprocess.DEVNULL)


def descendants(process):
    """The processes that a process has started, and those that they have started."""
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return children + [each for child in children for each in descendants(child)]


def processor_seconds(browser):
    """What the pages of a browser have taken of processors."""
    total = 0
    for process in descendants(browser):
        folder = pathlib.Path(f"/proc/{process}")
        if b"--type=renderer" in (folder / "cmdline").read_bytes():
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def seconds(browser, page):
    """One opening of the page, by a browser that has never seen it."""
    result, done = {}, threading.Event()

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(page)

        def do_POST(self):
            if self.path == "/answered":
                result["processor"] = processor_seconds(process.pid)
            query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
            result.update({name: float(values[0]) / 1000 for name, values in query.items()})
            self.send_response(204)
            self.end_headers()
            if self.path.startswith("/done"):
                done.set()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={profile}", "--window-size=1280,807", "--remote-debugging-port=0",
             f"http://127.0.0.1:{server.server_port}/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not done.wait(120):
                sys.exit("measure-page: the page was not drawn within two minutes")
        finally:
            process.terminate()
            process.wait()
            server.shutdown()
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--faces", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=".build/release/smilestone")
    arguments = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        sys.exit("measure-page: Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        run = arguments.run.resolve()
        if arguments.faces:
            copy = pathlib.Path(folder) / run.name
            copy.mkdir()
            repeated(run, copy, arguments.faces, arguments.program)
            run = copy
        text = (run / "report.html").read_text(encoding="utf-8")
        # The page's policy allows no request, and no script but its own.
        start, end = text.index('<meta http-equiv="Content-Security-Policy"'), text.rindex("</body>")
        page = (text[:start] + text[text.index(">", start) + 1:end] + PROBE + text[end:]).encode()
        rounds = [seconds(browser, page) for _ in range(arguments.rounds)]
    print(f"{run.name}: {len(text.encode()) / 1e6:.1f} MB, {arguments.rounds} openings")
    for name, words in NAMES.items():
        values = sorted(each[name] for each in rounds)
        print(f"  {words}: {statistics.median(values):.2f} s ({values[0]:.2f} to {values[-1]:.2f})")


main()
