import Training

extension FaceSet {
  /// Twelve images of three colours, which any network learns to tell apart.
  /// - Parameter target: What is to be learnt of a colour, 0 to 2.
  static func easyFaces(_ target: (Int) -> Target) -> FaceSet {
    FaceSet(
      source: SolidImages(
        colours: (0..<12).map { index in
          [[250, 10, 10], [10, 250, 10], [10, 10, 250]][index % 3].map { $0 + UInt8(index / 3) }
        }),
      indices: Array(0..<12), targets: (0..<12).map { target($0 % 3) })
  }
}

extension TrainingSettings {
  /// A few epochs without a change of hue, which would turn one colour into another.
  static var forEasyFaces: TrainingSettings {
    var settings = TrainingSettings()
    settings.imageSize = 16
    settings.epochs = 8
    settings.batchSize = 6
    settings.dropout = 0.2
    settings.learningRate = 1e-3
    settings.patience = 0
    settings.augmentation.hue = 0
    return settings
  }
}
