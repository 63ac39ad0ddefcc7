/// Which faces are resampled together; a face without a unit stands for itself.
struct SubjectIndex: Sendable {
  /// The unit of each face, as a number below `count`.
  let subjectOfFace: [Int]
  /// The number of units: of subjects, where every face's is known.
  let count: Int
  /// Whether every face's subject is known.
  let isComplete: Bool
  /// Whether some known subject has more than one face, and whether copies of a photograph of nobody
  /// known are among the faces.
  let subjectsRepeat: Bool
  let photographsRepeat: Bool

  /// - Parameter units: each face's; nil for a face that stands for itself.
  init(_ units: [ResamplingUnit?]) {
    var numbers: [ResamplingUnit: Int] = [:]
    var next = 0
    subjectOfFace = units.map { unit in
      if let unit, let number = numbers[unit] { return number }
      if let unit { numbers[unit] = next }
      next += 1
      return next - 1
    }
    count = next
    let repeated = Dictionary(units.compactMap(\.self).map { ($0, 1) }, uniquingKeysWith: +)
      .filter { $0.value > 1 }.keys
    subjectsRepeat = repeated.contains { if case .subject = $0 { true } else { false } }
    photographsRepeat = repeated.contains { if case .photograph = $0 { true } else { false } }
    isComplete = units.allSatisfy { if case .subject = $0 { true } else { false } }
  }

  /// Whether some unit has more than one face.
  var repeats: Bool { count < subjectOfFace.count }

  /// The number of different subjects, where it is known.
  var knownCount: Int? { isComplete ? count : nil }
}
