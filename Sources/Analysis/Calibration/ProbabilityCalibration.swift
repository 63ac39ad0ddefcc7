/// How sure the models are of their predictions, and how right to be: a view of the accuracies.
package enum ProbabilityCalibration: Analysis {
  package static let id = "calibration"
}
