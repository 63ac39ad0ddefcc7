import Events
import Faces
import Foundation
import Support
import Video

/// Recordings of synthetic children at several ages, in which it is known when which expression begins and ends.
public enum SyntheticSessions {
  /// One recording.
  struct Session {
    let video: String
    let subject: String
    let number: Int
    let ageInYears: Double
    let identity: FaceIdentity
    let companion: FaceIdentity?
    let script: SessionScript
    let view: FaceView
  }

  /// Draws `folder/videos/sub-01_ses-1_age-1.25.mp4` …, and writes `events.csv` (what is shown, coded by “truth”),
  /// `marks.csv` (whose face is studied, for `smilestone video --marks`),
  /// `sessions.csv` (subject, session and age of each) and `frames.csv` (where faces are in each frame).
  /// - Returns: the number of recordings.
  /// - Throws: `SmilestoneError` when a setting cannot be used or a file cannot be written.
  public static func draw(
    _ settings: SessionSettings, into folder: URL,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> Int {
    try settings.validate()
    let sessions = (0..<settings.children).flatMap { child in recordings(of: child, settings) }
    let progress = ProgressCounter(
      task: "Drawing recordings", total: sessions.count, unit: "recordings", observer: observer)
    let frames = try parallelMap(count: sessions.count) { index in
      defer { progress.advance() }
      return try draw(sessions[index], settings, into: folder)
    }
    var table = CSVWriter(header: ["video", "subject", "session", "age"])
    for session in sessions {
      table.append([
        session.video, session.subject, "\(session.number)",
        ManifestNumber.text(session.ageInYears),
      ])
    }
    try AtomicFile.write(table.text, to: folder.appendingPathComponent("sessions.csv"))
    var places = CSVWriter(header: [
      "video", "time", "child_x", "child_y", "adult_x", "adult_y", "turned",
    ])
    for row in frames.joined() { places.append(row) }
    try AtomicFile.write(places.text, to: folder.appendingPathComponent("frames.csv"))
    let events = sessions.flatMap { session in
      session.script.events(
        like: CodedEvent(
          video: session.video, subject: session.subject, session: "\(session.number)",
          coder: "truth", variable: settings.vocabulary.labels.noun.singular, code: "", onset: 0,
          offset: 0))
    }
    try EventFormat.csv.write(events, to: folder.appendingPathComponent("events.csv"))
    // The child is in the left half of every frame.
    let marks = sessions.map { session in
      CodedEvent(
        video: session.video, subject: session.subject, session: "\(session.number)",
        coder: "truth", variable: "infant", code: "left", onset: 0, offset: settings.seconds)
    }
    try EventFormat.csv.write(marks, to: folder.appendingPathComponent("marks.csv"))
    return sessions.count
  }

  private static func recordings(of child: Int, _ settings: SessionSettings) -> [Session] {
    var generator = SeededGenerator(seed: settings.seed, stream: "child \(child)")
    let identity = FaceIdentity(using: &generator)
    let companion = FaceIdentity(using: &generator)
    var age = generator.uniform(0.5, 2.5)
    return (1...settings.sessionsPerChild).map { number in
      defer { age += generator.uniform(1, 4) }
      let years = (age * 100).rounded() / 100
      let script = SessionScript(
        settings, adultWeight: settings.transition.adultWeight(ageInYears: years), using: &generator
      )
      var view = FaceView(
        strength: 0.5, identity: identity, appearanceAgeInYears: years, using: &generator)
      view.occluder = nil
      view.shift = Point(0, 0)
      let subject = String(format: "%02d", child + 1)
      let hasCompanion =
        settings.secondPersonEvery > 0
        && (child * settings.sessionsPerChild + number).isMultiple(of: settings.secondPersonEvery)
      return Session(
        // Names say what the commands' --pattern reads of them.
        video: "sub-\(subject)_ses-\(number)_age-\(ManifestNumber.text(years)).mp4",
        subject: subject, number: number,
        ageInYears: years, identity: identity, companion: hasCompanion ? companion : nil,
        script: script, view: view)
    }
  }

  /// - Returns: the rows of `frames.csv`.
  private static func draw(
    _ session: Session, _ settings: SessionSettings, into folder: URL
  ) throws -> [[String]] {
    let writer = try VideoWriter(
      width: SessionSettings.width, height: SessionSettings.height,
      framesPerSecond: settings.framesPerSecond)
    let count = Int(settings.seconds * Double(settings.framesPerSecond))
    let rows = try (0..<count).map { frame in
      let time = Double(frame) / Double(settings.framesPerSecond)
      var scene = SessionFrame(background: session.view.background)
      let row = try scene.add(session, at: time)
      try writer.add(scene.pixels)
      return [session.video, ManifestNumber.text(time)] + row
    }
    try AtomicFile.write(
      writer.finish(), to: folder.appendingPathComponent("videos/\(session.video)"))
    return rows
  }
}
