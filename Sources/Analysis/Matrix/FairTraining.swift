/// Models trained alike on each age group and tested on every one: `matrix/matrix.json`.
package enum FairTraining: Analysis {
  package static let id = "fair-training"
  package typealias Result = TrainTestMatrix
}
