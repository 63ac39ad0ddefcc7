/// Models trained alike on each age group and tested on every one: `matrix/matrix.json`.
package enum FairTraining: Analysis {
  package static let id = "fair-training"
  package static let storage = ResultStorage.file

  package static func result(of evidence: Evidence) -> TrainTestMatrix? { nil }
}
