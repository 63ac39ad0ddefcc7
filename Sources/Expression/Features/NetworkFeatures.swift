import Models
import Support
import Torch
import Weights

/// The first layers of EfficientNet-Lite0 as it was trained on ImageNet: local like histograms of gradients,
/// but of what natural images are made of, and not of faces or emotions.
struct NetworkFeatures: Sendable {
  private static let weights = "efficientnet_lite0"
  /// Its outputs stand 8 pixels apart.
  private static let layer = "blocks.2"
  /// Faces of 48 pixels are enlarged twice, as the network's first layers expect eyes and mouths of some size; places are
  /// averaged by two thereafter.
  private static let enlargement = 2

  private static let pool = Operation("aten::adaptive_avg_pool2d")

  private let layers: EarlyLayers

  /// - Throws: `SmilestoneError` where the weights are not installed.
  init() throws {
    let model = try FaceModel(
      architecture: .efficientNetLite0, head: .linear(outputs: 1), initialisesWeights: false)
    try model.loadBackbone(from: WeightsCache().file(for: Self.weights))
    try self.init(model)
  }

  private init(_ model: FaceModel) throws {
    layers = try EarlyLayers(model, through: Self.layer)
  }

  /// The features of all faces, averaged with those of their mirror images, so that only the left half is left:
  /// [faces, channels · rows · columns of the left half], row-major.
  func of(_ images: RegisteredImages, workers: Int) throws -> [Double] {
    let size = images.data.size
    return try images.features(workers: workers) { chunk in
      try Runtime.setThreadCount(1)
      let count = chunk.count / (size * size)
      return try features(Tensor(chunk, shape: [count, 1, size, size])).doubles()
    }
  }

  /// - Parameter grey: [N, 1, size, size], 0 to 255.
  private func features(_ grey: Tensor) throws -> Tensor {
    try withoutGradients {
      let size = grey.shape[2] * Self.enlargement
      let large = try Functions.resize(grey, height: size, width: size)
      let channels = try zip(ImageNetColours.mean, ImageNetColours.deviation).map {
        try large * (1 / (255 * $1)) + -$0 / $1
      }
      let colour = try Tensor.concatenated(channels, along: 1)
      let plain = try layers(colour)
      // The right half, seen as a left one, lies on the left half.
      let mirrored = try layers(colour.flipped(along: [3]))
      let places = plain.shape[3] / Self.enlargement
      let both = try Self.pool(.tensor((plain + mirrored) * 0.5), .integers([places, places]))
      return try both.narrowed(along: 3, from: 0, count: (places + 1) / 2)
        .reshaped([grey.shape[0], -1])
    }
  }
}
