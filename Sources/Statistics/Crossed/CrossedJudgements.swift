/// Judgements of faces by raters: what is crossed is who is shown and who judges.
public struct CrossedJudgements: Sendable {
  /// The terms of each judgement.
  public var design: DesignMatrix
  public var outcomes: [Bool]
  /// Of each judgement, from 0; faces of different subjects have different numbers.
  public var subjects: [Int]
  public var faces: [Int]
  public var raters: [Int]
  /// The column of the design whose coefficient each rater has of its own beside its level; nil for none. It should have the
  /// mean 0, for a rater's level and coefficient are taken as independent.
  public var raterSlope: Int?

  public init(
    design: DesignMatrix, outcomes: [Bool], subjects: [Int], faces: [Int], raters: [Int],
    raterSlope: Int? = nil
  ) {
    self.design = design
    self.outcomes = outcomes
    self.subjects = subjects
    self.faces = faces
    self.raters = raters
    self.raterSlope = raterSlope
  }

  public var raterCount: Int { (raters.max() ?? -1) + 1 }

  /// Whether some face was judged more than once, so that its judgements share what is shown and the model's answer.
  var facesRepeat: Bool { Set(faces).count < faces.count }
  /// Whether some subject has several faces; else who is shown and which face it is are one.
  var subjectsRepeat: Bool { Set(subjects).count < Set(faces).count }
}

/// Judgements sorted by subject and face, as their likelihood is summed.
struct SortedJudgements {
  let columnCount: Int
  /// Row-major.
  let terms: [Double]
  let outcomes: [Double]
  let raters: [Int]
  let raterCount: Int
  /// The judgements of each face, and the faces of each subject.
  let rowsOfFace: [Range<Int>]
  let facesOfSubject: [Range<Int>]
  let faceOfRow: [Int]
  let subjectOfRow: [Int]
  /// The column that each rater has a coefficient of its own for.
  let slope: Int?

  var rowCount: Int { outcomes.count }
  /// Numbers of a rater: its level, and its coefficient.
  var numbersOfRater: Int { slope == nil ? 1 : 2 }

  init(_ judgements: CrossedJudgements) {
    let order = judgements.outcomes.indices.sorted {
      (judgements.subjects[$0], judgements.faces[$0], judgements.raters[$0], $0)
        < (judgements.subjects[$1], judgements.faces[$1], judgements.raters[$1], $1)
    }
    columnCount = judgements.design.columnCount
    terms = order.flatMap { row in
      (0..<judgements.design.columnCount).map { judgements.design[row, $0] }
    }
    outcomes = order.map { judgements.outcomes[$0] ? 1 : 0 }
    raters = order.map { judgements.raters[$0] }
    raterCount = judgements.raterCount
    slope = judgements.raterSlope
    let faces = SortedJudgements.runs(order.map { judgements.faces[$0] })
    rowsOfFace = faces
    let subjects = SortedJudgements.runs(
      faces.map { judgements.subjects[order[$0.lowerBound]] })
    facesOfSubject = subjects
    faceOfRow = faces.enumerated().flatMap { face, rows in rows.map { _ in face } }
    subjectOfRow = subjects.enumerated().flatMap { subject, own in
      own.flatMap { face in faces[face].map { _ in subject } }
    }
  }

  /// Where successive numbers are the same.
  private static func runs(_ numbers: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var first = 0
    for index in numbers.indices
    where index + 1 == numbers.count || numbers[index + 1] != numbers[index] {
      runs.append(first..<index + 1)
      first = index + 1
    }
    return runs
  }
}
