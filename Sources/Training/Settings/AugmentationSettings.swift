import Support
import Torch

/// How strongly training images are varied; 0 switches a variation off.
public struct AugmentationSettings: Codable, Sendable, Equatable {
  /// Smallest share of the image's area that a random crop keeps, 0 < share ≤ 1; 1 crops
  /// nothing. Crops are stretched back to the square; their sides are in a ratio of 3:4 to 4:3.
  public var smallestCrop = 1.0
  /// Chance of mirroring an image, 0 ... 1.
  public var flipProbability = 0.0
  /// Rotation drawn uniformly between minus and plus this angle.
  public var rotationInDegrees = 0.0
  /// How turned and shifted images are read between their pixels.
  public var interpolation = Interpolation.nearest
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
  /// Chance of hiding a random rectangle of 2 to 33 % of the area (Zhong et al. 2020), 0 ... 1.
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

  /// - Throws: `SmilestoneError.usage` that names the first setting out of its range.
  public func validate() throws {
    let ranges: [(name: String, value: Double, range: ClosedRange<Double>)] = [
      ("smallestCrop", smallestCrop, 0.01...1), ("flipProbability", flipProbability, 0...1),
      ("rotationInDegrees", rotationInDegrees, 0...180), ("translation", translation, 0...1),
      ("brightness", brightness, 0...1), ("contrast", contrast, 0...1),
      ("saturation", saturation, 0...1), ("hue", hue, 0...0.5),
      ("greyProbability", greyProbability, 0...1),
      ("erasingProbability", erasingProbability, 0...1),
    ]
    for setting in ranges where !setting.range.contains(setting.value) {
      throw SmilestoneError.usage(
        "The setting augmentation.\(setting.name) is out of range.",
        remedy: "It must be between \(setting.range.lowerBound) and "
          + "\(setting.range.upperBound).")
    }
  }
}
