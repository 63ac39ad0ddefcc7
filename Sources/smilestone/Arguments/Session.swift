import Faces
import Foundation
import Imaging
import Study
import Support
import Torch

/// What commands that compute share: the device, the threads, the progress display, the cache.
struct Session {
  let device: Device
  let observer: TerminalObserver
  /// The processes that work on the command together; nil for this one alone.
  let processes: ProcessGroup?

  /// Applies `--device` and `--threads`.
  init(_ arguments: Arguments) throws {
    if let threads = try Session.threads(arguments) { try Runtime.setThreadCount(threads) }
    device = try Session.device(arguments)
    observer = TerminalObserver()
    processes = nil
  }

  /// The decoded faces that a command keeps: beside its output, or in the working folder where it has none.
  func cache(_ arguments: Arguments, output: URL?) -> FaceCache {
    let folder = output?.deletingLastPathComponent() ?? URL(fileURLWithPath: ".")
    return FaceCache(arguments.url("--cache") ?? folder.appendingPathComponent("cache"))
  }
}

extension Session {
  static let options: [Option] = [.device, .threads]
}

/// The faces of a folder of images, one image or a manifest.
struct FaceInput {
  private(set) var manifest: Manifest
  /// The folder's files that are no images.
  private(set) var passedOver: [SkippedImage] = []

  /// Faces whose ages are to be estimated, of a CSV manifest, a folder whose images have no labels, or an
  /// image.
  /// - Parameter ages: the age groups where neither `--age-groups` nor the manifest states any.
  init(_ arguments: Arguments, ages: AgeGrouping, observer: any ProgressObserver) throws {
    try self.init(arguments.operands[0], observer: observer)
    let stated = manifest.vocabulary.ages
    manifest.vocabulary.ages =
      try arguments.ageGroups() ?? (stated == .study ? ages : stated)
    // How probable other groups are is no news of these.
    if manifest.vocabulary.ages != stated {
      stated.membershipColumns.forEach { manifest.removeExtraColumn($0) }
      for row in manifest.records.indices { manifest.records[row].ageGroup = nil }
    }
  }

  /// Endings of tables, and of what people take for one.
  private static let tableEndings: Set<String> = [
    "csv", "tsv", "txt", "xls", "xlsx", "ods",
    "numbers", "parquet", "sav", "json", "jsonl",
  ]

  /// - Parameters:
  ///   - path: a manifest, a folder whose images have no labels, or an image.
  ///   - allowsSeveralFaces: whether a manifest may list several faces of an image, with a box each.
  init(_ path: String, allowsSeveralFaces: Bool = false, observer: any ProgressObserver) throws {
    let url = URL(fileURLWithPath: path)
    guard !Self.tableEndings.contains(url.pathExtension.lowercased()) else {
      manifest = try Manifest(
        contentsOf: url, allowsSeveralFaces: allowsSeveralFaces, observer: observer)
      return
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      manifest = Manifest(
        folder: url.deletingLastPathComponent(),
        records: [FaceRecord(image: url.lastPathComponent)],
        vocabulary: .study
      )
      return
    }
    let contents = try ImageFolder(url)
    // Those that cannot be used have a row too: reading them gives the reason.
    let images = contents.images + contents.unusable.map(\.path)
    guard !images.isEmpty else {
      throw SmilestoneError.badInput(
        "The folder \(path) holds no images.",
        remedy: "Put JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP files there, or name another folder.")
    }
    passedOver = contents.others.map {
      SkippedImage(image: $0.path, stage: SkippedImage.otherFile, reason: $0.reason)
    }
    manifest = Manifest(
      folder: url, records: images.map { FaceRecord(image: $0) }, vocabulary: .study)
  }
}

/// Prints a value as JSON on standard output.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
