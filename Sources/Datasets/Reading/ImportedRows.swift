import Faces
import Foundation
import Imaging
import Support

/// A row of a label table, for messages: "training.csv, line 7".
struct RowPlace: Sendable, Hashable, CustomStringConvertible {
  /// The table's file name.
  let table: String
  let line: Int

  var description: String { "\(table), line \(line)" }
}

/// Collects the faces that an adapter finds, and lists what it leaves out.
///
/// An image that two rows name stays where they say the same; rows that contradict each other
/// leave it out. Rows with different boxes are different faces of it.
struct ImportedRows {
  private let folder: URL
  private let columns: [String]
  private let options: ImportOptions
  private var ages: AgeGrouping { options.ages ?? .study }
  private var records: [FaceRecord] = []
  private(set) var skipped: [SkippedImage] = []
  private var notes: [String] = []
  /// What rows name of each image: one face, or several with a box each.
  private var namings: [PathKey: [Naming]] = [:]
  /// Where the box's cells begin among the columns.
  private let boxPosition: Int?

  /// The first row that named a face.
  private struct Naming {
    let place: RowPlace
    let box: [String]?
    let content: Int
    /// Nil where the row left the image out.
    let record: Int?
    var isContradicted = false
  }

  /// - Parameter columns: the extra columns of the records to come; `source_label` joins them.
  init(folder: URL, columns: [String] = [], options: ImportOptions) {
    self.folder = folder
    self.columns = columns + ["source_label"]
    boxPosition = columns.firstIndex(of: FacePlace.columns[0])
    self.options = options
  }

  /// Adds a face, unless the options leave it out.
  /// - Parameter place: the row of the table that names it; nil where the layout does.
  mutating func add(_ record: FaceRecord, label: SourceLabel? = nil, place: RowPlace? = nil) {
    guard let place else { return settle(record, label: label) }
    var hasher = Hasher()
    hasher.combine(record)
    hasher.combine(label)
    let content = hasher.finalize()
    let key = PathKey(record.image)
    let box = boxCells(of: record)
    if let index = namings[key]?.firstIndex(where: { $0.box == nil || box == nil || $0.box == box }
    ),
      let earlier = namings[key]?[index]
    {
      let verb = earlier.content == content ? "repeats" : "contradicts"
      leaveOut(place, "it \(verb) line \(earlier.place.line) on \(record.image)")
      if earlier.content != content { namings[key]?[index].isContradicted = true }
      return
    }
    let count = records.count
    settle(record, label: label)
    namings[key, default: []].append(
      Naming(
        place: place, box: box, content: content, record: records.count > count ? count : nil))
  }

  /// The box that a record has; nil where it has none.
  private func boxCells(of record: FaceRecord) -> [String]? {
    guard let boxPosition else { return nil }
    let cells = Array(record.extra.dropFirst(boxPosition).prefix(4))
    return cells.allSatisfy(\.isEmpty) ? nil : cells
  }

  /// Whether rows contradict each other on an image.
  var hasContradictions: Bool { namings.values.contains { $0.contains(where: \.isContradicted) } }

  /// Adds a line to the data set's summary.
  mutating func note(_ line: String) { notes.append(line) }

  /// Lists an image that cannot be used.
  mutating func leaveOut(_ image: String, _ reason: String) {
    skipped.append(SkippedImage(image: image, stage: "manifest", reason: reason))
  }

  /// Lists a row that cannot be used.
  mutating func leaveOut(_ place: RowPlace, _ reason: String) {
    skipped.append(SkippedImage(image: "\(place)", stage: "label", reason: reason))
  }

  /// Lists cells of a row that were left empty.
  mutating func remark(_ remarks: [String], at place: RowPlace) {
    remark(remarks, of: "\(place)")
  }

  /// Lists what of an image's labels was left empty.
  mutating func remark(_ remarks: [String], of image: String) {
    skipped += remarks.map { SkippedImage(image: image, stage: "cell", reason: $0) }
  }

  /// Lists a file with labels that cannot be used.
  mutating func leaveOut(annotation path: String, _ reason: String) {
    skipped.append(SkippedImage(image: path, stage: "label", reason: reason))
  }

  mutating func leaveOut(_ unusable: [ImageFolder.Unusable]) {
    for file in unusable { leaveOut(file.path, file.reason) }
  }

  /// Lists what of a folder is not used: images that cannot be, and all other files but those that are read
  /// for what they say of the images.
  /// - Parameters:
  ///   - tables: the files that are read besides the options' own.
  ///   - isRead: whether a file is, by its path below the folder.
  mutating func leaveOut(
    _ contents: ImageFolder, reading tables: [URL] = [],
    where isRead: (String) -> Bool = { _ in false }
  ) {
    leaveOut(contents.unusable)
    leaveOutOthers(contents, reading: tables, where: isRead)
  }

