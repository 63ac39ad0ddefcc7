/// A network that the study trains. The raw values are the run folder's names for them.
public enum StudyModel: String, CaseIterable, Sendable {
  case age, infant, adult

  /// "age estimator", "infant model", "adult model".
  public var displayName: String { StudyModel.displayName(of: rawValue) }

  /// The name for people of a model as `Metrics` calls it.
  package static func displayName(of name: String) -> String {
    name == StudyModel.age.rawValue ? "age estimator" : "\(name) model"
  }
}
