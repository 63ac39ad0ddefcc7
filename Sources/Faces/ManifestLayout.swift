import Support

/// Where each column stands in a manifest's rows.
struct ManifestLayout {
  let name: String
  let header: [String]
  let allowsComma: Bool
  let image: Int
  let subject: Int?
  let source: Int?
  let emotion: Int?
  let votes: Int?
  let age: Int?
  let ageStandardDeviation: Int?
  let ageSource: Int?
  let ageGroup: Int?
  let sex: Int?
  let ethnicity: Int?
  let split: Int?
  private let format: Int?
  let labelScheme: Int?
  let raterLabels: Int?
  let ages: AgeGrouping
  private let extra: [(name: String, position: Int, isUnderstood: Bool)]

  var extraColumns: [String] { extra.map(\.name) }

  init(_ reader: CSVReader) throws {
    func position(_ column: ManifestColumn) throws -> Int? {
      try reader.index(of: column.rawValue)
    }
    name = reader.name
    header = reader.header
    allowsComma = reader.allowsDecimalComma
    image = try reader.requiredIndex(of: ManifestColumn.image.rawValue)
    subject = try position(.subject)
    source = try position(.source)
    emotion = try position(.emotion)
    votes = try position(.votes)
    age = try position(.age)
    ageStandardDeviation = try position(.ageStandardDeviation)
    ageSource = try position(.ageSource)
    ageGroup = try position(.ageGroup)
    sex = try position(.sex)
    ethnicity = try position(.ethnicity)
    split = try position(.split)
    format = try Manifest.format.position(in: reader)
    labelScheme = try reader.index(of: Manifest.labelSchemeColumn)
    raterLabels = try reader.index(of: RaterLabels.column)
    ages = try AgeGrouping(reader)
    let standard = [
      image, subject, source, emotion, votes, age, ageStandardDeviation, ageSource, ageGroup, sex,
      ethnicity, split, labelScheme, format,
      try reader.index(of: AgeGrouping.column),
      try reader.index(of: AgeGrouping.earlierColumn),
    ].compactMap(\.self)
    var further: [Int: String] = [:]
    for name in ManifestColumn.further + ages.membershipColumns {
      if let position = try reader.index(of: name) { further[position] = name }
    }
    extra = reader.header.indices.filter {
      !standard.contains($0) && !reader.header[$0].isEmpty
    }.map {
      (further[$0] ?? reader.header[$0], $0, further[$0] != nil)
    }
  }

  /// - Parameter remark: is told why a cell stays empty.
  func record(
    _ row: CSVRow, labels: LabelScheme, remark: @escaping (String) -> Void
  ) throws -> FaceRecord {
    try Manifest.format.require(row, at: format, in: name)
    let cells = ManifestCells(layout: self, row: row, remark: remark)
    guard let image = cells.path(image) else {
      throw cells.error(image, "the cell is empty", remedy: "Give every row an image.")
    }
    let votes = cells.votes(votes, labels)
    let raters = cells.raterLabels(raterLabels, labels, votes: votes)
    return FaceRecord(
      image: image, subject: cells.text(subject).flatMap(SubjectName.init)?.text,
      source: cells.text(source),
      emotion: cells.emotion(emotion, labels), votes: votes ?? raters?.votes(labels),
      ageInYears: cells.age(age),
      ageStandardDeviationInYears: cells.number(ageStandardDeviation),
      ageSource: cells.choice(ageSource), ageGroup: cells.ageGroup(ageGroup),
      sex: cells.choice(sex, Sex.init(datasetName:)), ethnicity: cells.text(ethnicity),
      split: cells.choice(split, Split.init(datasetName:)),
      extra: extra.map {
        if $0.position == raterLabels { return raters?.cell ?? "" }
        return $0.isUnderstood ? Cell.trimmed(row.fields[$0.position]) : row.fields[$0.position]
      })
  }
}
