import Foundation
import Support

/// The formats in which events are read and written.
public enum EventFormat: String, Sendable, CaseIterable {
  /// A table of all events: `EventTable`.
  case csv
  /// ELAN (.eaf), a file for each recording.
  case elan
  /// A BORIS project (.boris).
  case boris
  /// BORIS's export of aggregated events.
  case borisTable = "boris-table"
  /// Datavyu (.opf), a file for each recording.
  case datavyu
  /// BIDS (…_events.tsv), a file for each recording.
  case bids

  /// Whether a file holds one recording's events.
  public var hasFilePerVideo: Bool {
    switch self {
    case .elan, .datavyu, .bids: true
    case .csv, .boris, .borisTable: false
    }
  }

  /// What a recording's file is called; `stem` is the recording's name without its ending.
  func fileName(_ stem: String) -> String {
    switch self {
    case .csv: "\(stem).csv"
    case .elan: "\(stem).eaf"
    case .boris: "\(stem).boris"
    case .borisTable: "\(stem).tsv"
    case .datavyu: "\(stem).opf"
    case .bids: "\(stem)_events.tsv"
    }
  }

  /// The format of a file, by its name and, for tables, by its columns.
  /// - Throws: `SmilestoneError.badInput` where it is none of these.
  static func recognised(_ url: URL) throws -> EventFormat {
    switch url.pathExtension.lowercased() {
    case "eaf": return .elan
    case "boris": return .boris
    case "opf": return .datavyu
    case "csv", "tsv", "txt":
      let reader = try CSVReader(
        contentsOf: url, expected: EventTable.columns + BORISTable.columns + BIDSEvents.columns)
      func has(_ column: String) throws -> Bool { try reader.index(of: column) != nil }
      if try has("Behavior") { return .borisTable }
      if try has("trial_type") { return .bids }
      if try has("code") { return .csv }
      throw SmilestoneError.badInput(
        "\(url.path) has none of the columns by which events are known (code; Behavior; trial_type).",
        remedy: "Its columns are: \(reader.header.joined(separator: ", ")).")
    default:
      throw SmilestoneError.badInput(
        "\(url.path) is no file of events that is known.",
        remedy: "Give an .eaf, .boris, .opf, .csv or .tsv file.")
    }
  }

  /// Reads a file of events.
  /// - Parameter format: nil to tell by its name and columns.
  /// - Throws: `SmilestoneError.badInput` that names the file where it cannot be read as a whole. What of it
  ///   cannot be used is listed.
  public static func read(_ url: URL, as format: EventFormat? = nil) throws -> EventList {
    let format = try format ?? recognised(url)
    var list =
      switch format {
      case .csv: try EventTable.read(url)
      case .elan: try ELANFile.read(url)
      case .boris: try BORISProject.read(url)
      case .borisTable: try BORISTable.read(url)
      case .datavyu: try DatavyuFile.read(url)
      case .bids: try BIDSEvents.read(url)
      }
    guard format.hasFilePerVideo else { return list }
    // A file of one recording that does not name it is called after it.
    let stem = url.deletingPathExtension().lastPathComponent.replacing(/_events$/, with: "")
    for index in list.events.indices where list.events[index].video.isEmpty {
      list.events[index].video = stem
    }
    return list
  }

  /// The endings of files of events below a folder.
  private static let endings: Set<String> = ["eaf", "boris", "opf", "csv", "tsv"]

  /// Reads files of events, and those below folders.
  public static func read(_ paths: [URL]) throws -> EventList {
    var all = EventList()
    for url in try paths.flatMap(files) {
      let list = try read(url)
      all.events += list.events
      all.unusable += list.unusable
    }
    return all
  }

  private static func files(_ url: URL) throws -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return [url] }
    let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    let files = names.filter {
      endings.contains(($0 as NSString).pathExtension.lowercased())
        && !($0 as NSString).lastPathComponent.hasPrefix(".")
    }
    guard !files.isEmpty else {
      throw SmilestoneError.badInput(
        "The folder \(url.path) holds no files of events.",
        remedy: "Their names end in \(endings.sorted().joined(separator: ", ")).")
    }
    return files.sorted().map { url.appendingPathComponent($0) }
  }

  /// Writes events: into one file, or into a folder with a file for each recording.
  /// - Parameter out: a file, or a folder: what has no ending is one.
  /// - Returns: the files.
  @discardableResult
  public func write(_ events: [CodedEvent], to out: URL) throws -> [URL] {
    let events = events.sorted(by: CodedEvent.areInOrder)
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: out.path, isDirectory: &isFolder)
    let isFile = isThere ? !isFolder.boolValue : !out.pathExtension.isEmpty
    guard hasFilePerVideo, !isFile else {
      let videos = Set(events.map(\.video))
      guard !hasFilePerVideo || videos.count <= 1 else {
        throw SmilestoneError.usage(
          "\(out.path): a file of the format \(rawValue) holds one recording, and these are of "
            + "\(videos.count).", remedy: "Name a folder.")
      }
      let place = isFile ? out : out.appendingPathComponent(fileName("events"))
      try AtomicFile.write(data(events, named: place.lastPathComponent), to: place)
      return [place]
    }
    let byVideo = Dictionary(grouping: events, by: \.video).sorted { $0.key < $1.key }
    return try byVideo.map { video, events in
      let stem = video.isEmpty ? "events" : (video as NSString).deletingPathExtension
      let place = out.appendingPathComponent(fileName(stem))
      try AtomicFile.write(data(events, named: place.lastPathComponent), to: place)
      return place
    }
  }

  private func data(_ events: [CodedEvent], named name: String) throws -> Data {
    switch self {
    case .csv: Data(EventTable.text(events).utf8)
    case .elan: Data(ELANFile.text(events).utf8)
    case .boris: try BORISProject.data(events, named: name)
    case .borisTable: Data(BORISTable.text(events).utf8)
    case .datavyu: try DatavyuFile.data(events, named: name)
    case .bids: Data(BIDSEvents.text(events).utf8)
    }
  }
}
