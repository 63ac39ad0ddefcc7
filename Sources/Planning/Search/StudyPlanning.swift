import Analysis
import Foundation
import Support

/// Predicts by simulation what a study of a design will find, looks for the smallest number of children that
/// reaches an aim, and compares ages of visits.
public struct StudyPlanning: Sendable {
  public var design: StudyDesign
  public var expected: ExpectedModels
  public var target: PlanTarget
  public var settings: PlanSettings
  /// The largest number of children that is tried.
  public var maximumChildren: Int
  /// The share of an archive's subjects that the study tests, above 0 and at most 1; nil where that is not known.
  public var testShare: Double?
  private let observer: any ProgressObserver

  public init(
    design: StudyDesign, expected: ExpectedModels, target: PlanTarget,
    settings: PlanSettings = PlanSettings(), maximumChildren: Int = 3200,
    testShare: Double? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) {
    self.design = design
    self.expected = expected
    self.target = target
    self.settings = settings
    self.maximumChildren = maximumChildren
    self.testShare = testShare
    self.observer = observer
  }

  /// - Parameter candidates: Ages of visits that are compared with the design's own.
  /// - Throws: `SmilestoneError.usage` for a design, an expectation or an aim that cannot be.
  public func plan(comparing candidates: [[AgeSpan]] = []) throws -> StudyPrediction {
    try settings.check()
    try target.check()
    try expected.check(for: target.measure)
    guard let truth = try expected.age(of: target.measure) else {
      throw SmilestoneError.usage("The expected curves do not cross.")
    }
    try check(target.isStated ? design.with(children: maximumChildren) : design, truth)
    for ages in candidates { try check(design.with(ages: ages), truth) }
    var curve: [DesignPerformance] = []
    var children: Int? = design.children
    if target.isStated {
      children = try smallest(truth, &curve)
    } else {
      for share in [0.5, 1, 2] {
        let other = design.with(children: Int((Double(design.children) * share).rounded()))
        if (try? check(other, truth)) != nil {
          curve.append(try performance(other, truth, purpose: "curve"))
        }
      }
    }
    var prediction = StudyPrediction(
      settings: settings, design: design, expected: expected, target: target,
      truthInYears: truth, curve: curve.sorted { $0.children < $1.children })
    guard let children else { return prediction }
    let chosen = design.with(children: children)
    prediction.design = chosen
    prediction.isReached = target.isStated
    // Studies of their own: those that chose the number were the lucky ones.
    prediction.predicted = try performance(
      chosen, truth, purpose: "prediction", studies: 2 * settings.studies)
    if let testShare, let predicted = prediction.predicted {
      prediction.archive = StudyPrediction.ArchiveSize(of: predicted, testShare: testShare)
    }
    for ages in candidates.isEmpty ? [] : [design.ages] + candidates {
      prediction.candidates.append(
        try performance(
          chosen.with(ages: ages), truth,
          purpose: "ages/" + ages.map(\.text).joined(separator: ",")))
    }
    return prediction
  }

  private func check(_ design: StudyDesign, _ truth: Double) throws {
    try design.check(
      transitionAt: truth, vocabulary: settings.vocabulary,
      settings: settings.transition(seed: settings.seed))
  }

  /// The smallest number of children that reaches the aim: doubled until it does, then halved in between.
  /// - Parameter curve: Takes what each number of children that was tried reaches.
  private func smallest(_ truth: Double, _ curve: inout [DesignPerformance]) throws -> Int? {
    func reaches(_ children: Int) throws -> Bool {
      let performance = try performance(
        design.with(children: children), truth, purpose: "curve")
      curve.append(performance)
      return performance.reaches(target)
    }
    var (below, above) = (0, StudyPlanning.minimumChildren)
    while (try? check(design.with(children: above), truth)) == nil {
      (below, above) = (above, min(2 * above, maximumChildren))
    }
    while try !reaches(above) {
      guard above < maximumChildren else { return nil }
      (below, above) = (above, min(2 * above, maximumChildren))
    }
    // Numbers are no surer than the simulated shares: a tenth is near enough.
    while Double(above - below) > max(10, 0.1 * Double(above)) {
      let middle = 10 * Int((Double(below + above) / 20).rounded())
      guard middle > below, middle < above else { break }
      if (try? check(design.with(children: middle), truth)) == nil {
        below = middle
      } else if try reaches(middle) {
        above = middle
      } else {
        below = middle
      }
    }
    return above
  }

  private static let minimumChildren = 50

  private func performance(
    _ design: StudyDesign, _ truth: Double, purpose: String, studies: Int? = nil
  ) throws -> DesignPerformance {
    let count = studies ?? settings.studies
    let progress = ProgressCounter(
      task: "Simulating studies of \(design.children) children", total: count, unit: "studies",
      observer: observer)
    let study = SimulatedStudy(
      design: design, expected: expected, measure: target.measure, settings: settings)
    return try DesignPerformance(
      study.outcomes(count, purpose: purpose, progress: progress), design: design,
      truthInYears: truth, target: target)
  }
}
