import Faces

/// One model's rows, sorted out.
struct ModelPredictions: Sendable {
  let model: String
  let test: [LabelledFace]
  let testRows: Int
  let validation: [LabelledFace]
  let validationRows: Int
  /// The labelled validation faces that did not choose the epoch, or all where none is known not to
  /// have.
  let calibration: [LabelledFace]
  let isCalibrationHeldOut: Bool

  init(
    model: String, rows: [PredictionRow], labels: LabelScheme, manifest: ManifestFaces
  ) {
    func labelled(_ row: PredictionRow) -> LabelledFace? {
      LabelledFace(row, labels: labels, attributes: manifest[row.image])
    }
    self.model = model
    let testRows = rows.filter { $0.split == "test" }
    let calibrationRows = rows.filter { $0.split == "calibration" }
    let validationRows = rows.filter { $0.split == "validation" } + calibrationRows
    test = testRows.compactMap(labelled)
    validation = validationRows.compactMap(labelled)
    isCalibrationHeldOut = !calibrationRows.isEmpty
    calibration =
      isCalibrationHeldOut
      ? calibrationRows.compactMap(labelled) : validation
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
