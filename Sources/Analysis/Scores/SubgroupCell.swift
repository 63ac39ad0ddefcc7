import Faces

/// A face that can be counted by sex and ethnicity.
protocol SubgroupedFace: Sendable {
  /// nil where unknown, like the others.
  var unit: ResamplingUnit? { get }
  var sex: Sex? { get }
  var ethnicity: String? { get }
  var ageGroup: AgeGroup? { get }
}

/// The faces of one sex or ethnicity, over all ages or of one age group, before they are measured.
struct SubgroupCell<Face: SubgroupedFace>: Sendable {
  let variable: SubgroupMetrics.Variable
  let value: String
  /// nil for all age groups together.
  let ageGroup: AgeGroup?
  let faces: [Face]

  /// A name for the cell's random numbers.
  var stream: String { "\(variable.rawValue)/\(value)/\(ageGroup?.rawValue ?? "all")" }

  /// Whether the cell's numbers are not to be given.
  var isTooSmall: Bool {
    faces.count < SubgroupMetrics.minimumFaces
      || SubjectIndex(faces.map(\.unit)).count < SubgroupMetrics.minimumSubjects
  }

  /// The cells that have faces: each value over all ages, then by age group.
  static func all(_ faces: [Face], ages: AgeGrouping) -> [SubgroupCell] {
    SubgroupMetrics.Variable.allCases.flatMap { variable in
      let byValue = Dictionary(grouping: faces) { face in
        switch variable {
        case .sex: face.sex?.rawValue
        case .ethnicity: face.ethnicity
        }
      }
      let values = byValue.compactMap { value, faces in value.map { ($0, faces) } }
        .sorted { $0.0 < $1.0 }
      return values.flatMap { value, faces in
        [SubgroupCell(variable: variable, value: value, ageGroup: nil, faces: faces)]
          + ages.groups.map { group in
            SubgroupCell(
              variable: variable, value: value, ageGroup: group,
              faces: faces.filter { $0.ageGroup == group })
          }.filter { !$0.faces.isEmpty }
      }
    }
  }
}

extension LabelledFace: SubgroupedFace {
  var sex: Sex? { attributes?.sex }
  var ethnicity: String? { attributes?.ethnicity }
}
