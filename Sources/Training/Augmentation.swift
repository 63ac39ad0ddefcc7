import Foundation
import Support
import Torch

/// How strongly training pictures are varied; 0 switches a variation off.
public struct AugmentationSettings: Codable, Sendable, Equatable {
  /// Chance of mirroring a picture, 0 ... 1.
  public var flipProbability: Double
  /// Rotation drawn uniformly between minus and plus this angle.
  public var rotationInDegrees: Double
  /// How turned and shifted pictures are read between their pixels.
  public var interpolation: Interpolation
  /// Shift drawn uniformly up to this share of the picture's side, in both directions.
  public var translation: Double
  /// Factors drawn uniformly from 1 − amount ... 1 + amount.
  public var brightness: Double
  public var contrast: Double
  public var saturation: Double
  /// Turn of the colour circle drawn uniformly up to this share of it, 0 ... 0.5.
  public var hue: Double

  public init(
    flipProbability: Double, rotationInDegrees: Double, interpolation: Interpolation,
    translation: Double, brightness: Double, contrast: Double, saturation: Double, hue: Double
  ) {
    self.flipProbability = flipProbability
    self.rotationInDegrees = rotationInDegrees
    self.interpolation = interpolation
    self.translation = translation
    self.brightness = brightness
    self.contrast = contrast
    self.saturation = saturation
    self.hue = hue
  }

  /// The study's: flip, ±15°, brightness, contrast and saturation 0.5-1.5, hue ±0.1; nearest
  /// pixel, as torchvision's `RandomRotation` has it.
  public static let study = AugmentationSettings(
    flipProbability: 0.5, rotationInDegrees: 15, interpolation: .nearest, translation: 0,
    brightness: 0.5, contrast: 0.5,
    saturation: 0.5, hue: 0.1)

  public static let none = AugmentationSettings(
    flipProbability: 0, rotationInDegrees: 0, interpolation: .nearest, translation: 0,
    brightness: 0, contrast: 0,
    saturation: 0, hue: 0)
}

/// The variations of one batch: parameters per picture, applied to the whole batch at once.
public struct BatchAugmentation: Equatable {
  public var isFlipped: [Bool]
  public var rotationInDegrees: [Double]
  /// Shift to the right and down, as shares of the side.
  public var translationX: [Double]
  public var translationY: [Double]
  public var brightness: [Double]
  public var contrast: [Double]
  public var saturation: [Double]
  public var hue: [Double]
  public var interpolation = Interpolation.nearest

  /// Parameters that leave pictures as they are.
  public init(count: Int) {
    isFlipped = Array(repeating: false, count: count)
    rotationInDegrees = Array(repeating: 0, count: count)
    (translationX, translationY) = (rotationInDegrees, rotationInDegrees)
    brightness = Array(repeating: 1, count: count)
    (contrast, saturation) = (brightness, brightness)
    hue = rotationInDegrees
  }

  /// Draws the parameters for `count` pictures.
  public init(
    count: Int, settings: AugmentationSettings, using generator: inout SeededGenerator
  ) {
    self.init(count: count)
    interpolation = settings.interpolation
    for index in 0..<count {
      func symmetric(_ amount: Double) -> Double { generator.uniform(-amount, amount) }
      isFlipped[index] = generator.uniform() < settings.flipProbability
      rotationInDegrees[index] = symmetric(settings.rotationInDegrees)
      translationX[index] = symmetric(settings.translation)
      translationY[index] = symmetric(settings.translation)
      brightness[index] = 1 + symmetric(settings.brightness)
      contrast[index] = 1 + symmetric(settings.contrast)
      saturation[index] = 1 + symmetric(settings.saturation)
      hue[index] = symmetric(settings.hue)
    }
  }

  /// Varies a batch: flip, rotation and shift, brightness, contrast, saturation, hue, in this
  /// order. Each step equals torchvision's tensor function of that name.
  /// - Parameter pictures: [N, 3, H, W], values 0 ... 1.
  public func callAsFunction(_ pictures: Tensor) throws -> Tensor {
    try withoutGradients {
      var x = pictures
      if isFlipped.contains(true) { x = try flipped(x) }
      if [rotationInDegrees, translationX, translationY].joined().contains(where: { $0 != 0 }) {
        x = try moved(x)
      }
      if brightness.contains(where: { $0 != 1 }) {
        x = try (x * factors(brightness, on: x)).clamped(minimum: 0, maximum: 1)
      }
      if contrast.contains(where: { $0 != 1 }) {
        let mean = try Self.grey(x).mean(over: [1, 2, 3], keepingDimensions: true)
        x = try blend(x, mean, factors(contrast, on: x))
      }
      if saturation.contains(where: { $0 != 1 }) {
        x = try blend(x, Self.grey(x), factors(saturation, on: x))
      }
      if hue.contains(where: { $0 != 0 }) {
        x = try ColourCircle.turned(x, by: factors(hue, on: x).reshaped([-1, 1, 1]))
      }
      return x
    }
  }

