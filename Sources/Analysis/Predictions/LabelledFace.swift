import Faces
import Foundation

/// A prediction for a labelled face, with what the manifest knows of the face.
struct LabelledFace: Sendable {
  let image: String
  /// What it is drawn with when faces are resampled; nil for itself alone.
  let unit: ResamplingUnit?
  let ageInYears: Double?
  private(set) var ageGroup: AgeGroup?
  let emotion: Emotion
  let predicted: Emotion
  /// Where the label and the prediction stand among the scheme's labels.
  let label: Int
  let prediction: Int
  /// One per emotion.
  let probabilities: [Float]
  /// nil where no manifest was given or it does not list the image.
  let attributes: FaceAttributes?

  /// - Returns: nil for a row without a label.
  init?(_ row: PredictionRow, labels: LabelScheme, attributes: FaceAttributes?) {
    guard let emotion = row.emotion else { return nil }
    image = row.image
    unit = row.unit
    ageInYears = row.age
    ageGroup = row.ageGroup
    self.emotion = emotion
    predicted = row.predicted
    label = labels.position(of: emotion)
    prediction = labels.position(of: row.predicted)
    probabilities = row.probabilities
    self.attributes = attributes
  }

  /// The same face in another age group.
  func regrouped(_ group: AgeGroup?) -> LabelledFace {
    var face = self
    face.ageGroup = group
    return face
  }

  var isCorrect: Bool { emotion == predicted }

  /// Whether the label is among the two most probable emotions; of equals the first in order.
  var isInTopTwo: Bool {
    let own = label
    let ahead = probabilities.indices.count {
      probabilities[$0] > probabilities[own]
        || (probabilities[$0] == probabilities[own] && $0 < own)
    }
    return ahead < 2
  }

  /// ln p of each emotion; probabilities below 1e-7 count as 1e-7.
  var logProbabilities: [Double] { probabilities.map { log(max(Double($0), 1e-7)) } }
}
