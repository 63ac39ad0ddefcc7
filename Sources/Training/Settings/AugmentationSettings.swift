import Support
import Torch

/// What a turned or shifted image shows where it ends.
public enum OutsideImage: String, Codable, Sendable, CaseIterable {
  case black
  /// The image, mirrored at its edges.
  case mirrored
}

/// How strongly training images are varied; 0 switches a variation off.
public struct AugmentationSettings: Codable, Sendable, Equatable {
  /// Smallest share of the image's area that a random crop keeps, 0 < share ≤ 1; 1 crops
  /// nothing. Crops are stretched back to the square; their sides are in a ratio of 3:4 to 4:3.
  public var smallestCrop = 1.0
  /// Chance of mirroring an image, 0 ... 1.
  public var flipProbability = 0.0
  /// Rotation drawn uniformly between minus and plus this angle.
  public var rotationInDegrees = 0.0
  /// How cropped, turned and shifted images are read between their pixels.
  public var interpolation = Interpolation.nearest
  /// What turned and shifted images show where they end.
  public var outside = OutsideImage.black
  /// Shift drawn uniformly up to this share of the image's side, in both directions.
  public var translation = 0.0
  /// Factors drawn uniformly from 1 − amount ... 1 + amount.
  public var brightness = 0.0
  public var contrast = 0.0
  public var saturation = 0.0
  /// Turn of the colour circle drawn uniformly up to this share of it, 0 ... 0.5.
  public var hue = 0.0
  /// Chance of making an image grey (three equal channels), 0 ... 1: an estimator that learns from
  /// colour images then works on grey archives too.
  public var greyProbability = 0.0
  /// Chance of hiding a random rectangle of 2 to 33% of the area (Zhong et al. 2020), 0 ... 1.
  public var erasingProbability = 0.0

  public init() {}

  /// The study's: flip, ±15°, brightness, contrast and saturation 0.5-1.5, hue ±0.1; nearest
  /// pixel, as torchvision's `RandomRotation` has it.
  public static var study: AugmentationSettings {
    var settings = AugmentationSettings()
    settings.flipProbability = 0.5
    settings.rotationInDegrees = 15
    settings.brightness = 0.5
    settings.contrast = 0.5
    settings.saturation = 0.5
    settings.hue = 0.1
    return settings
  }

  public static let none = AugmentationSettings()
}

extension AugmentationSettings: DescribedSettings {
  public static let descriptions: [SettingDescription<AugmentationSettings>] = [
    .number(
      "smallestCrop", \.smallestCrop, .between(0.01, and: 1), title: "Smallest crop",
      isUsed: { $0.smallestCrop < 1 },
      "smallest share of the area that a random crop keeps, its sides 3:4 to 4:3; 1 crops nothing"),
    .number(
      "flipProbability", \.flipProbability, .between(0, and: 1), title: "Flip", zeroIsOff: true,
      "chance of mirroring an image"),
    .number(
      "rotationInDegrees", \.rotationInDegrees, .between(0, and: 180), unit: "°",
      title: "Rotation ±",
      zeroIsOff: true, "drawn uniformly between minus and plus this angle"),
    .choice(
      "interpolation", \.interpolation, title: "Interpolation",
      words: { $0 == .nearest ? nil : $0.rawValue },
      "how cropped, turned and shifted images are read between their pixels"),
    .choice(
      "outside", \.outside, title: "Outside the image",
      words: { $0 == .black ? nil : $0.rawValue },
      "what turned and shifted images show where they end"),
    .number(
      "translation", \.translation, .between(0, and: 1), title: "Shift ±", zeroIsOff: true,
      "drawn uniformly up to this share of the side, in both directions"),
    .number(
      "brightness", \.brightness, .between(0, and: 1), title: "Brightness ±", zeroIsOff: true,
      "factors drawn uniformly from 1 − x to 1 + x"),
    .number(
      "contrast", \.contrast, .between(0, and: 1), title: "Contrast ±", zeroIsOff: true, "likewise"),
    .number(
      "saturation", \.saturation, .between(0, and: 1), title: "Saturation ±", zeroIsOff: true,
      "likewise"),
    .number(
      "hue", \.hue, .between(0, and: 0.5), title: "Hue ±", zeroIsOff: true,
      "turn of the colour circle, drawn uniformly up to this share of it"),
    .number(
      "greyProbability", \.greyProbability, .between(0, and: 1), title: "Grey", zeroIsOff: true,
      "chance of making an image grey: an estimator that learns from colour then works on grey "
        + "archives too"),
    .number(
      "erasingProbability", \.erasingProbability, .between(0, and: 1), title: "Erasing",
      zeroIsOff: true,
      "chance of hiding a random rectangle of 2 to 33% of the area (Zhong et al. 2020)"),
  ]
}