  private func flipped(_ pictures: Tensor) throws -> Tensor {
    let mask = try Tensor(
      isFlipped.map { $0 ? 1 : 0 } as [UInt8], shape: [isFlipped.count, 1, 1, 1])
    return try mask.to(pictures.device).equals(1).select(
      pictures.flipped(along: [3]), pictures)
  }

  /// Rotation about the centre (counter-clockwise) and shift; black outside the picture.
  private func moved(_ pictures: Tensor) throws -> Tensor {
    let maps = rotationInDegrees.indices.flatMap { index -> [Float] in
      let angle = rotationInDegrees[index] * .pi / 180
      let (cosine, sine) = (cos(angle), sin(angle))
      // The grid asks where each output pixel comes from, in units of half the side.
      let (x, y) = (-2 * translationX[index], -2 * translationY[index])
      return [cosine, -sine, cosine * x - sine * y, sine, cosine, sine * x + cosine * y]
        .map(Float.init)
    }
    let theta = try Tensor(maps, shape: [rotationInDegrees.count, 2, 3]).to(pictures.device)
    let grid = try Functions.affineGrid(theta, shape: pictures.shape)
    return try Functions.sample(pictures, at: grid, interpolation: interpolation)
  }

  private func factors(_ values: [Double], on pictures: Tensor) throws -> Tensor {
    try Tensor(values.map(Float.init), shape: [values.count, 1, 1, 1]).to(pictures.device)
  }

  private func blend(_ pictures: Tensor, _ other: Tensor, _ ratio: Tensor) throws -> Tensor {
    try (pictures * ratio + other * (1 - ratio)).clamped(minimum: 0, maximum: 1)
  }

  /// Luma of ITU-R BT.601 as torchvision rounds it: [N, 3, H, W] → [N, 1, H, W].
  static func grey(_ pictures: Tensor) throws -> Tensor {
    let weights = try Tensor([0.2989, 0.587, 0.114] as [Float], shape: [1, 3, 1, 1])
    return try (pictures * weights.to(pictures.device)).sum(over: [1], keepingDimensions: true)
  }
}

/// Turns colours about the hue circle (through HSV, Smith 1978).
enum ColourCircle {
  /// - Parameters:
  ///   - pictures: [N, 3, H, W], values 0 ... 1.
  ///   - turn: [N, 1, 1], the share of the circle.
  static func turned(_ pictures: Tensor, by turn: Tensor) throws -> Tensor {
    func channel(_ index: Int) throws -> Tensor {
      try pictures.narrowed(along: 1, from: index, count: 1).reshaped(planeShape)
    }
    let planeShape = [pictures.shape[0], pictures.shape[2], pictures.shape[3]]
    let (red, green, blue) = (try channel(0), try channel(1), try channel(2))
    let value = try pictures.maximum(over: [1])
    let range = try value - pictures.minimum(over: [1])
    let one = try Tensor.full(1, shape: [], device: pictures.device)
    let isGrey = try range.equals(0)
    let saturation = try range / isGrey.select(one, value)
    let divisor = try isGrey.select(one, range)
    let (redPart, greenPart, bluePart) = (
      try (value - red) / divisor, try (value - green) / divisor, try (value - blue) / divisor
    )
    let hueInSixths = try value.equals(red).select(
      bluePart - greenPart,
      value.equals(green).select(redPart - bluePart + 2.0, greenPart - redPart + 4.0))
    let hue = try (hueInSixths * (1.0 / 6) + 1.0 + turn).remainder(dividingBy: 1)
    return try colours(hue: hue, saturation: saturation, value: value)
  }

  /// HSV planes [N, H, W] → pictures [N, 3, H, W].
  private static func colours(hue: Tensor, saturation: Tensor, value: Tensor) throws -> Tensor {
    // Each channel is value·(1 − saturation·k), k a trapezium over the hue circle.
    let planes = try [5.0, 3.0, 1.0].map { offset in
      let position = try (hue * 6 + offset).remainder(dividingBy: 6)
      let trapezium = try Tensor.stacked([position, 4 - position]).minimum(over: [0])
        .clamped(minimum: 0, maximum: 1)
      return try value - value * saturation * trapezium
    }
    return try Tensor.stacked(planes, along: 1).clamped(minimum: 0, maximum: 1)
  }
}