  /// The same of files that nobody means as images alone.
  mutating func leaveOutOthers(
    _ contents: ImageFolder, reading tables: [URL] = [],
    where isRead: (String) -> Bool = { _ in false }
  ) {
    let read = Set(
      (tables + [options.labels, options.skippedList].compactMap(\.self))
        .map { $0.standardizedFileURL.path })
    let root = URL(fileURLWithPath: contents.path).standardizedFileURL.path
    skipped += contents.others.filter { !isRead($0.path) && !read.contains("\(root)/\($0.path)") }
      .map { SkippedImage(image: $0.path, stage: SkippedImage.otherFile, reason: $0.reason) }
  }

  private mutating func settle(_ record: FaceRecord, label: SourceLabel?) {
    var record = record
    var otherLabel = ""
    let labels = options.vocabulary.labels
    switch label?.made(into: labels) {
    case .emotion(let emotion): record.emotion = emotion
    case .other(let name):
      guard options.keepsOtherLabels else {
        return leaveOut(
          record.image, "its label “\(name)” is not one of the \(labels.labelsInWords)")
      }
      otherLabel = name
    case nil: break
    }
    if let limit = options.droppedFromAgeInYears, let age = record.ageInYears, age >= limit {
      return leaveOut(record.image, "its age is \(ManifestNumber.text(limit)) years or more")
    }
    record.ageGroup = record.ageGroup ?? record.ageInYears.map(ages.group(ofAgeInYears:))
    record.extra.append(otherLabel)
    records.append(record)
  }

  /// What was collected; columns that stayed empty are dropped.
  /// - Throws: `SmilestoneError` (bad input) when no face is left.
  consuming func dataset(layout: String) throws -> ImportedDataset {
    let contradicted = namings.filter { $0.value.contains(where: \.isContradicted) }
    let dropped = Set(
      contradicted.values.joined().filter(\.isContradicted).compactMap(\.record))
    for image in contradicted.keys.sorted().map(\.path) {
      leaveOut(image, "rows of its table contradict each other")
    }
    let kept =
      dropped.isEmpty ? Array(records.indices) : records.indices.filter { !dropped.contains($0) }
    // What is wrong with rows would drown among files that no row was meant for.
    let listed = ["label", "cell", "manifest", SkippedImage.otherFile].flatMap { stage in
      skipped.filter { $0.stage == stage }
    }
    guard !kept.isEmpty else {
      if let list = options.skippedList, !listed.isEmpty {
        try SkippedImage.write(listed, to: list)
      }
      throw nothingFound(listed, layout: layout)
    }
    let counts = Dictionary(kept.map { (PathKey(records[$0].image), 1) }, uniquingKeysWith: +)
    let crowded = counts.values.count { $0 > 1 }
    if crowded > 0 {
      note(
        "\(crowded) images show several faces, each in a row with its box: `smilestone faces` cuts "
          + "them out, which must come first")
    }
    let used = columns.indices.filter { column in
      kept.contains { !records[$0].extra[column].isEmpty }
    }
    let manifest = Manifest(
      folder: folder, extraColumns: used.map { columns[$0] },
      records: kept.map { row in
        var record = records[row]
        record.extra = used.map { record.extra[$0] }
        return record
      }, vocabulary: Vocabulary(labels: options.vocabulary.labels, ages: ages))
    return ImportedDataset(manifest: manifest, skipped: listed, notes: notes)
  }

  /// Says what happened: what is wrong with rows, then with images, the most common reason first.
  private func nothingFound(_ listed: [SkippedImage], layout: String) -> SmilestoneError {
    let others = listed.filter { $0.stage == SkippedImage.otherFile }
    guard others.count < listed.count else {
      let kinds = ImportedDataset.reasons(of: others).map { "\($0.text) (\($0.count))" }
      return .badInput(
        "The folder \(folder.path) holds no images"
          + (kinds.isEmpty ? "." : ", but other files: \(kinds.joined(separator: "; "))."),
        remedy: "Expected: \(layout)")
    }
    let reasons = ["label", "cell", "manifest"].flatMap { stage in
      ImportedDataset.reasons(of: listed.filter { $0.stage == stage })
    }
    let shown = reasons.prefix(3).map { reason in
      "\(reason.text) (\(reason.count), for instance \(reason.example))"
    }
    let list = options.skippedList.map { " \($0.path) lists them all." } ?? ""
    return .badInput(
      "Nothing in \(folder.path) can be used, of \(listed.count - others.count) images and rows: "
        + shown.joined(separator: "; ") + (reasons.count > 3 ? "; …" : ".") + list,
      remedy: "Expected: \(layout)")
  }
}
