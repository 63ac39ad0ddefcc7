import Faces
import Foundation
import Imaging
import Support

/// The Tromsø Infant Faces database (Maack et al. 2017, doi 10.3389/fpsyg.2017.00409): what is
/// shown stands in the names, `A02F10HA1.jpg` = subject A02, female, 10 months, happy, take 1.
public struct TIFAdapter: DatasetAdapter {
  public static let name = "tif"
  public static let layout =
    "images named as A02F10HA1.jpg (subject, sex, months, HA SA DI AN SU NE AF or FE, "
    + "take); --labels may name a table that overrides the names."
  public static let options: Set<ImportOption> = [
    .labels, .column, .value, .encoding, .emotionFromVotes,
  ]

  public static let citations = [
    DatasetCitation(
      "TIF",
      Reference(
        "article", "maack2017tromso",
        [
          "title": "The {Troms{\\o}} {Infant} {Faces} database ({TIF}): development and validation",
          "author": "Maack, Jana K. and Bohne, Agnes and Nordahl, Dag and Livsdatter, Lina and "
            + "Lindahl, {\\AA}sne A. W. and {\\O}vervoll, Morten and Wang, Catharina E. A. and "
            + "Pfuhl, Gerit",
          "journal": "Frontiers in Psychology", "volume": "8", "pages": "409", "year": "2017",
          "doi": "10.3389/fpsyg.2017.00409",
        ]))
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    place.images.contains { TIFName($0) != nil }
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let labels = options.vocabulary.labels
    let contents = try ImageFolder(folder)
    let table = try options.labels.map {
      try OverridingTable(
        Self.table($0, options: options), contents: contents, allowsMissingEnding: true)
    }
    try options.requireVotes(
      table?.rows.values.contains { $0.record.votes != nil } ?? false,
      remedy: "Name a table with a column for each of the \(labels.labelsInWords) with --labels.")
    let tableColumns = table?.extraColumns ?? []
    var rows = ImportedRows(
      folder: folder, columns: ["age_months"] + tableColumns, options: options)
    rows.leaveOut(contents)
    rows.list(table)
    for image in contents.images {
      let named = TIFName(image)
      let row = table?.rows[PathKey(image)]
      guard named != nil || row?.label != nil else {
        rows.leaveOut(image, "its name is not of the form A02F10HA1")
        continue
      }
      var record = FaceRecord(
        image: image, subject: named?.subject, source: "TIF",
        ageInYears: named.map { Double($0.ageInMonths) / 12 }, ageSource: named.map { _ in .label },
        sex: named?.sex)
      var label = named.map { SourceLabel.emotion($0.emotion) }
      if let row { row.override(&record, label: &label) }
      if options.takesEmotionFromVotes, let votes = record.votes {
        guard let choice = RaterVotes(votes, labels: labels).firstChoice else {
          rows.leaveOut(image, "its raters' first choice is tied")
          continue
        }
        label = choice
      }
      let months = record.ageInYears.map { ManifestNumber.text(($0 * 12).rounded()) } ?? ""
      record.extra =
        [months] + (row?.record.extra ?? Array(repeating: "", count: tableColumns.count))
      rows.add(record, label: label)
    }
    return try rows.dataset(layout: Self.layout)
  }

  /// Columns named after emotions hold the raters' counts or percentages.
  private static func table(_ url: URL, options: ImportOptions) throws -> FaceTable {
    var columns = options.columns
    let reader = try CSVReader(
      contentsOf: url, expected: [columns["image"] ?? "image"], encoding: options.encoding)
    for title in reader.header where !columns.values.contains(title) {
      let name = ColumnNames.key(title)
      guard let emotion = LabelScheme.emotions7.emotion(named: name) else { continue }
      columns["votes.\(emotion.rawValue)"] = title
    }
    return try FaceTable(
      url, columns: columns, values: options.values, encoding: options.encoding,
      vocabulary: options.vocabulary, ages: options.ages ?? .study)
  }
}

/// What the name of one of the database's images says.
private struct TIFName {
  let subject: String
  let sex: Sex
  let ageInMonths: Int
  let emotion: Emotion

  private static let emotions: [String: Emotion] = [
    "HA": .happy, "SA": .sad, "DI": .disgust, "AN": .anger, "SU": .surprise, "NE": .neutral,
    "AF": .fear, "FE": .fear,
  ]

  /// - Parameter path: the image's path; its folders say nothing.
  init?(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.prefix { $0 != "." }
    guard
      let match = stem.wholeMatch(
        of: /(A[0-9]{2})([FM])([0-9]{1,2})(HA|SA|DI|AN|SU|NE|AF|FE)[0-9]*/.ignoresCase()),
      let months = Int(match.3), let emotion = Self.emotions[match.4.uppercased()]
    else { return nil }
    subject = match.1.uppercased()
    sex = match.2.uppercased() == "F" ? .female : .male
    ageInMonths = months
    self.emotion = emotion
  }
}
