import Faces
import Foundation
import Imaging
import Support

/// The faces that tables of any columns name in a folder.
struct TableFaces {
  private let contents: ImageFolder
  private var tables: [URL] = []
  private let options: ImportOptions
  private let ages: AgeGrouping
  private var join: LabelJoin
  private var rows: ImportedRows
  private var hasVotes = false
  private let columns: [String]
  private let readsFolders: Bool

  /// - Parameters:
  ///   - table: a table whose columns beyond the standard ones all of them have.
  ///   - folder: where the images' names start.
  ///   - readsFolders: whether folders say the emotion and the split where the table does not.
  init(
    columnsOf table: FaceTable, contents: ImageFolder, folder: URL, options: ImportOptions,
    readsFolders: Bool = false
  ) {
    self.contents = contents
    self.options = options
    self.readsFolders = readsFolders
    ages = table.ages
    columns = table.extraColumns
    join = LabelJoin(contents, allowsMissingEnding: true)
    rows = ImportedRows(folder: folder, columns: columns, options: options)
  }

  /// Adds the faces of a table.
  /// - Parameters:
  ///   - base: the folder that its images' names start from, below the whole's: "" or "train/".
  ///   - change: what is known of its faces besides.
  mutating func take(
    _ table: FaceTable, below base: String = "", _ change: (inout FaceRecord) -> Void = { _ in }
  ) throws {
    tables.append(table.url)
    var raters = RaterRows(labels: options.vocabulary.labels)
    try table.forEachRow { place, name, result in
      do {
        var row = try result.get()
        row.record.image = try image(named: row.record.image, below: base)
        fillFromName(&row)
        row.record.extra = extra(of: row, in: table)
        change(&row.record)
        if table.hasRaters {
          try raters.take(row, box: box(of: row.record), at: place)
        } else {
          add(row, at: place, isRated: table.hasRaterColumns && row.label == nil)
        }
      } catch let refusal as UnusableImageError {
        // The row's reason is why its image is left out.
        _ = try? image(named: name, below: base)
        rows.leaveOut(place, refusal.reason)
      }
    }
    for face in raters.faces {
      var row = face.row
      if let place = columns.firstIndex(of: RaterLabels.column) {
        row.record.extra[place] = row.votes?.named.cell ?? ""
      }
      add(row, at: face.place, isRated: true)
    }
  }

  /// What was found, and the images that no row names.
  consuming func dataset(layout: String) throws -> ImportedDataset {
    try options.requireVotes(
      hasVotes,
      remedy: "Name the columns of votes (--column votes.anger=NAME …) or of raters' labels "
        + "(--column rater=NAME, or --column rater.1=NAME …).")
    rows.leaveOut(join.unnamedUnusable)
    rows.leaveOutOthers(contents, reading: tables)
    for image in join.unnamed { rows.leaveOut(image, "no row of the table names it") }
    if rows.hasContradictions {
      rows.note(
        "Rows contradict each other: where they are of several raters, --column rater=NAME counts their "
          + "labels as votes; where they are of several faces, give their boxes.")
    }
    return try rows.dataset(layout: layout)
  }

  private mutating func image(named name: String, below base: String) throws -> String {
    guard !base.isEmpty, !name.isEmpty else { return try join.image(named: name).get() }
    if case .success(let image) = join.image(named: base + name) { return image }
    return try join.image(named: name).get()
  }

  /// Takes from the image's name what the table leaves open.
  private func fillFromName(_ row: inout FaceTable.Row) {
    let image = row.record.image
    switch options.pattern?.describe(
      image, source: "", labels: options.vocabulary.labels, ages: ages)
    {
    case .success(let named)?: row.record.fill(from: named.record, label: &row.label, named.label)
    case .failure(let refusal)?: row.remarks.append("\(image): \(refusal.reason)")
    case nil: break
    }
    guard readsFolders else { return }
    let labels = options.vocabulary.labels
    row.label =
      row.label ?? (try? EmotionFolder.describe(image, options.values, labels: labels).get().label)
    row.record.split = row.record.split ?? (try? EmotionFolder.split(of: image, options.values))
  }

  /// The row's cells in the order of the first table's columns.
  private func extra(of row: FaceTable.Row, in table: FaceTable) -> [String] {
    guard table.extraColumns != columns else { return row.record.extra }
    return columns.map { column in
      table.extraColumns.firstIndex(of: column).map { row.record.extra[$0] } ?? ""
    }
  }

  private func box(of record: FaceRecord) -> FaceBox? {
    guard let start = columns.firstIndex(of: FacePlace.columns[0]) else { return nil }
    let cells = Array(record.extra[start..<(start + FacePlace.columns.count)])
    return (try? FacePlace(cells: cells))?.box
  }

  /// - Parameter isRated: whether the label is what its raters say.
  private mutating func add(_ row: FaceTable.Row, at place: RowPlace, isRated: Bool = false) {
    var (record, label, remarks) = (row.record, row.label, row.remarks)
    if let votes = row.votes, votes.emotions.contains(where: { $0 > 0 }) || !votes.others.isEmpty {
      hasVotes = true
      record.votes = votes.votes
      if isRated || options.takesEmotionFromVotes {
        label = votes.firstChoice
        if label == nil { remarks.append("\(record.image): its raters' first choice is tied") }
      }
    }
    rows.add(record, label: label, place: place)
    rows.remark(remarks, at: place)
  }
}

extension FaceRecord {
  fileprivate mutating func fill(
    from named: FaceRecord, label: inout SourceLabel?, _ namedLabel: SourceLabel?
  ) {
    subject = subject ?? named.subject
    sex = sex ?? named.sex
    ethnicity = ethnicity ?? named.ethnicity
    split = split ?? named.split
    label = label ?? namedLabel
    guard ageInYears == nil else { return }
    ageInYears = named.ageInYears
    ageSource = named.ageSource
    ageGroup = ageGroup ?? named.ageGroup
  }
}
