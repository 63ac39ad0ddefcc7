import Analysis
import Faces
import Foundation
import Presentation
import Report
import Support
import TestSupport
import Testing

@Suite struct AgeCalibrationPageTests {
  /// The demo with an estimator that says a tenth of its adults are teenagers where a quarter are.
  private func input(said: Double) throws -> ReportInput {
    var generator = SeededGenerator(seed: 1)
    let predictions = (0..<400).map { face in
      let isTeenager = face / 2 % 4 == 0
      // Each face's adult quantiles lie elsewhere, so that errors within a subject differ.
      let teenagers = Int((said * 199).rounded())
      let adult = generator.uniform(18, 40)
      return AgePrediction(
        subject: "\(face / 2)", ageInYears: isTeenager ? 15 : 30,
        estimate: AgeEstimate(
          ageInYears: 24,
          distribution: AgeDistribution(
            quantilesInYears: Array(repeating: 15, count: teenagers)
              + Array(repeating: adult, count: 199 - teenagers))), ages: .study)
    }
    var input = try Demo.input()
    input.metrics?.ageEstimator = try AgeMetrics(
      predictions, settings: EvaluationSettings(replicates: 200))
    return input
  }

  @Test func whatIsSaidStandsBesideWhatIsFound() throws {
    let section = try Page(input(said: 0.1)).section("age")
    #expect(section.contains("How right the probabilities of age groups are"))
    #expect(section.contains("10.1% said, 25.0% found ("))
    #expect(section.contains("Errors of one subject’s faces correlate 0."))
    #expect(section.contains("estimated adult"))
  }

  /// In the section on ages and beside the imputed results, which rest on it.
  @Test func contradictedPromisesAreListed() throws {
    let page = try Page(input(said: 0.1))
    let warning = "<b>Imputed ages rest on intervals that test faces contradict.</b>"
    let (age, transition) = (try page.section("age"), try page.section("transition"))
    #expect(age.count(of: warning) == 1 && transition.count(of: warning) == 1)
    #expect(age.contains("are teenager") && age.contains("where 10% were said"))
    let quoted = try #require(transition.text.range(of: "report these:"))
    #expect(transition.text[quoted.upperBound...].contains(warning))
    // As markup, not as the text of a value in a text.
    #expect(!age.contains("HTML(") && !transition.contains("HTML("))
    let right = try Page(input(said: 0.25)).section("age")
    #expect(!right.contains("are teenager") && !right.contains("where 25% were said"))
  }

  @Test func theLossChartHasNoLossThatCannotBeCompared() throws {
    var input = try Demo.input()
    for history in input.histories.indices where input.histories[history].model == .age {
      for epoch in input.histories[history].epochs.indices {
        input.histories[history].epochs[epoch].validationLoss = nil
      }
    }
    let training = try Page(input).section("training")
    #expect(training.contains("lowest mean absolute error on validation faces"))
    #expect(training.contains("lowest loss on validation faces"))
  }
}
