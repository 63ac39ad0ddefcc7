import Analysis
import Foundation

extension StudyConfiguration {
  /// The faces of known age that correct imputed ages; nil for none.
  /// - Throws: `SmilestoneError` where their file cannot be read.
  func knownAgeSample() throws -> KnownAgeSample? {
    try data.knownAges.map { try KnownAgeSample(contentsOf: URL(fileURLWithPath: $0)) }
  }
}

extension RunFolder {
  /// The age estimator; nil in a study of known ages, which has none.
  public var ageModel: URL? {
    let study = try? StudyConfiguration(contentsOf: configuration)
    return study?.trainsAgeEstimator == false ? nil : age.model
  }
}
