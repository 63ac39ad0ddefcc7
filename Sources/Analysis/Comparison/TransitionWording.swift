import Presentation
import Statistics

/// Ages of transitions in the words of tables.
enum TransitionWording {
  /// What an age is the age of.
  /// - Parameter model: nil for the crossing of the two models' curves.
  static func name(of model: String?) -> String {
    model.map { "\(StudyModel.displayName(of: $0)), transition age" }
      ?? "crossing of the two curves"
  }

  /// "8.4 years (6.5 to 9.3)", "none claimed (…)".
  static func years(_ age: Double?, _ interval: OpenInterval) -> String {
    let text = age.map { "\(Format.number($0, decimals: 1)) years" }
    return "\(text ?? "none claimed") (\(Format.years(interval)))"
  }
}
