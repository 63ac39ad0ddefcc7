import Analysis
import Faces
import Foundation
import Report
import Support

enum AgeExpressionCommand {
  static let command = Command(
    name: "age expression",
    summary: "Ask whether estimated ages go with the perceived emotion.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: """
      Reads a manifest with estimated ages and emotions, such as `smilestone age predict` writes; no \
      image is opened. An estimator that takes a smile for an age sorts emotions into different age \
      groups.

      Where true ages are known (true_age, in synthetic cohorts) errors are compared at the same true \
      age, and by transition_weight. Elsewhere the estimated ages of each emotion are compared, which \
      is a warning and no proof: the people may truly differ in age. `smilestone age evaluate` makes \
      the comparison for faces whose ages are labels.
      """,
    options: [
      .value("--figures", "DIR", "Write the figure (SVG, PDF, PNG and CSV)."), .json,
    ],
    examples: [
      (
        "smilestone age expression ages.csv",
        "Mean estimated age by emotion with 95% confidence intervals, and the test of no difference."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.operands[0]
    let manifest = try Manifest(
      contentsOf: URL(fileURLWithPath: path), observer: TerminalObserver())
    guard
      let result = try AgeByExpression(
        faces(of: manifest), labels: manifest.vocabulary.labels)
    else {
      throw SmilestoneError.badInput(
        "\(path) has no two emotions with estimated ages of at least "
          + "\(SubgroupMetrics.minimumFaces) faces and \(SubgroupMetrics.minimumSubjects) subjects.",
        remedy:
          "It needs the column emotion and ages from `smilestone age predict`; for faces whose "
          + "ages are labels use `smilestone age evaluate`.")
    }
    if let figures = arguments.url("--figures") {
      let outcome = try FigureExporter().export(
        [AgeEstimatorQuality.ageByExpression(result)], to: figures)
      if let note = outcome.note { TerminalObserver().message(note) }
    }
    if arguments.has("--json") { try printJSON(result) } else { print(Tables.text(result)) }
  }

  /// The faces with an emotion and an estimated age; where true ages are known, those that have one.
  private static func faces(of manifest: Manifest) throws -> [AgeByExpression.Face] {
    let trueAges = try manifest.numbers(ofExtraColumn: "true_age")
    let weights = try manifest.transitionWeights()
    let photographs = manifest.duplicateClusters
    let faces = manifest.records.indices.compactMap { row -> AgeByExpression.Face? in
      let record = manifest.records[row]
      guard record.ageSource == .estimated, let age = record.ageInYears,
        let emotion = record.emotion
      else { return nil }
      return AgeByExpression.Face(
        subject: FaceRecord.uniqueSubject(record.subject, source: record.source),
        photograph: photographs?[row],
        emotion: emotion, estimatedAgeInYears: age, ageInYears: trueAges[row],
        transitionWeight: weights[row])
    }
    let known = faces.filter { $0.ageInYears != nil }
    return known.isEmpty ? faces : known
  }
}
