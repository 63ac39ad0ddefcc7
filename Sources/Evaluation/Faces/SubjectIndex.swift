/// Which faces show the same subject; a face of an unknown subject counts as a subject of its own.
struct SubjectIndex: Sendable {
  /// The subject of each face, as a number below `count`.
  let subjectOfFace: [Int]
  let count: Int
  /// Whether every face's subject is known.
  let isComplete: Bool

  /// - Parameter names: The subject of each face; nil where unknown.
  init(_ names: [String?]) {
    var numbers: [String: Int] = [:]
    var next = 0
    subjectOfFace = names.map { name in
      if let name, let number = numbers[name] { return number }
      if let name { numbers[name] = next }
      next += 1
      return next - 1
    }
    count = next
    isComplete = !names.contains(nil)
  }

  /// Whether some subject has more than one face.
  var repeats: Bool { count < subjectOfFace.count }

  /// The number of different subjects, where it is known.
  var knownCount: Int? { isComplete ? count : nil }
}
