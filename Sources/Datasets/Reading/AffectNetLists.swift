import Faces
import Foundation
import Imaging
import Support

/// AffectNet's lists: `subDirectory_filePath,face_x,face_y,face_width,face_height,
/// facial_landmarks,expression,valence,arousal`, with or without that line at the top.
struct AffectNetLists {
  let files: [URL]

  private static let columns = [
    "subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "facial_landmarks",
    "expression", "valence", "arousal",
  ]
  private static let splits: [String: Split] = [
    "training.csv": .train, "validation.csv": .validation,
  ]

  init(files: [URL]) { self.files = files }

  /// The lists in a folder and in those around them, level by level.
  init(below folder: URL) {
    let names = Set(Self.splits.keys).union(["automatically_annotated.csv"])
    files = folder.folders(levels: DatasetPlace.wrapperLevels)
      .flatMap { $0.datasetFiles(names.sorted()) }
  }

  /// Whether a table has the lists' columns, named or not.
  static func isList(_ url: URL) throws -> Bool {
    let reader = try CSVReader(contentsOf: url, expected: columns)
    return try reader.index(of: columns[0]) != nil
      || (reader.header.count == columns.count && reader.index(of: "label") == nil)
  }

  func read(
    _ folder: URL, _ contents: ImageFolder, _ options: ImportOptions
  ) throws -> ImportedDataset {
    var join = LabelJoin(contents)
    var rows = ImportedRows(
      folder: folder, columns: FacePlace.columns + ["valence", "arousal"], options: options)
    rows.leaveOut(contents, reading: files)
    for file in files {
      let reader = try CSVReader(
        contentsOf: file, expected: Self.columns, columnsWithoutHeader: Self.columns,
        encoding: options.encoding)
      let positions = try Self.columns.map { try reader.requiredIndex(of: $0) }
      let split = Self.splits[file.lastPathComponent.lowercased()]
      let table = file.lastPathComponent
      try reader.forEachUsableRow(ragged: { line, reason in
        rows.leaveOut(RowPlace(table: table, line: line), "it has \(reason)")
      }) { row in
        let place = RowPlace(table: table, line: row.line)
        do {
          let image = try join.image(named: row.fields[positions[0]]).get()
          let face = try Self.describe(image, positions.map { Cell.trimmed(row.fields[$0]) })
          var record = face.record
          record.split = split
          rows.add(record, label: face.label, place: place)
          rows.remark(face.remarks, at: place)
        } catch let refusal as UnusableImageError {
          rows.leaveOut(place, refusal.reason)
        }
      }
    }
    for image in join.unnamed { rows.leaveOut(image, "no list names it") }
    return try rows.dataset(layout: AffectNetCodes.layout)
  }

  /// - Parameter cells: in the order of `columns`.
  private static func describe(
    _ image: String, _ cells: [String]
  ) throws -> (record: FaceRecord, label: SourceLabel, remarks: [String]) {
    let label = try AffectNetCodes.label(code: cells[6])
    var remarks = CellRemarks()
    let valence = try remarks.optional { try AffectNetCodes.affect(cells[7]) }
    let arousal = try remarks.optional { try AffectNetCodes.affect(cells[8]) }
    let place = FacePlace(
      box: try remarks.optional { try box(cells[1...4]) },
      eyes: try remarks.optional { try eyes(cells[5]) })
    let affect = [valence, arousal].map { $0.map(ManifestNumber.text) ?? "" }
    return (
      FaceRecord(image: image, source: "AffectNet", extra: place.cells + affect), label,
      remarks.reasons
    )
  }

  /// Rows without a face have a box that is not positive.
  private static func box(_ cells: ArraySlice<String>) throws -> FaceBox? {
    let numbers = cells.compactMap { Double($0) }.filter(\.isFinite)
    guard numbers.count == 4 else {
      throw UnusableImageError("“\(cells.joined(separator: ", "))” is not a face box")
    }
    guard numbers[2] > 0, numbers[3] > 0 else { return nil }
    let box = FaceBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    if let problem = box.problem { throw UnusableImageError(problem) }
    return box
  }

  private static func eyes(_ cell: String) throws -> EyePair? {
    if cell.isEmpty { return nil }
    let parts = cell.split(separator: ";", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count, let eyes = EyePair(landmarks: numbers) else {
      throw UnusableImageError("its landmarks are not 68 points")
    }
    return eyes
  }
}
