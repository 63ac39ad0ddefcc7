import Events
import Faces
import Foundation
import Imaging
import Support
import Video

/// Coded videos: frames are cut out of them where coders say what is seen.
public struct EventsAdapter: DatasetAdapter {
  public static let name = "events"
  public static let layout =
    "a folder of videos, or a video, whose events --labels names: a file or folder of ELAN, BORIS, Datavyu, "
    + "BIDS or events.csv. Frames are written beside the manifest; `smilestone faces --detect` cuts the faces out."
  public static let options: Set<ImportOption> = [
    .labels, .frames, .value, .pattern, .keepOtherLabels, .dropAgesFrom,
  ]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    // Nobody but the user knows which codes belong to which videos.
    false
  }

  public func read(_ place: URL, options: ImportOptions) throws -> ImportedDataset {
    guard let labels = options.labels else {
      throw SmilestoneError.usage(
        "--dataset events needs the coded events.",
        remedy: "Name their file or folder with --labels.")
    }
    guard let folder = options.imageFolder else {
      throw SmilestoneError.usage("--dataset events writes frames, and has no folder for them.")
    }
    let videos = try VideoFiles.list([place.path])
    let faces = try options.frames.map { try StudiedFaces(contentsOf: $0, videos: videos) }
    let columns =
      NamePattern.extraColumns + ["video", "time", Manifest.duplicateClusterColumn]
      + FacePlace.columns
    var rows = ImportedRows(folder: folder, columns: columns, options: options)
    let coded = try codedVideos(EventFormat.read([labels]), videos, options, &rows)
    for (index, video) in videos.enumerated() {
      options.observer.update(
        ProgressUpdate(
          task: "Cutting frames", completed: index, total: videos.count, unit: "videos"))
      guard let events = coded[video], !events.isEmpty else {
        rows.leaveOut(video.lastPathComponent, "nothing of it is coded")
        continue
      }
      try cut(
        video, CodedMoment.moments(of: events), faces, subject: events[0].event.subject, options,
        &rows)
    }
    AtomicFile.flushAll()
    return try rows.dataset(layout: Self.layout)
  }

  // MARK: Events

  private typealias Labelled = (event: CodedEvent, label: SourceLabel)

  /// The events of each video whose codes mean a label.
  private func codedVideos(
    _ list: EventList, _ videos: [URL], _ options: ImportOptions, _ rows: inout ImportedRows
  ) throws -> [URL: [Labelled]] {
    for event in list.unusable { rows.leaveOut(annotation: event.place, event.reason) }
    let byName = Dictionary(
      videos.map { ($0.deletingPathExtension().lastPathComponent, $0) },
      uniquingKeysWith: { first, _ in first })
    var unknown: [String: Int] = [:]
    var strangers: [String: Int] = [:]
    var meant: [Labelled] = []
    for event in list.events {
      let code = options.values.meaning(of: event.code, in: "emotion")
      if code.isEmpty { continue }
      guard let label = SourceLabel(datasetName: code, labels: options.vocabulary.labels) else {
        unknown[event.code, default: 0] += 1
        continue
      }
      meant.append((event, label))
    }
    let kept = EventList(events: meant.map(\.event)).withoutOverlaps()
    for event in kept.unusable { rows.leaveOut(annotation: event.place, event.reason) }
    let isKept = Set(kept.events)
    var coded: [URL: [Labelled]] = [:]
    for item in meant where isKept.contains(item.event) {
      let video =
        item.event.video.isEmpty && videos.count == 1 ? videos[0] : byName[item.event.recording]
      guard let video else {
        strangers[item.event.video, default: 0] += 1
        continue
      }
      coded[video, default: []].append(item)
    }
    for (code, count) in unknown.sorted(by: { $0.key < $1.key }) {
      rows.leaveOut(
        annotation: "code “\(code)”",
        "coded \(count) times: it is not one of the \(options.vocabulary.labels.labelsInWords); say what it means "
          + "with --value \"emotion:\(code)=LABEL\", or leave it out with \"emotion:\(code)=\"")
    }
    for (video, count) in strangers.sorted(by: { $0.key < $1.key }) {
      rows.leaveOut(
        annotation: "“\(video)”", "coded \(count) times: there is no video of that name")
    }
    for (video, items) in coded.sorted(by: { $0.key.path < $1.key.path }) {
      let subjects = Set(items.compactMap(\.event.subject)).sorted()
      guard subjects.count < 2 else {
        throw SmilestoneError.badInput(
          "Several people are coded in \(video.lastPathComponent): \(subjects.joined(separator: ", ")).",
          remedy:
            "Choose one first: `smilestone events convert … --subject \(subjects[0]) --to csv`.")
      }
    }
    return coded
  }

  // MARK: Frames

  private func cut(
    _ video: URL, _ moments: [CodedMoment], _ faces: StudiedFaces?, subject: String?,
    _ options: ImportOptions, _ rows: inout ImportedRows
  ) throws {
    let name = video.lastPathComponent
    let wanted = self.wanted(moments, of: name, faces, &rows)
    var record: FaceRecord
    let reader: VideoReader
    do {
      record = try self.record(of: video, subject: subject, options).get()
      reader = try VideoReader(contentsOf: video)
    } catch let refusal as UnusableImageError {
      return rows.leaveOut(name, refusal.reason)
    } catch let error as SmilestoneError where error.code == .badInput {
      return rows.leaveOut(name, error.message)
    }
    guard let folder = options.imageFolder else { return }
    let known = record.extra
    var collected = rows
    try reader.forEachFrame(at: wanted.map(\.time)) { index, sample in
      let moment = wanted[index].moment
      guard let sample, case .image(let image) = sample.content, let time = sample.timeInSeconds
      else {
        let end =
          reader.facts.durationInSeconds.map { ", which lasts \(EventTime.text($0)) s" } ?? ""
        collected.leaveOut(
          annotation: "\(name), \(EventTime.text(wanted[index].time)) s",
          "the video has no frame there\(end)")
        return
      }
      let stem = video.deletingPathExtension().lastPathComponent
      let file = "\(stem)-\(String(format: "%09d", Int((time * 1000).rounded()))).jpg"
      try AtomicFile.write(
        image.jpegData(quality: 95), to: folder.appendingPathComponent(file), isFlushed: false)
      record.image = file
      record.extra =
        known + [name, EventTime.text(time), "\(stem)#\(moment.cluster)"]
        + Self.cells(of: wanted[index].place)
      var votes = RaterVotes(labels: options.vocabulary.labels)
      for label in moment.labels { try votes.count(label) }
      record.votes = moment.labels.count > 1 ? votes.votes : nil
      collected.add(record, label: moment.labels.count > 1 ? votes.firstChoice : moment.labels[0])
    }
    rows = collected
  }

  /// When frames are taken, and where the face is in them: where it is known in which frames it can be used, the
  /// nearest of those for which the codes are the same.
  private func wanted(
    _ moments: [CodedMoment], of video: String, _ faces: StudiedFaces?, _ rows: inout ImportedRows
  ) -> [(moment: CodedMoment, time: Double, place: FacePlace?)] {
    guard let faces else { return moments.map { ($0, $0.time, nil) } }
    return moments.compactMap { moment in
      guard let face = faces.face(in: video, at: moment.time, within: moment.reach) else {
        rows.leaveOut(
          annotation: "\(video), \(EventTime.text(moment.time)) s",
          "no face that is studied can be used there")
        return nil
      }
      return (moment, face.time, face.place)
    }
  }

  /// The cells of `FacePlace.columns`.
  private static func cells(of place: FacePlace?) -> [String] {
    let box = place?.box.map { [$0.x, $0.y, $0.width, $0.height] }
    let eyes = place?.eyes.map { [$0.leftX, $0.leftY, $0.rightX, $0.rightY] }
    return [box, eyes].flatMap { $0?.map(ManifestNumber.text) ?? ["", "", "", ""] }
  }

  /// What a video's name says, and who it is of: by the pattern, by a name as BIDS has it, by the codes, else
  /// nobody else than who is in this video.
  private func record(
    of video: URL, subject: String?, _ options: ImportOptions
  ) -> Result<FaceRecord, UnusableImageError> {
    let stem = video.deletingPathExtension().lastPathComponent
    let source = video.deletingLastPathComponent().lastPathComponent
    let name = RecordingName(video.lastPathComponent)
    if let pattern = options.pattern {
      return pattern.describe(
        video.lastPathComponent, source: source, labels: options.vocabulary.labels,
        ages: options.ages ?? .study
      ).map { row in
        var record = row.record
        record.subject = record.subject ?? name.subject ?? subject ?? stem
        return record
      }
    }
    return .success(
      FaceRecord(
        image: "", subject: name.subject ?? subject ?? stem, source: source,
        extra: [name.session ?? "", "", ""]))
  }
}
