import Events
import Foundation
import Presentation
import Study
import Support
import Tracking
import Video

enum VideoCommand {
  static let command = Command(
    name: "video", summary: "Find, follow and judge the faces of videos: frames and events.",
    operands: "FILE|FOLDER …", operandCount: 1...100_000,
    discussion: """
      Writes frames.csv, a row for every sampled frame and face with its time and, where a face was not \
      judged, the reason; events.csv, when each label of each expression model begins and ends; \
      videos.csv, a row for each video; and usable.csv, the share of usable frames by age group, child and \
      session. Where no model is named, the ready ones judge (`smilestone models \
      list`); without any, --detect-only finds and follows faces alone.

      Times are seconds from the file's first time stamp, as players show them. A run that was stopped \
      continues where it was when the same command is given again. With other --track, another --baseline, or \
      other thresholds, the same folder's tables are made again without decoding.

      docs/video.md has what is found, what is not, and how good it is.
      """,
    options: [
      .value("--out", "DIR", "Where the tables go.", required: true),
      .value("--rate", "N", "Frames a second. Default: 5."),
      .flag("--every-frame", "Take every frame."),
      .value("--from", "SECONDS", "Begin here. Default: 0."),
      .value("--to", "SECONDS", "End before this. Default: the end."),
      .value("--stream", "N", "The stream, as ffprobe counts. Default: what players show."),
      .value(
        "--track", "WHICH",
        "Whose face is studied, of several: youngest (by the age estimator), largest, central, marked (by "
          + "--marks) or all. Default: largest."),
      .value(
        "--marks", "FILE",
        "Events of the variable infant, whose codes say where the studied face is: left, right, or a point in it "
          + "(320,180 in pixels). Implies --track marked."),
      DetectorOption.option,
      .flag("--detect-only", "Find and follow faces; judge none."),
      .value("--model", "FILE", "An expression model; give it once for each.", repeatable: true),
      .value("--age-model", "FILE", "An age estimator."),
      .value("--run", "DIR", "Use the models of this run folder."), .readyModels,
      .value("--smallest", "PIXELS", "The shorter side of a face that is judged. Default: 40."),
      .value("--sharpness", "N", "The least sharpness of a face that is judged. Default: 15."),
      .value(
        "--turn", "DEGREES",
        "The largest turn of a judged face away from the camera; needs landmarks. Default: 40."),
      .value("--smoothing", "SECONDS", "The moving mean's window. Default: 0.6."),
      .value("--onset", "P", "The smoothed probability at which an event begins. Default: 0.6."),
      .value("--offset", "P", "And below which it ends. Default: 0.4."),
      .value("--least-duration", "SECONDS", "Shorter events are dropped. Default: 0.4."),
      .value(
        "--baseline", "LABEL",
        "What a face at rest shows (neutral), for people who rest in at least half of the frames: what models read in "
          + "each one's resting face is taken out of events."),
      .json,
    ] + Session.options,
    examples: [
      (
        "smilestone video session1.mp4 --out session1",
        "Frames and events of one recording, by the ready models."
      ),
      (
        "smilestone video recordings --out recordings-events --track youngest --run runs/open",
        "All recordings of a folder; of several people in a frame, the youngest is studied."
      ),
      (
        "smilestone video clip.mov --out faces --detect-only --every-frame --from 10 --to 20",
        "Where faces are in every frame of ten seconds."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    var settings = try settings(arguments)
    let files = try videos(arguments)
    try mark(arguments, files, &settings, session)
    let models = try models(arguments, session)
    settings.detection.baseline = try baseline(arguments, models)
    if settings.choice == .youngest, models.age == nil {
      throw SmilestoneError.usage(
        "--track youngest needs an age estimator.",
        remedy: "Name one with --age-model or --run, or choose --track largest.")
    }
    let out = try arguments.requiredURL("--out")
    let outcome = try VideoRun(
      out, settings: settings, models: models,
      finder: DetectorOption.finder(arguments, smallestFace: settings.quality.smallestSide),
      observer: session.observer
    ).run(files)
    if let warning = outcome.warning { session.observer.message("WARNING: \(warning).") }
    if arguments.has("--json") { return try printJSON(outcome.videos) }
    for video in outcome.videos { print(text(video)) }
    print(
      "\(out.path): frames.csv, events.csv (\(outcome.events.count) events), videos.csv and usable.csv"
        + (outcome.warning == nil ? "" : "; the column warning says why predictions mean nothing"))
  }

  private static func text(_ video: VideoSummary) -> String {
    if let problem = video.problem { return "\(video.video): left out: \(problem)" }
    let share = video.usableShare.map { " (\(Format.wholePercent($0)))" } ?? ""
    return
      "\(video.video): \(counted(video.frames, "frame")), \(video.framesWithFace) with a face, "
      + "\(video.usableFrames) usable\(share); \(counted(video.tracks, "track")), "
      + counted(video.events, "event")
  }

  private static func settings(_ arguments: Arguments) throws -> VideoSettings {
    var settings = VideoSettings()
    let rate = try arguments.number("--rate", in: 0.001...1000)
    guard rate == nil || !arguments.has("--every-frame") else {
      throw SmilestoneError.usage(
        "--rate and --every-frame cannot go together.", remedy: "Give one of them.")
    }
    if arguments.has("--every-frame") { settings.sampling.framesPerSecond = nil }
    if let rate { settings.sampling.framesPerSecond = rate }
    settings.sampling.from = try arguments.number("--from", in: 0...1e7) ?? 0
    settings.sampling.to = try arguments.number("--to", in: 0...1e7)
    if let to = settings.sampling.to, to <= settings.sampling.from {
      throw SmilestoneError.usage(
        "--to \(to) is not after --from \(settings.sampling.from).",
        remedy: "Give seconds from the recording's start.")
    }
    settings.stream = try arguments.integer("--stream", in: 0...1000)
    settings.choice = try arguments.choice("--track") ?? settings.choice
    let quality = settings.quality
    settings.quality.smallestSide =
      try arguments.number("--smallest", in: 8...10_000) ?? quality.smallestSide
    settings.quality.leastSharpness =
      try arguments.number("--sharpness", in: 0...1e6) ?? quality.leastSharpness
    settings.quality.largestTurnInDegrees =
      try arguments.number("--turn", in: 0...180) ?? quality.largestTurnInDegrees
    let detection = settings.detection
    settings.detection.windowInSeconds =
      try arguments.number("--smoothing", in: 0...60) ?? detection.windowInSeconds
    settings.detection.onset = try arguments.number("--onset", in: 0...1) ?? detection.onset
    settings.detection.offset = try arguments.number("--offset", in: 0...1) ?? detection.offset
    settings.detection.leastDuration =
      try arguments.number("--least-duration", in: 0...3600) ?? detection.leastDuration
    if let problem = settings.detection.problem {
      throw SmilestoneError.usage(problem, remedy: "Give other --onset and --offset.")
    }
    return settings
  }

  /// Whose face is studied, where a person marked it.
  private static func mark(
    _ arguments: Arguments, _ files: [URL], _ settings: inout VideoSettings, _ session: Session
  ) throws {
    guard let path = arguments.string("--marks") else {
      guard settings.choice != .marked else {
        throw SmilestoneError.usage(
          "--track marked needs the marks.", remedy: "Name their file of events with --marks.")
      }
      return
    }
    guard !arguments.has("--track") || settings.choice == .marked else {
      throw SmilestoneError.usage(
        "--marks and --track \(settings.choice.rawValue) cannot go together.",
        remedy: "Leave out one of them.")
    }
    let marks = try FaceMarks(contentsOf: URL(fileURLWithPath: path), videos: files)
    for video in marks.unmarked(of: files) {
      session.observer.message("\(video.lastPathComponent) has no mark: nobody is studied in it.")
    }
    settings.choice = .marked
    settings.marks = marks
  }

  /// The videos; one that is named twice counts once, and two of one name are refused.
  private static func videos(_ arguments: Arguments) throws -> [URL] {
    var seen: Set<String> = []
    let files = try VideoFiles.list(arguments.operands).filter {
      seen.insert($0.standardizedFileURL.resolvingSymlinksInPath().path).inserted
    }
    let names = Dictionary(grouping: files, by: \.lastPathComponent)
    if let twice = files.first(where: { names[$0.lastPathComponent, default: []].count > 1 }) {
      throw SmilestoneError.usage(
        "Two videos are called \(twice.lastPathComponent), by which tables of events name them.",
        remedy: "Rename one of them, or give them to the command one after the other.")
    }
    return files
  }

  /// What a face at rest shows; each expression model must know it.
  private static func baseline(
    _ arguments: Arguments, _ models: VideoModels
  ) throws -> RestingBaseline? {
    guard let label = arguments.string("--baseline") else { return nil }
    guard !models.expressions.isEmpty else {
      throw SmilestoneError.usage(
        "--baseline needs an expression model.", remedy: "Name one with --model, or leave it out.")
    }
    for model in models.expressions {
      let labels = model.description.vocabulary.labels.emotions.map(\.rawValue)
      guard labels.contains(label) else {
        throw SmilestoneError.usage(
          "--baseline \(label): the model \(model.description.name) has no such label.",
          remedy: "Give one of \(labels.joined(separator: ", ")).")
      }
    }
    return RestingBaseline(label: label)
  }

  private static func models(_ arguments: Arguments, _ session: Session) throws -> VideoModels {
    guard !arguments.has("--detect-only") else { return try VideoModels(expressions: [], age: nil) }
    let (expressions, age) = try PredictCommand.models(arguments)
    return try VideoModels(
      expressions: expressions.map {
        try ModelFile(contentsOf: $0, kind: .expression, device: session.device)
      },
      age: age.map { try ModelFile(contentsOf: $0, kind: .age, device: session.device) })
  }
}
