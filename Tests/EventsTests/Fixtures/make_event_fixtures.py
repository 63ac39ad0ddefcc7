"""Writes events as other programs write them, and checks that they read ours.

    pip install pympi-ling==1.71 boris-behav-obs==8.27.4
    python make_event_fixtures.py                  writes pympi.eaf, project.boris, aggregated.tsv and sheet.opf
    python make_event_fixtures.py check FOLDER     reads FOLDER/s1.eaf and FOLDER/events.boris, which
                                                   `smilestone events convert` wrote of expected.csv, and compares

pympi writes and reads ELAN's format; BORIS's own functions read its projects; Datavyu's format is written as its
OpenDataStoreFileController.java (version 1.5) reads it.
"""

import copy
import csv
import importlib.util
import json
import os
import pathlib
import sys
import types
import zipfile

import pympi

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# BORIS's modules without its window, which the package itself opens.
boris = types.ModuleType("boris")
boris.__path__ = importlib.util.find_spec("boris").submodule_search_locations
sys.modules["boris"] = boris

here = pathlib.Path(__file__).parent

# subject, coder, variable, code, onset, offset in seconds
EVENTS = [
    ("infant", "anna", "emotion", "happy", 1.25, 2.5),
    ("infant", "anna", "emotion", "neutral", 2.5, 4.0),
    ("infant", "ben", "emotion", "happy", 1.5, 2.75),
    ("infant", "ben", "emotion", "sad & tired", 3.0, 3.5),
]


def milliseconds(seconds):
    return round(seconds * 1000)


def write_elan():
    document = pympi.Elan.Eaf(author="")
    document.remove_tier("default")
    document.add_linked_file("file:///videos/s1.mp4", relpath="./s1.mp4", mimetype="video/mp4")
    for subject, coder, variable, code, onset, offset in EVENTS:
        tier = f"{variable}@{subject}@{coder}"
        if tier not in document.get_tier_names():
            document.add_tier(tier, part=subject, ann=coder)
        document.add_annotation(tier, milliseconds(onset), milliseconds(offset), code)
    # A tier whose annotations have the times of the ones that they belong to.
    document.add_linguistic_type("sure", "Symbolic_Association", timealignable=False)
    document.add_tier("sure", "sure", parent="emotion@infant@anna")
    document.add_ref_annotation("sure", "emotion@infant@anna", 1300, "yes")
    # Over an earlier file it would keep a copy.
    (here / "pympi.eaf").unlink(missing_ok=True)
    document.to_file(here / "pympi.eaf")


def boris_project():
    from boris import config as cfg

    project = copy.deepcopy(cfg.EMPTY_PROJECT)
    project[cfg.PROJECT_NAME] = "s1"
    codes = sorted({event[3] for event in EVENTS})
    for index, code in enumerate(codes):
        project[cfg.ETHOGRAM][str(index)] = {
            "type": "State event", "key": "", "code": code, "description": "", "category": "emotion",
            "modifiers": "", "excluded": "", "coding map": ""}
    project[cfg.SUBJECTS]["0"] = {"key": "", "name": "infant", "description": ""}
    project[cfg.BEHAVIORAL_CATEGORIES] = ["emotion"]
    project[cfg.INDEPENDENT_VARIABLES]["0"] = {
        "label": "coder", "description": "", "type": "text", "default value": "", "possible values": ""}
    for coder in ["anna", "ben"]:
        rows = []
        for subject, by, variable, code, onset, offset in EVENTS:
            if by == coder:
                rows += [[onset, subject, code, "", "", 0], [offset, subject, code, "", "", 0]]
        project[cfg.OBSERVATIONS][f"s1 {coder}"] = {
            "file": {"1": ["videos/s1.mp4"], **{str(n): [] for n in range(2, 9)}},
            "type": "MEDIA", "date": "2026-11-30T02:00:00", "description": "", "time offset": 0.0,
            "events": sorted(rows, key=lambda row: row[0]), "observation time interval": [0, 0],
            "independent_variables": {"coder": coder}, "visualize_spectrogram": False,
            "visualize_waveform": False, "close_behaviors_between_videos": False,
            "media_info": {"length": {}, "fps": {}}}
    return project


def write_boris():
    (here / "project.boris").write_text(json.dumps(boris_project(), indent=0) + "\n")
    # The columns of BORIS's export_events.fields_type, version 8.27.
    columns = [
        "Observation id", "Observation date", "Description", "Observation duration", "Observation type",
        "Source", "Media duration (s)", "FPS (frame/s)", "coder", "Subject",
        "Observation duration by subject by observation", "Behavior", "Behavioral category",
        "Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name",
        "Image index start", "Image index stop", "Image file path start", "Image file path stop",
        "Comment start", "Comment stop"]
    with open(here / "aggregated.tsv", "w", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(columns)
        for subject, coder, variable, code, onset, offset in EVENTS:
            table.writerow([
                f"s1 {coder}", "2026-11-30", "", 4, "Media file(s)", "player #1:videos/s1.mp4", 4, 25, coder,
                subject, 4, code, variable, "STATE", onset, offset, round(offset - onset, 3),
                "videos/s1.mp4", "NA", "NA", "NA", "NA", "", ""])


def write_datavyu():
    def time(seconds):
        ms = milliseconds(seconds)
        return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}:{ms % 1000:03}"

    lines = ["#4", "emotion (MATRIX,true,)-code|NOMINAL,subject|NOMINAL,coder|NOMINAL"]
    for subject, coder, variable, code, onset, offset in EVENTS:
        lines.append(f"{time(onset)},{time(offset)},({code},{subject},{coder})")
    lines.append("notes (MATRIX,true,)-note|NOMINAL")
    lines.append("00:00:01:000,00:00:00:000,(looks up\\, then down)")
    with zipfile.ZipFile(here / "sheet.opf", "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in [("db", "\n".join(lines) + "\n"), ("project", "!project\ndbFile: db\n")]:
            file.writestr(zipfile.ZipInfo(name), text)


def check(folder):
    expected = sorted(EVENTS)
    document = pympi.Elan.Eaf(folder / "s1.eaf")
    found = []
    for tier in document.get_tier_names():
        attributes = document.get_parameters_for_tier(tier)
        for onset, offset, code in document.get_annotation_data_for_tier(tier):
            found.append((
                attributes["PARTICIPANT"], attributes["ANNOTATOR"], tier.split("@")[0], code, onset / 1000,
                offset / 1000))
    assert sorted(found) == expected, found
    print("pympi reads s1.eaf:", len(found), "events")

    from boris import config as cfg
    from boris import project_functions

    _, _, project, message = project_functions.open_project_json(str(folder / "events.boris"))
    assert "error" not in project, project
    found = []
    for observation in project[cfg.OBSERVATIONS].values():
        coder = observation["independent_variables"]["coder"]
        ok, problem = project_functions.check_state_events_obs("x", project[cfg.ETHOGRAM], observation)[:2]
        assert ok, problem
        open_events = {}
        for time, subject, code, *_ in observation[cfg.EVENTS]:
            if (subject, code) in open_events:
                found.append((subject, coder, "emotion", code, open_events.pop((subject, code)), time))
            else:
                open_events[subject, code] = time
    assert sorted(found) == expected, found
    print("BORIS reads events.boris:", len(found), "events", message)


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(pathlib.Path(sys.argv[2]))
    else:
        write_elan()
        write_boris()
        write_datavyu()
        with open(here / "expected.csv", "w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["video", "subject", "coder", "variable", "code", "onset", "offset"])
            table.writerows([("s1.mp4", *event) for event in EVENTS])
