import Faces
import Support

/// What synthetic recordings are drawn from.
public struct SessionSettings: Sendable, Equatable {
  public var seed: UInt64 = 1
  public var children = 4
  /// Each child is recorded at so many ages, a year or more apart.
  public var sessionsPerChild = 2
  public var seconds = 60.0
  public var framesPerSecond = 10
  /// Every so many recordings a second person, an adult, is in the frame; 0 for never.
  public var secondPersonEvery = 2
  public var vocabulary = Vocabulary.study
  public var transition = ExpressionTransition()

  /// Of frames and of faces in them, in pixels.
  static let width = 640
  static let height = 360
  static let faceSide = 220

  public init() {}

  /// - Throws: `SmilestoneError` (usage) naming the first setting that cannot be used.
  func validate() throws {
    let checks: [(name: String, holds: Bool, range: String)] = [
      ("children", (1...10_000).contains(children), "1 to 10000"),
      ("sessions of each child", (1...100).contains(sessionsPerChild), "1 to 100"),
      ("seconds", (5...7200).contains(seconds), "5 to 7200"),
      ("frames a second", (1...60).contains(framesPerSecond), "1 to 60"),
    ]
    for check in checks where !check.holds {
      throw SmilestoneError.usage(
        "The synthetic recordings' number of \(check.name) cannot be used.",
        remedy: "Use \(check.range).")
    }
    try DrawnLabels(vocabulary.labels).validate()
  }
}
