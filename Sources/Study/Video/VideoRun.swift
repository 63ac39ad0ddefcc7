import Datasets
import Events
import FaceDetection
import Faces
import Foundation
import Statistics
import Support
import Tracking
import Video

/// Turns videos into tables of frames and events, in a folder; continues what was stopped.
public struct VideoRun {
  private let folder: URL
  private let settings: VideoSettings
  private let models: VideoModels
  private let faces: VideoFaces
  private let observer: any ProgressObserver

  public init(
    _ folder: URL, settings: VideoSettings, models: VideoModels, finder: any FaceFinder,
    observer: any ProgressObserver
  ) {
    self.folder = folder
    self.settings = settings
    self.models = models
    self.observer = observer
    faces = VideoFaces(settings: settings, finder: finder, models: models)
  }

  /// What was made.
  public struct Outcome: Sendable {
    public let videos: [VideoSummary]
    public let events: [CodedEvent]
    /// Why the models' predictions mean nothing; nil where nothing is known against them.
    public let warning: String?
  }

  /// Writes `frames.csv`, `events.csv` with the settings of events beside it, `videos.csv` and `usable.csv`.
  ///
  /// What was done of a video lies in `parts` as soon as it is done; the same command continues from there and ends
  /// with the same bytes.
  /// - Throws: `SmilestoneError.badInput` where none of the videos can be read, `SmilestoneError.usage` where the
  ///   folder holds parts of other videos, settings or models.
  public func run(_ videos: [URL]) throws -> Outcome {
    try claimFolder(videos)
    var summaries = videos.map(VideoSummary.init)
    for (index, url) in videos.enumerated() {
      do {
        let reader = try VideoReader(contentsOf: url, stream: settings.stream)
        summaries[index].durationInSeconds = reader.facts.durationInSeconds
        summaries[index].width = reader.facts.width
        summaries[index].height = reader.facts.height
        try parts(index, url).complete(reader, with: faces, observer: observer)
      } catch let error as SmilestoneError where error.code == .badInput {
        guard videos.count > 1 else { throw error }
        summaries[index].problem = error.message
        observer.message("left out: \(error.message)")
      }
    }
    guard summaries.contains(where: { $0.problem == nil }) else {
      throw SmilestoneError.badInput(
        "None of the \(videos.count) videos can be read. The first: \(summaries[0].problem ?? "")",
        remedy: "Look at them with `ffprobe`.")
    }
    return try write(videos, &summaries)
  }

  private func parts(_ index: Int, _ url: URL) -> VideoParts {
    let name = url.lastPathComponent
    return VideoParts(
      folder.appendingPathComponent("parts/\(index + 1)-\(name)", isDirectory: true), name: name)
  }

