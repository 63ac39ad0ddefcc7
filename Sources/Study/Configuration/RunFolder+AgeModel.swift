import Foundation

extension RunFolder {
  /// The age estimator; nil in a study of known ages, which has none.
  public var ageModel: URL? {
    let study = try? StudyConfiguration(contentsOf: configuration)
    return study?.trainsAgeEstimator == false ? nil : age.model
  }
}
