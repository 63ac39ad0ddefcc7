import Faces

/// A label that faces are grouped by.
enum FaceLabel: String {
  case emotion
  case ageGroup = "age group"
  case sex, ethnicity, source

  /// The label's values in their own order; free text has none.
  func order(_ vocabulary: Vocabulary) -> [String] {
    switch self {
    case .emotion: vocabulary.labels.emotions.map(\.rawValue)
    case .ageGroup: vocabulary.ages.groups.map(\.displayName)
    case .sex: Sex.allCases.map(\.rawValue)
    case .ethnicity, .source: []
    }
  }

  func value(_ record: FaceRecord) -> String? {
    switch self {
    case .emotion: record.emotion?.rawValue
    case .ageGroup: record.ageGroup?.displayName
    case .sex: record.sex?.rawValue
    case .ethnicity: record.ethnicity
    case .source: record.source
    }
  }
}

/// Faces grouped by their labels.
struct FaceGroups {
  let records: [FaceRecord]
  let vocabulary: Vocabulary

  /// The distribution of a number in each group that has it.
  func distributions(of values: [Double?], by label: FaceLabel) -> [ValueDistribution] {
    var groups: [String: [Double]] = [:]
    for (record, value) in zip(records, values) {
      guard let value, let group = label.value(record) else { continue }
      groups[group, default: []].append(value)
    }
    let order = label.order(vocabulary)
    let names = order.isEmpty ? groups.keys.sorted() : order
    return names.compactMap { ValueDistribution($0, of: groups[$0] ?? []) }
  }

  /// The tables that have more than one row and column.
  func crossTables(clusters: [Int]) throws -> [CrossTable] {
    let pairs: [(FaceLabel, FaceLabel)] = [
      (.emotion, .ageGroup), (.emotion, .source), (.ageGroup, .source), (.emotion, .sex),
      (.emotion, .ethnicity), (.ageGroup, .sex), (.ageGroup, .ethnicity),
    ]
    return try pairs.compactMap { row, column in
      let faces = records.map { (row: row.value($0), column: column.value($0)) }
      let table = try CrossTable(
        row.rawValue, by: column.rawValue, faces: faces, rowOrder: row.order(vocabulary),
        columnOrder: column.order(vocabulary), clusters: clusters)
      return table.association == nil ? nil : table
    }
  }
}
