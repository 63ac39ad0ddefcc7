import Faces
import Foundation
import Imaging
import Support

/// AffectNet's NumPy form: for `images/N.jpg` the files `annotations/N_exp.npy` (a code), `_val`
/// and `_aro` and, where they are, `_lnd` (68 points), each with one value or array.
enum AffectNetAnnotations {
  /// Whether a folder, or one at most two levels below it, has a folder `annotations`.
  static func exist(below folder: URL) -> Bool {
    folder.folders(levels: DatasetPlace.wrapperLevels).contains {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("annotations").path)
    }
  }

  static func read(
    _ folder: URL, _ contents: ImageFolder, _ options: ImportOptions
  ) throws -> ImportedDataset {
    var rows = ImportedRows(
      folder: folder, columns: FacePlace.columns + ["valence", "arousal"], options: options)
    rows.leaveOut(contents) { $0.hasSuffix(".npy") && "/\($0)".contains("/annotations/") }
    let progress = ProgressCounter(
      task: "Reading annotations", total: contents.images.count, unit: "images",
      observer: options.observer)
    let found = try parallelMap(count: contents.images.count) { index in
      defer { progress.advance() }
      return try AnnotatedImage(contents.images[index]).map { try $0.read(in: folder) }
    }
    var stems: [String: Set<String>] = [:]
    for (image, result) in zip(contents.images, found) {
      if let annotated = AnnotatedImage(image) {
        stems[annotated.base, default: []].insert(annotated.stem)
      }
      switch result {
      case .success(let row)?:
        rows.add(row.record, label: row.label)
        rows.remark(row.remarks, of: image)
      case .failure(let refusal)?: rows.leaveOut(image, refusal.reason)
      case nil: rows.leaveOut(image, "it does not lie in a folder images")
      }
    }
    for (base, stems) in stems.sorted(by: { $0.key < $1.key }) {
      for path in try expressions(below: folder, base: base, besides: stems) {
        rows.leaveOut(annotation: path, "there is no image for it")
      }
    }
    return try rows.dataset(layout: AffectNetCodes.layout)
  }

  /// The expression files of images that are not there.
  private static func expressions(
    below folder: URL, base: String, besides stems: Set<String>
  ) throws -> [String] {
    let place = folder.appendingPathComponent(base + "annotations")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.filter { $0.hasSuffix("_exp.npy") && !stems.contains(String($0.dropLast(8))) }
      .sorted().map { "\(base)annotations/\($0)" }
  }
}

/// An image whose annotations lie beside it.
private struct AnnotatedImage {
  let image: String
  /// What comes before "images/", "" or ending in a slash.
  let base: String
  /// The file's name without its ending.
  let stem: String

  /// Nil where the image does not lie in a folder `images`.
  init?(_ image: String) {
    let parts = image.split(separator: "/")
    guard parts.count >= 2, parts[parts.count - 2] == "images", let name = parts.last else {
      return nil
    }
    self.image = image
    base = parts.dropLast(2).map { $0 + "/" }.joined()
    stem = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
  }

  func read(in folder: URL) throws -> Result<FaceTable.Row, UnusableImageError> {
    do {
      guard let code = try value("exp", in: folder) else {
        return .failure(UnusableImageError("it has no annotations/\(stem)_exp.npy"))
      }
      let label = try AffectNetCodes.label(code: code)
      var remarks = CellRemarks()
      let affect = try ["val", "aro"].map { name in
        try remarks.optional {
          try value(name, in: folder).flatMap { try AffectNetCodes.affect($0) }
        }
      }
      let split = base.split(separator: "/").last.flatMap { Split(datasetName: String($0)) }
      let place = FacePlace(eyes: try remarks.optional { try eyes(in: folder) })
      return .success(
        FaceTable.Row(
          record: FaceRecord(
            image: image, source: "AffectNet", split: split,
            extra: place.cells + affect.map { $0.map(ManifestNumber.text) ?? "" }),
          label: label, remarks: remarks.reasons))
    } catch let refusal as UnusableImageError {
      return .failure(refusal)
    } catch let error as SmilestoneError {
      return .failure(UnusableImageError(error.message))
    }
  }

  /// Nil where the file is not there.
  private func array(_ name: String, in folder: URL) throws -> NumPyArray? {
    let url = folder.appendingPathComponent("\(base)annotations/\(stem)_\(name).npy")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try NumPyArray(contentsOf: url)
  }

  private func value(_ name: String, in folder: URL) throws -> String? {
    guard let array = try array(name, in: folder) else { return nil }
    guard let text = array.singleText else {
      throw UnusableImageError("its \(stem)_\(name).npy does not hold one value")
    }
    return text
  }

  private func eyes(in folder: URL) throws -> EyePair? {
    guard let array = try array("lnd", in: folder) else { return nil }
    guard case .numbers(let numbers) = array.values, let eyes = EyePair(landmarks: numbers) else {
      throw UnusableImageError("its \(stem)_lnd.npy does not hold 68 points")
    }
    return eyes
  }
}
