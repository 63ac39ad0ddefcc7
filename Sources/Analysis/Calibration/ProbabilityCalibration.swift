import Presentation

/// How sure the models are of their predictions, and how right to be: a view of the accuracies.
package enum ProbabilityCalibration: Analysis {
  package static let id = "calibration"

  package static func modelCard(of model: String, in run: RunResults) -> [Fact] {
    let model = run[AccuracyByAge.self]?.first { $0.model == model }
    guard let scores = model?.overall?.scores else { return [] }
    let scaled =
      scores.scaledCalibrationError.map { ", \(Format.share($0)) after temperature scaling" } ?? ""
    return [
      Fact(
        name: "Calibration",
        text: "Expected calibration error \(Format.share(scores.calibrationError))\(scaled).")
    ]
  }
}
