import Datasets
import Faces
import Foundation
import Imaging
import Support

/// What a folder holds that concerns a study: images, videos, tables, labels, ages and persons, as far as
/// names, tables and the first bytes of files say it. No image is decoded, and nothing is written.
public struct FolderSurvey: Sendable, Encodable {
  /// Something that was counted.
  public struct Tally: Sendable, Equatable, Encodable {
    public let name: String
    public let count: Int
  }

  /// The folder's absolute path.
  public let folder: String
  /// Image files by format, the most frequent first.
  public let images: [Tally]
  /// Videos, by their paths below the folder.
  public let videos: [String]
  /// What the faces are read as, which `study --faces` would recognise: a data set's kind; nil where it is
  /// none, or not clear which.
  public let dataset: String?
  /// What to do where images lie in folders whose names are numbers and no data set is recognised; nil
  /// where they do not.
  public let numberedFolders: String?
  /// The kinds that fit equally well; empty where it is clear.
  public let candidates: [String]
  /// The table in the folder that lists its faces, as a manifest does; nil where a data set is recognised.
  public let manifest: String?
  /// The faces of that data set or manifest; nil where there is neither.
  public let faces: SurveyedFaces?
  /// The tables that lie in the folder itself.
  public let tables: [SurveyedTable]
  /// Why files, rows and cells are not used, and how many.
  public let passedOver: [Tally]
  /// Folders directly below that are data sets of their own; empty where the folder is one.
  public let parts: [FolderSurvey]

  public var imageCount: Int { images.reduce(0) { $0 + $1.count } }
  var url: URL { URL(fileURLWithPath: folder, isDirectory: true) }

  /// - Throws: `SmilestoneError` (bad input) when the place is missing, is no folder, cannot be listed, or
  ///   holds no image, no video and no table, or is a study's run folder.
  public init(_ place: URL) throws {
    let run = RunFolder(place)
    guard !run.configuration.exists else {
      throw SmilestoneError.badInput(
        "\(place.path) is the run folder of a study.",
        remedy: "Its page is \(run.report.path); name a folder of photographs to begin another.")
    }
    try self.init(place, searchesParts: true)
    guard imageCount > 0 || !videos.isEmpty || !tables.isEmpty else {
      let others = passedOver.map { "\($0.name) (\($0.count))" }.joined(separator: "; ")
      throw SmilestoneError.badInput(
        "\(folder) holds no images, videos or tables\(others.isEmpty ? "." : ": \(others).")",
        remedy: "Name the folder that holds the photographs.")
    }
  }

  private init(_ place: URL, searchesParts: Bool) throws {
    let place = place.standardizedFileURL
    folder = place.path
    let contents = try FolderSurvey.contents(of: place)
    images = FolderSurvey.formats(of: contents.images)
    videos = contents.unusable.filter(\.isVideo).map(\.path)
    parts = searchesParts ? try FolderSurvey.parts(of: place) : []
    let others = contents.unusable.map {
      SkippedImage(image: $0.path, stage: "manifest", reason: $0.reason)
    }
    let foundTables = try SurveyedTable.tables(in: place, images: contents.images)
    tables = foundTables
    let names = Set(foundTables.map(\.name))
    let notImages = contents.others.filter { !names.contains($0.path) }.map {
      SkippedImage(image: $0.path, stage: SkippedImage.otherFile, reason: $0.reason)
    }
    guard parts.isEmpty else {
      (dataset, candidates, manifest, faces) = (nil, [], nil, nil)
      numberedFolders = nil
      passedOver = FolderSurvey.tallies(others + notImages)
      return
    }
    let looked = try DatasetPlace(place)
    let found = DatasetAdapters.candidates(in: looked)
    numberedFolders = found.isEmpty ? looked.numberedFoldersInWords : nil
    candidates = found.count > 1 ? found.map { $0.name } : []
    if found.count == 1, let kind = found.first,
      let read = try? kind.init().read(place, options: FolderSurvey.options(place))
    {
      dataset = kind.name
      manifest = nil
      faces = SurveyedFaces(read.manifest)
      passedOver = FolderSurvey.tallies(
        read.skipped.filter { $0.stage != SkippedImage.otherFile || !names.contains($0.image) })
      return
    }
    dataset = nil
    let listed = FolderSurvey.manifest(in: place, among: foundTables)
    manifest = listed?.name
    faces = listed.map { SurveyedFaces($0.manifest) }
    passedOver = FolderSurvey.tallies((listed?.remarks ?? []) + others + notImages)
  }

  // MARK: Reading

  private static func contents(of place: URL) throws -> ImageFolder {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    guard !exists || isFolder.boolValue else {
      throw SmilestoneError.badInput(
        "\(place.path) is a file, not a folder.",
        remedy: "Name the folder that it lies in: \(place.deletingLastPathComponent().path).")
    }
    return try ImageFolder(place)
  }

  private static func options(_ place: URL) -> ImportOptions {
    var options = ImportOptions()
    options.writesImages = false
    options.imageFolder = place
    return options
  }

  /// Folders directly below, where at least one is somebody's own data set and not all are of one kind: an
  /// archive beside other photographs, or several archives.
  private static func parts(of place: URL) throws -> [FolderSurvey] {
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
      .filter { !$0.hasPrefix(".") }.sorted()
    let places = names.map(place.appendingPathComponent)
      .filter { FileManager.default.fileExists(atPath: $0.path + "/.") }
    var kinds: Set<String?> = []
    var hasArchive = false
    var parts: [URL] = []
    for part in places {
      guard let found = try? DatasetPlace(part) else { continue }
      let candidates = DatasetAdapters.candidates(in: found)
      guard !candidates.isEmpty || !found.images.isEmpty else { continue }
      parts.append(part)
      kinds.insert(candidates.count == 1 ? candidates.first?.name : nil)
      hasArchive = hasArchive || candidates.contains { !$0.citations.isEmpty }
    }
    guard hasArchive, kinds.count > 1 else { return [] }
    return try parts.map { try FolderSurvey($0, searchesParts: false) }
  }

  /// The table with the most faces among those that are manifests.
  private static func manifest(
    in place: URL, among tables: [SurveyedTable]
  ) -> (name: String, manifest: Manifest, remarks: [SkippedImage])? {
    tables.filter(\.isManifest).compactMap { table in
      let url = place.appendingPathComponent(table.name)
      return (try? Manifest.read(url, allowsSeveralFaces: true)).map {
        (name: table.name, manifest: $0.manifest, remarks: $0.remarks)
      }
    }.max { $0.manifest.records.count < $1.manifest.records.count }
  }

  // MARK: Counting

  private static func tallies(_ skipped: [SkippedImage]) -> [Tally] {
    ImportedDataset.reasons(of: skipped).map { Tally(name: $0.text, count: $0.count) }
  }

  private static func formats(of images: [String]) -> [Tally] {
    let names = images.map { formatNames[URL(fileURLWithPath: $0).pathExtension.lowercased()] }
    return Dictionary(names.map { ($0 ?? "other", 1) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        Tally(name: $0.key, count: $0.value)
      }
  }

  private static let formatNames = [
    "avif": "AVIF", "bmp": "BMP", "heic": "HEIC", "heif": "HEIC", "jfif": "JPEG", "jpe": "JPEG",
    "jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "tif": "TIFF", "tiff": "TIFF", "webp": "WebP",
  ]
}
