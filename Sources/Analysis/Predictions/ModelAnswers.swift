import Faces

/// One model's rows, sorted out.
struct ModelAnswers: Sendable {
  let model: String
  let test: [LabelledFace]
  let testRows: Int
  let validation: [LabelledFace]
  let validationRows: Int
  /// The labelled validation faces that did not choose the epoch, or all where none is known not to
  /// have.
  let calibration: [LabelledFace]
  let isCalibrationHeldOut: Bool

  init(model: String, rows: [PredictionRow], manifest: ManifestFaces) {
    self.model = model
    let testRows = rows.filter { $0.split == "test" }
    let calibrationRows = rows.filter { $0.split == "calibration" }
    let validationRows = rows.filter { $0.split == "validation" } + calibrationRows
    test = testRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) }
    validation = validationRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) }
    isCalibrationHeldOut = !calibrationRows.isEmpty
    calibration =
      isCalibrationHeldOut
      ? calibrationRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) } : validation
    self.testRows = testRows.count
    self.validationRows = validationRows.count
  }

  /// The infant model comes first, then the adult model, then others by name.
  var rank: String {
    switch model {
    case "infant": "0"
    case "adult": "1"
    default: "2\(model)"
    }
  }
}
