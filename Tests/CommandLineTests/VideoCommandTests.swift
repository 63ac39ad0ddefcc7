import Foundation
import Support
import TestSupport
import Testing

@Suite(.serialized) struct VideoCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Videos that make_videos.sh and make_faces.sh made.
  private static func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../VideoTests/Fixtures/\(name)").standardizedFileURL.path
  }

  private func video(_ arguments: String...) throws -> Program.Outcome {
    try Program.finish(Program.process(["video", "--threads", "1"] + arguments))
  }

  private func rows(_ file: String) throws -> [[String: String]] {
    let reader = try CSVReader(contentsOf: folder.file(file))
    var rows: [[String: String]] = []
    try reader.forEachRow { row in
      rows.append(Dictionary(uniqueKeysWithValues: zip(reader.header, row.fields)))
    }
    return rows
  }

  @Test func everyFrameHasARowAndFacesAreFollowed() throws {
    let outcome = try video(
      Self.fixture("faces.mp4"), "--out", path("out"), "--detect-only", "--rate", "10",
      "--sharpness", "0")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try rows("out/frames.csv")
    let times = rows.compactMap { $0["time"].flatMap(Double.init) }
    #expect(times.count == 40)
    #expect(zip(times, 0..<40).allSatisfy { abs($0 - Double($1) / 10) < 1e-6 })
    // The first person; nobody; the second; the second after a cut.
    func tracks(_ range: Range<Double>) -> Set<String> {
      Set(
        rows.filter { range.contains(Double($0["time"] ?? "") ?? -1) }.map {
          $0["track"] ?? ""
        })
    }
    #expect(tracks(0..<1.95) == ["1"])
    #expect(tracks(1.95..<2.55) == [""])
    #expect(tracks(2.55..<2.95) == ["2"])
    #expect(tracks(2.95..<4) == ["3"])
    #expect(rows.filter { $0["track"] == "" }.allSatisfy { $0["reason"] == "no face was found" })
    // The face moves to the right by 30 pixels a second.
    let first = try #require(rows[0]["face_x"].flatMap(Double.init))
    let last = try #require(rows[19]["face_x"].flatMap(Double.init))
    #expect(abs(last - first - 57) < 15)
    #expect(outcome.output.contains("40 frames, 34 with a face, 34 usable (85%); 3 tracks"))
  }

  @Test func whatWasKilledContinuesWithTheSameBytes() throws {
    let arguments = [
      "video", Self.fixture("faces.mp4"), "--detect-only", "--every-frame", "--threads", "1",
      "--out",
    ]
    let whole = try Program.finish(Program.process(arguments + [path("whole")]))
    #expect(whole.status == 0, "\(whole.errors)")
    let killed = Program.process(arguments + [path("killed")])
    try Program.start(killed, pausingAfter: "faces.mp4/00001.json")
    Program.end(killed, by: SIGKILL)
    #expect(!FileManager.default.fileExists(atPath: path("killed/frames.csv")))
    let again = try Program.finish(Program.process(arguments + [path("killed")]))
    #expect(again.status == 0, "\(again.errors)")
    for file in ["frames.csv", "events.csv", "videos.csv", "parts/1-faces.mp4/00002.json"] {
      #expect(
        try Data(contentsOf: folder.file("whole/\(file)"))
          == Data(contentsOf: folder.file("killed/\(file)")))
    }
    // Another rate does not continue what is there.
    let other = try video(
      Self.fixture("faces.mp4"), "--detect-only", "--rate", "2", "--out", path("killed"))
    #expect(other.status == 2)
    #expect(other.errors.contains("was made otherwise"))
  }

  @Test func unreadableVideosAreListedBesideOthers() throws {
    let outcome = try video(
      Self.fixture("faces.mp4"), Self.fixture("sound.m4a"), "--out", path("out"), "--detect-only",
      "--rate", "1")
    #expect(outcome.status == 0)
    let rows = try rows("out/videos.csv")
    #expect(rows.map { $0["status"] == "ok" } == [true, false])
    #expect(rows[1]["status"]?.contains("no moving images") == true)
    let alone = try video(Self.fixture("cover.mp3"), "--out", path("alone"), "--detect-only")
    #expect(alone.status == 3)
    #expect(alone.errors.contains("cover.mp3 has no moving images"))
    // Nothing was done there: the folder is free for another video, and then no longer.
    let other = try video(
      Self.fixture("faces.mp4"), "--out", path("alone"), "--detect-only", "--rate", "1")
    #expect(other.status == 0, "\(other.errors)")
    let third = try video(Self.fixture("wide.mp4"), "--out", path("alone"), "--detect-only")
    #expect(third.status == 2)
    #expect(
      third.errors.contains("other videos, or they have changed since: faces.mp4; now wide.mp4"))
  }

  @Test func aVideoWithoutFacesHasARowForEachFrame() throws {
    let outcome = try video(
      Self.fixture("variable.mkv"), "--out", path("out"), "--detect-only", "--every-frame")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try rows("out/frames.csv")
    #expect(rows.filter { $0["status"] == "no face" }.count == 8)
    #expect(rows.filter { $0["status"] == "no frame" }.count == 4)
  }

  @Test func modelsJudgeFacesAndEventsAreWritten() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "30", "--images", "1", "--size", "24")
    for (name, command) in [("age", ["age", "train"]), ("adult", ["train"])] {
      let trained = try Program.finish(
        Program.process(
          command + [
            path("synthetic/manifest.csv"), "--out", path(name), "--epochs", "1", "--set",
            "imageSize=16",
          ]))
      try #require(trained.status == 0, "\(trained.errors)")
    }
    let arguments = [
      Self.fixture("faces.mp4"), "--out", path("out"), "--model", path("adult/model.safetensors"),
      "--age-model", path("age/model.safetensors"), "--sharpness", "0",
    ]
    func run(_ more: String...) throws -> Program.Outcome {
      try Program.finish(Program.process(["video", "--threads", "1"] + arguments + more))
    }
    let outcome = try run("--onset", "0.5", "--offset", "0.5", "--least-duration", "0")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("about photographs means nothing"))
    let judged = try rows("out/frames.csv").filter { $0["status"] == "ok" }
    #expect(judged.count > 10)
    for row in judged {
      let shares = row.filter { $0.key.hasPrefix("adult_p_") }.compactMap { Double($0.value) }
      #expect(shares.count == 7)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-4)
      #expect(row["age"].flatMap(Double.init) != nil)
    }
    // Other thresholds make the tables again from what was decoded.
    let other = try run("--onset", "1", "--offset", "1", "--track", "youngest")
    #expect(other.status == 0, "\(other.errors)")
    #expect(try rows("out/events.csv").isEmpty)
    // What a face at rest shows must be a label of the model; events alone depend on it.
    let refused = try run("--baseline", "calm")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("the model adult has no such label"), "\(refused.errors)")
    let onset = ["--onset", "0.5", "--offset", "0.5", "--least-duration", "0"]
    let frames = try rows("out/frames.csv")
    let rested = try Program.finish(
      Program.process(
        ["video", "--threads", "1"] + arguments + onset
          + ["--track", "youngest", "--baseline", "neutral"]))
    #expect(rested.status == 0, "\(rested.errors)")
    #expect(try rows("out/frames.csv") == frames)
  }

  @Test func thePageShowsWhatWasCodedOfTheRecordingsAlone() throws {
    let outcome = try video(Self.fixture("faces.mp4"), "--out", path("out"), "--detect-only")
    try #require(outcome.status == 0, "\(outcome.errors)")
    _ = try folder.write(
      "video,variable,code,onset,offset\nfaces.mp4,emotion,smile,0.5,1.5\n", to: "anna.csv")
    _ = try folder.write(
      "video,variable,code,onset,offset\nothers.mp4,emotion,smile,0.5,1.5\n", to: "ben.csv")
    func page(_ coded: String) throws -> Program.Outcome {
      try Program.finish(
        Program.process(["video", "page", path("out"), "--coded", path(coded)]))
    }
    let made = try page("anna.csv")
    #expect(made.status == 0, "\(made.errors)")
    let html = try String(contentsOf: folder.file("out/sessions.html"), encoding: .utf8)
    #expect(html.contains("anna: smile"))
    let refused = try page("ben.csv")
    #expect(refused.status == 3)
    #expect(refused.errors.contains("of others.mp4"))
  }

  /// Of the first person's track the left half of the frame is marked, of the others nothing.
  @Test func theFaceThatIsMarkedIsStudied() throws {
    func marks(_ rows: String) throws -> String {
      _ = try folder.write("video,variable,code,onset,offset\n" + rows, to: "marks.csv")
      return path("marks.csv")
    }
    func run(_ rows: String, _ more: String...) throws -> Program.Outcome {
      try Program.finish(
        Program.process(
          [
            "video", "--threads", "1", Self.fixture("faces.mp4"), "--out", path("out"),
            "--detect-only", "--sharpness", "0", "--marks", marks(rows),
          ] + more))
    }
    let point = try run("faces.mp4,infant,\"95,125\",0,1\nfaces.mp4,gaze,away,0,1\n")
    #expect(point.status == 0, "\(point.errors)")
    let judged = try rows("out/frames.csv").filter { $0["status"] == "ok" }
    #expect(Set(judged.map { $0["track"] }) == ["1"])
    let others = try rows("out/frames.csv").filter { $0["status"] == "not chosen" }
    #expect(Set(others.map { $0["track"] }) == ["2", "3"])
    let usable = try rows("out/usable.csv")
    #expect(usable.map { $0["of"] } == ["all", "child", "session"])
    for (rows, reason) in [
      ("faces.mp4,infant,middle,0,1\n", "is not understood"),
      ("faces.mp4,gaze,away,0,1\n", "has no marks"),
      ("other.mp4,infant,left,0,1\n", "marks none of these videos, but other"),
    ] {
      let outcome = try run(rows)
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
    let both = try run("faces.mp4,infant,left,0,1\n", "--track", "central")
    #expect(both.status == 2 && both.errors.contains("cannot go together"))
  }

  @Test(arguments: [
    (["--rate", "5", "--every-frame"], "cannot go together"),
    (["--from", "3", "--to", "2"], "is not after"), (["--track", "first"], "no such choice"),
    (["--track", "marked"], "needs the marks"),
    (["--onset", "0.3", "--offset", "0.2"], "two labels could be on"),
    (["--baseline", "neutral"], "needs an expression model"),
  ])
  func optionsThatContradictEachOtherAreRefused(_ options: [String], _ reason: String) throws {
    let outcome = try Program.finish(
      Program.process(
        ["video", Self.fixture("faces.mp4"), "--out", path("out"), "--detect-only"] + options))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(reason))
  }
}
