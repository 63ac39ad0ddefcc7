import Faces

/// What AffectNet's files have in common: how they lie, and what their codes mean.
enum AffectNetCodes {
  static let layout =
    "training.csv, validation.csv or automatically_annotated.csv beside the images they "
    + "name; or images/N.jpg beside annotations/N_exp.npy; or a folder for each expression, with "
    + "or without a table labels.csv; or YOLO's, \(YOLOFaces.layout)."

  /// Expression codes 0 to 10, as the data set numbers them.
  static let labels: [SourceLabel] = [
    .emotion(.neutral), .emotion(.happy), .emotion(.sad), .emotion(.surprise), .emotion(.fear),
    .emotion(.disgust), .emotion(.anger), .other("contempt"), .other("none"), .other("uncertain"),
    .other("no-face"),
  ]

  static func label(code: String) throws -> SourceLabel {
    guard let number = Int(code), labels.indices.contains(number) else {
      throw UnusableImageError("“\(code)” is not an expression code from 0 to 10")
    }
    return labels[number]
  }

  /// Valence or arousal, -1 to 1; nil for -2, which stands for none.
  static func affect(_ text: String) throws -> Double? {
    guard let number = Double(text), number == -2 || (-1...1).contains(number) else {
      throw UnusableImageError("“\(text)” is not a valence or arousal from -1 to 1")
    }
    return number == -2 ? nil : number
  }
}
