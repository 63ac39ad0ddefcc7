import Analysis
import Foundation
import Torch

/// Finds the warp that takes the mean face of each age to adults' mean face.
///
/// The displacements of 7 × 7 control points per age, bicubic between them and left-right symmetric,
/// minimise the mean squared difference of local contrasts inside a face-shaped window, plus penalties
/// on what is rough over the face and on what changes from age to age.
struct WarpFitting {
  static let controlPoints = 7
  static let steps = 250
  static let learningRate = 0.01
  /// Weights of the squared differences between neighbouring control points and neighbouring ages.
  static let roughness = 2.0
  static let ageing = 1.0

  let size: Int
  private let contrast: LocalContrast
  /// How much each pixel counts, [size, size].
  private let window: Tensor
  /// Where each pixel lies, [1, size, size, 2].
  private let places: Tensor

  private enum Operations {
    static let bicubic = Operation("aten::upsample_bicubic2d")
    static let sample = Operation("aten::grid_sampler")
    static let bilinear = 0
    static let border = 1
  }

  init(size: Int) throws {
    self.size = size
    contrast = LocalContrast(size: size)
    let coordinates = (0..<size).map { (2 * Double($0) + 1) / Double(size) - 1 }
    places = try Tensor(
      coordinates.flatMap { y in coordinates.flatMap { x in [x, y] } }, shape: [1, size, size, 2])
    window = try Tensor(
      coordinates.flatMap { y in
        coordinates.map { x in exp(-pow(pow(x / 0.75, 2) + pow(y / 0.9, 2), 2)) }
      }, shape: [size, size])
  }

  /// The mean squared difference of two faces' local contrasts inside the window.
  func distance(_ first: [Double], _ second: [Double]) throws -> Double {
    try withoutGradients {
      try difference(contrast(tensor([first])), contrast(tensor([second]))).item()
    }
  }

  /// - Returns: the warp, and the faces of `means` as it leaves them.
  func fit(_ means: MeanFaces) throws -> (warp: PopulationWarp, registered: MeanFaces) {
    let faces = try tensor(means.faces)
    let target = try contrast(tensor([means.adults]))
    let count = means.faces.count
    let points = try Parameter(
      name: "control points", kind: .weight,
      value: .zeros([count, 2, Self.controlPoints, Self.controlPoints], type: .float64))
    var settings = Adam.Settings()
    settings.learningRate = Self.learningRate
    let optimiser = try Adam([points], settings: settings)
    for _ in 0..<Self.steps {
      let symmetric = try symmetric(points.value)
      let warped = try sample(faces, displaced: field(symmetric))
      let loss = try difference(contrast(warped), target) + penalty(symmetric)
      try loss.backward()
      try optimiser.step()
    }
    return try withoutGradients {
      let field = try field(symmetric(points.value))
      let warped = try sample(faces, displaced: field).doubles()
      let pixels = size * size
      let displacements =
        try field.doubles().map(Float.init)
        + Array(repeating: 0, count: 2 * pixels)
      return (
        PopulationWarp(
          knots: means.knots + [ExpressionSettings.adultHeadsFromYears],
          displacements: displacements,
          size: size),
        means.replacing(
          faces: (0..<count).map { warped[$0 * pixels..<($0 + 1) * pixels].map { $0 * 255 } })
      )
    }
  }

  private func tensor(_ faces: [[Double]]) throws -> Tensor {
    try Tensor(faces.flatMap { $0.map { $0 / 255 } }, shape: [faces.count, 1, size, size])
  }

  private func difference(_ first: Tensor, _ second: Tensor) throws -> Tensor {
    let difference = try first - second
    return try (difference * difference * window).mean()
  }

  /// Displacements across change sign in the mirror, those down do not.
  private func symmetric(_ points: Tensor) throws -> Tensor {
    let across = try points.narrowed(along: 1, from: 0, count: 1)
    let down = try points.narrowed(along: 1, from: 1, count: 1)
    return try Tensor.concatenated(
      [
        (across - across.flipped(along: [3])) * 0.5, (down + down.flipped(along: [3])) * 0.5,
      ], along: 1)
  }

  private func field(_ points: Tensor) throws -> Tensor {
    try Operations.bicubic(.tensor(points), .integers([size, size]), .boolean(true))
  }

  private func sample(_ faces: Tensor, displaced field: Tensor) throws -> Tensor {
    try Operations.sample(
      .tensor(faces), .tensor(places + field.permuted([0, 2, 3, 1])),
      .integer(Operations.bilinear), .integer(Operations.border), .boolean(false))
  }

  private func penalty(_ points: Tensor) throws -> Tensor {
    func step(along dimension: Int) throws -> Tensor {
      let count = points.shape[dimension] - 1
      let change =
        try points.narrowed(along: dimension, from: 1, count: count)
        - points.narrowed(along: dimension, from: 0, count: count)
      return try (change * change).mean()
    }
    // The oldest mean face borders on adults, who do not move.
    let oldest = try points.narrowed(along: 0, from: points.shape[0] - 1, count: 1)
    let rough = try step(along: 2) + step(along: 3)
    let atAdults = try (oldest * oldest).mean()
    let ageing = try points.shape[0] > 1 ? step(along: 0) + atAdults : atAdults
    return try rough * Self.roughness + ageing * Self.ageing
  }
}

/// An image's deviation from its surroundings, in units of their standard deviation: light and skin
/// drop out.
private struct LocalContrast {
  private let side: Int
  private static let pad = Operation("aten::replication_pad2d")
  private static let pool = Operation("aten::avg_pool2d")

  /// The surroundings are a square of about a quarter of the image's side.
  init(size: Int) { side = 2 * Int((Double(size) * 6.5 / 48).rounded(.down)) + 1 }

  func callAsFunction(_ faces: Tensor) throws -> Tensor {
    let centred = try faces - mean(faces)
    // Where an image is even, the root has no gradient without the small number.
    let spread = try (mean(centred * centred) + 1e-8).squareRoot() + 0.01
    return try centred / spread
  }

  private func mean(_ faces: Tensor) throws -> Tensor {
    let border = side / 2
    let padded = try Self.pad(
      .tensor(faces), .integers([border, border, border, border]))
    return try Self.pool(.tensor(padded), .integers([side, side]), .integers([1, 1]))
  }
}
