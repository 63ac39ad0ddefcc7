import Faces
import Foundation
import Presentation

/// Models trained alike on each age group and tested on every one: `matrix/matrix.json`.
package enum FairTraining: Analysis {
  package static let id = "fair-training"
  package typealias Result = TrainTestMatrix
  package static let file = "matrix/matrix.json"

  package static func read(_ file: URL, of vocabulary: Vocabulary) throws -> TrainTestMatrix {
    try TrainTestMatrix(contentsOf: file, of: vocabulary)
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    [
      Fact(
        name: "Unequal training faces",
        text:
          "Part of any difference between the two models, or between emotions, may come from the faces that "
          + "they learnt from"
          + (run[FairTraining.self] != nil
            ? ": see Fair training." : "; `smilestone matrix` trains models alike and shows which.")
      )
    ]
  }
}