  private func claimFolder(_ videos: [URL]) throws {
    let record = VideoRunRecord(
      smilestoneVersion: Smilestone.version,
      videos: videos.map { url in
        let facts = try? FileManager.default.attributesOfItem(
          atPath: url.resolvingSymlinksInPath().path)
        return VideoRunRecord.File(
          path: url.standardizedFileURL.path, byteCount: facts?[.size] as? Int ?? 0,
          modified: (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
      },
      sampling: settings.sampling, stream: settings.stream, quality: settings.quality,
      models: try models.all.reduce(into: [:]) {
        $0[$1.description.name] = try ContentHash.sha256(ofFile: $1.url)
      }, detector: faces.finder.name)
    let place = folder.appendingPathComponent("video.json")
    guard FileManager.default.fileExists(atPath: place.path) else {
      return try AtomicFile.write(SettingsFile.encode(record), to: place)
    }
    let earlier = try JSONText.read(
      VideoRunRecord.self, from: place, as: "a record of videos",
      remedy: "Name another folder with --out.")
    guard earlier != record else { return }
    // Where nothing was done yet, as of a file that cannot be read, nothing is lost.
    guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("parts").path) else {
      return try AtomicFile.write(SettingsFile.encode(record), to: place)
    }
    guard earlier.videos == record.videos else {
      func names(_ record: VideoRunRecord) -> String {
        record.videos.prefix(3).map { URL(fileURLWithPath: $0.path).lastPathComponent }
          .joined(separator: ", ") + (record.videos.count > 3 ? " …" : "")
      }
      throw SmilestoneError.usage(
        "\(folder.path) was made of other videos, or they have changed since: \(names(earlier)); now "
          + "\(names(record)).", remedy: "Give the same videos as then, or another --out.")
    }
    let differences = SettingsFile.differences(
      try SettingsFile.encode(earlier), try SettingsFile.encode(record))
    throw SmilestoneError.usage(
      "\(folder.path) was made otherwise: \(differences.prefix(3).joined(separator: "; ")).",
      remedy: "Give the same command as then, or another --out.")
  }

  // MARK: Tables

  private func write(_ videos: [URL], _ summaries: inout [VideoSummary]) throws -> Outcome {
    let warning = OriginWarning(
      models.all.map(\.description),
      about: Manifest(
        folder: folder, records: [FaceRecord(image: "frame")], vocabulary: .study)
    ).map { $0.clauses.joined(separator: "; ") }
    var table = FrameTable(models, warning: warning ?? "")
    var events: [CodedEvent] = []
    var frames: [RecordedFrames] = []
    var written = summaries
    try AtomicFile.write(to: folder.appendingPathComponent("frames.csv")) { file in
      for (index, url) in videos.enumerated() where summaries[index].problem == nil {
        let found = try write(parts(index, url), of: &written[index], &table, to: file)
        written[index].events = found.events.count
        events += found.events
        frames.append(found.frames)
      }
    }
    summaries = written
    try EventFormat.csv.write(events, to: folder.appendingPathComponent("events.csv"))
    try AtomicFile.write(
      SettingsFile.encode(settings.detection),
      to: folder.appendingPathComponent(EventDetection.fileName))
    try AtomicFile.write(
      VideoSummary.table(summaries), to: folder.appendingPathComponent("videos.csv"))
    try AtomicFile.write(
      UsableShare.table(
        UsableShare.shares(of: frames, ageGroups: models.ages.groups.map(\.rawValue))),
      to: folder.appendingPathComponent("usable.csv"))
    return Outcome(videos: summaries, events: events, warning: warning)
  }

  /// Writes the rows of one video.
  /// - Returns: its events, and which of its frames are usable.
  private func write(
    _ parts: VideoParts, of summary: inout VideoSummary, _ table: inout FrameTable,
    to file: FileHandle
  ) throws -> (events: [CodedEvent], frames: RecordedFrames) {
    let chosen = try ChosenFaces(
      parts, choice: settings.choice, marks: settings.marks?.marks(of: summary.video) ?? [],
      frameWidth: summary.width ?? 0)
    var series = models.expressions.map { _ in LabelSeries() }
    var counted = summary
    counted.tracks = chosen.trackCount
    var ages: [Double] = []
    var frames = RecordedFrames(
      video: counted.video, subject: counted.subject, session: counted.session)
    try parts.forEach { part in
      chosen.forEachFrame(of: part) { rows in
        let isUsable = rows.contains { $0.1 == .ok }
        if rows[0].1 != .noFrame {
          counted.frames += 1
          counted.framesWithFace += rows[0].0.face == nil ? 0 : 1
          counted.usableFrames += isUsable ? 1 : 0
          frames.add(at: rows[0].0.time ?? 0, isUsable: isUsable)
        }
        ages += rows.filter { $0.1 == .ok }.compactMap(\.0.face?.ageInYears)
        for (row, status, reason) in rows {
          table.add(row, of: counted.video, status, reason)
          guard status == .ok, let face = row.face, let time = row.time else { continue }
          for (index, probabilities) in face.probabilities.enumerated() {
            series[index].add(
              probabilities, at: time, of: settings.choice == .all ? "track \(face.track)" : nil)
          }
        }
      }
      try file.write(contentsOf: Data(table.takeText().utf8))
    }
    counted.ageInYears = counted.ageInYears ?? (ages.isEmpty ? nil : quantile(ages.sorted(), 0.5))
    counted.ageGroup = counted.ageInYears.map { models.ages.group(ofAgeInYears: $0) }
    summary = counted
    frames.ageGroup = counted.ageGroup?.rawValue
    let events = zip(models.expressions, series).flatMap { model, series in
      let labels = model.description.vocabulary.labels
      return series.events(
        labels, settings.detection,
        like: CodedEvent(
          video: counted.video, subject: counted.subject, session: counted.session,
          coder: model.description.name, variable: labels.noun.singular, code: "", onset: 0,
          offset: 0))
    }
    return (events, frames)
  }
}
