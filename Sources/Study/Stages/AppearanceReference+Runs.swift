import Analysis
import Faces
import Foundation
import Support
import Training

extension AppearanceReference {
  /// Reads what appearance alone does to accuracy from finished runs of `smilestone study --cohort
  /// appearance`, which differ in their seed alone.
  /// - Throws: `SmilestoneError.badInput` that names the folder of a run that is not of such a
  ///   cohort, has no test results, or does not fit the first one.
  public init(runs: [URL]) throws {
    let members = try runs.map { try AppearanceRun(RunFolder($0)) }
    guard let first = members.first else {
      throw SmilestoneError.badInput(
        "There is no run of a cohort of the kind appearance.",
        remedy: "Name its folder with --appearance.")
    }
    for (position, member) in members.enumerated().dropFirst() {
      try member.requireReplicate(of: first, besides: members.prefix(position))
    }
    try self.init(
      cohorts: members.map(\.metrics), runs: members.map(\.run.url.path),
      settings: first.configuration.expressionModelsInWords)
  }
}

/// A finished run of a synthetic cohort in which only heads and skin change with age.
private struct AppearanceRun {
  let run: RunFolder
  let configuration: StudyConfiguration
  let metrics: Metrics

  init(_ run: RunFolder) throws {
    let place = run.url.path
    guard run.configuration.exists else {
      throw SmilestoneError.badInput(
        "\(place) is not the folder of a study.",
        remedy: "Name the folder that `smilestone study --cohort appearance --out` wrote.")
    }
    self.run = run
    configuration = try StudyConfiguration(contentsOf: run.configuration)
    guard configuration.data.faces == nil, configuration.data.synthetic.cohort == .appearance else {
      let kind =
        configuration.data.faces == nil
        ? "synthetic faces of the kind \(configuration.data.synthetic.cohort.rawValue)"
        : "faces that were not made for it"
      throw SmilestoneError.badInput(
        "\(place) is a study of \(kind): it does not show what appearance alone does.",
        remedy: "Make a run with `smilestone study --preset synthetic --cohort appearance`.")
    }
    guard run.metrics.exists else {
      throw SmilestoneError.badInput(
        "\(place) has no test results.", remedy: "Let its study finish: give its command again.")
    }
    metrics = try Metrics(contentsOf: run.metrics)
  }

  /// Refuses a run that is not the same study on another cohort.
  func requireReplicate(of first: AppearanceRun, besides earlier: ArraySlice<AppearanceRun>) throws
  {
    let place = run.url.path
    if let twin = earlier.first(where: { $0.configuration.seed == configuration.seed }) {
      throw SmilestoneError.badInput(
        "\(place) has the seed of \(twin.run.url.path), \(configuration.seed): it is the same cohort.",
        remedy: "Name each cohort once.")
    }
    var other = first.configuration
    other.seed = configuration.seed
    let differences = SettingsFile.differences(
      try SettingsFile.encode(other), try SettingsFile.encode(configuration))
    guard differences.isEmpty else {
      throw SmilestoneError.badInput(
        "\(place) has other settings than \(first.run.url.path) "
          + "(\(differences.joined(separator: "; "))).",
        remedy: "Name runs that differ in their seed alone.")
    }
    guard Set(metrics.models.map(\.model)) == Set(first.metrics.models.map(\.model)) else {
      throw SmilestoneError.badInput(
        "\(place) has tested other models than \(first.run.url.path).",
        remedy: "Name runs that have tested the same models.")
    }
  }
}

extension StudyConfiguration {
  /// What the findings on photographs are compared with: the measurement of the runs that the
  /// configuration names, or else the one that ships with the program.
  func appearanceReference() throws -> AppearanceReference {
    try data.appearanceRuns.map { paths in
      try AppearanceReference(runs: paths.map { URL(fileURLWithPath: $0) })
    } ?? .shipped
  }

  /// The expression models in a few words: "ResNet-18, 48 px in colour, at most 13 epochs from random
  /// weights"; both where they differ.
  public var expressionModelsInWords: String {
    func inWords(_ settings: TrainingSettings) -> String {
      let start = settings.initialWeights.map { URL(fileURLWithPath: $0).lastPathComponent }
      return "\(settings.architecture.displayName), \(settings.imageSize) px in "
        + "\(colour.rawValue), at most \(settings.epochs) epochs from \(start ?? "random weights")"
    }
    let (infant, adult) = (inWords(infant), inWords(adult))
    return infant == adult ? infant : "infant model: \(infant); adult model: \(adult)"
  }
}
