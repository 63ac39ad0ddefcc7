import Faces
import Support

/// How many faces there are by age group, split and emotion, as a table for people.
public struct FaceCounts {
  /// Lines of equal columns: a title, and a row for each group that has faces.
  public let lines: [String]

  /// - Parameters:
  ///   - records: faces, whose ages may be known.
  ///   - emotions: the columns; none where emotions do not matter.
  ///   - countsEstimates: whether the group of an estimated age is known.
  public init(
    _ records: [FaceRecord], ages: AgeGrouping, emotions: [Emotion], countsEstimates: Bool = false
  ) {
    let groups = records.map { record in
      record.group(of: ages) ?? (countsEstimates ? record.ageGroup : nil)
    }
    let splits = Split.allCases.filter { split in records.contains { $0.split == split } }
    let title =
      ["age group", "faces"] + splits.map(\.rawValue) + emotions.map(\.rawValue)
      + (emotions.isEmpty ? [] : ["no label"])
    func row(_ name: String, where isIn: (Int) -> Bool) -> [String]? {
      let rows = records.indices.filter(isIn)
      guard !rows.isEmpty else { return nil }
      func count(_ isCounted: (FaceRecord) -> Bool) -> Int { rows.count { isCounted(records[$0]) } }
      let counts =
        [rows.count] + splits.map { split in count { $0.split == split } }
        + emotions.map { emotion in count { $0.emotion == emotion } }
        + (emotions.isEmpty ? [] : [count { $0.emotion == nil }])
      return [name] + counts.map { "\($0)" }
    }
    let rows =
      ages.groups.compactMap { group in row(group.displayName) { groups[$0] == group } }
      + [row("not known yet") { groups[$0] == nil }].compactMap(\.self)
    let table = [title] + rows + (rows.count > 1 ? [row("all") { _ in true } ?? []] : [])
    let widths = title.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    lines = table.map { cells in
      cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }.joined(separator: "  ")
    }
  }
}

extension FaceRecord {
  /// The age group that is known before any age is estimated.
  func group(of ages: AgeGrouping) -> AgeGroup? {
    guard ageSource != .estimated else { return nil }
    return ageInYears.map(ages.group(ofAgeInYears:)) ?? ageGroup
  }
}
