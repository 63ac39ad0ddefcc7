import Foundation
import Support

extension Manifest {
  /// Reads a manifest; the images themselves are not opened.
  /// - Parameter observer: learns of the columns that nothing uses, and of cells and rows that are not
  ///   understood.
  /// - Parameter allowsSeveralFaces: whether an image may have several rows, with a box each.
  /// - Throws: `SmilestoneError` (bad input) naming the image that is missing or listed twice.
  public init(
    contentsOf url: URL, allowsSeveralFaces: Bool = false,
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    self = try Manifest.read(url, allowsSeveralFaces: allowsSeveralFaces, observer: observer)
      .manifest
  }

  /// Reads a manifest, and lists the cells that are not understood, which stay empty (stage "cell"), and
  /// the rows of too few or too many cells, which are left out (stage "manifest").
  /// - Throws: as `init(contentsOf:observer:)`.
  public static func read(
    _ url: URL, allowsSeveralFaces: Bool = false,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> (manifest: Manifest, remarks: [SkippedImage]) {
    let reader = try CSVReader(contentsOf: url, expected: ManifestColumn.allNames(.study))
    let layout = try ManifestLayout(reader)
    var labels = LabelSchemeCells(position: layout.labelScheme)
    var records: [FaceRecord] = []
    var remarks: [SkippedImage] = []
    let place = { (line: Int) in "\(url.lastPathComponent), line \(line)" }
    var faces = ListedFaces(layout, allowsSeveral: allowsSeveralFaces)
    let count = reader.lineCount
    records.reserveCapacity(count)
    faces.reserve(count)
    try reader.forEachUsableRow(ragged: { line, reason in
      remarks.append(
        SkippedImage(image: place(line), stage: "manifest", reason: "it has \(reason)"))
    }) { row in
      try labels.take(row, of: reader.name)
      let record = try layout.record(row, labels: labels.scheme) { reason in
        remarks.append(SkippedImage(image: place(row.line), stage: "cell", reason: reason))
      }
      try faces.add(record, path: Manifest.plainPath(record.image), line: row.line)
      records.append(record)
    }
    let manifest = Manifest(
      folder: url.deletingLastPathComponent(), extraColumns: layout.extraColumns,
      records: records, vocabulary: Vocabulary(labels: labels.scheme, ages: layout.ages))
    if let note = manifest.unusedColumnsInWords { observer.message("\(reader.name): \(note)") }
    report(remarks, observer)
    return (manifest, remarks)
  }

  /// The first of many: each is told where there is a list for them.
  private static func report(_ remarks: [SkippedImage], _ observer: any ProgressObserver) {
    for (stage, title) in [("cell", "cells left empty"), ("manifest", "rows left out")] {
      let listed = remarks.filter { $0.stage == stage }
      let shown = 3
      for remark in listed.prefix(shown) { observer.message("\(remark.image): \(remark.reason).") }
      if listed.count > shown { observer.message("\(listed.count) \(title) in all.") }
    }
  }

  /// A relative or absolute path without `.` and empty components, so that two spellings of one
  /// file meet. (`..` stays: it may lead through a link.)
  private static func plainPath(_ path: String) -> String {
    guard hasEmptyStep(path) else { return path }
    let components = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
  }
}

extension Manifest {
  /// Whether a path has a component that is `.` or empty. Bytes are looked at, for a search in text
  /// would take most of the time of reading a manifest.
  private static func hasEmptyStep(_ path: String) -> Bool {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    // The last two bytes; a path starts as if after a slash, except that one may stand there.
    var (before, last) = (UInt8(0), slash)
    var isFirst = true
    for byte in path.utf8 {
      if byte == slash, last == slash && !isFirst || last == dot && before == slash {
        return true
      }
      (before, last) = (last, byte)
      isFirst = false
    }
    return false
  }
}
