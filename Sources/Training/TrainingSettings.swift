import Foundation
import Models
import Support

/// Every setting of one training run. The defaults are the study's where it states one.
public struct TrainingSettings: Codable, Sendable, Equatable {
  /// Which residual network.
  public var depth: ResNetDepth = .resNet18
  /// Weights that the network starts from, its last layer `fc` aside: a file (.pth, .pt or
  /// .safetensors, with torchvision's names) or the name of cached weights ("resnet18"); nil for
  /// random weights.
  public var initialWeights: String?
  /// Side of the square pictures, in pixels.
  public var pictureSize = 224
  /// Layers that keep their initial weights ("layer1").
  public var frozenLayers: [String] = []
  /// Share of features set to zero before the last layer, 0 ..< 1.
  public var dropout = 0.5
  /// Step size of Adam at its highest.
  public var learningRate = 5e-4
  /// Strength of weight decay (L2, added to the gradient).
  public var weightDecay = 5e-4
  /// Label smoothing of the cross-entropy, 0 ..< 1; expression models only.
  public var labelSmoothing = 0.05
  /// The distance term; expression models only.
  public var distanceLoss = DistanceLossSettings()
  /// Largest number of passes over the training faces.
  public var epochs = 28
  /// Epochs without a better validation loss before training stops; 0 never stops early.
  public var patience = 8
  /// Faces per step at most.
  public var batchSize = 64
  public var schedule: LearningRateSchedule = .constant
  public var augmentation = AugmentationSettings.study
  public var seed: UInt64 = 1

  public init() {}

  /// - Throws: `SmilestoneError.usage` that names the first setting out of its range.
  public func validate() throws {
    func require(_ condition: Bool, _ name: String, _ range: String) throws {
      guard condition else {
        throw SmilestoneError.usage(
          "The setting \(name) is out of range.", remedy: "It must be \(range).")
      }
    }
    try require((16...1024).contains(pictureSize), "pictureSize", "between 16 and 1024 pixels")
    try require((0..<1).contains(dropout), "dropout", "at least 0 and below 1")
    try require(
      learningRate > 0 && learningRate.isFinite, "learningRate", "a positive number")
    try require(weightDecay >= 0 && weightDecay.isFinite, "weightDecay", "0 or a positive number")
    try require((0..<1).contains(labelSmoothing), "labelSmoothing", "at least 0 and below 1")
    try require((1...10_000).contains(epochs), "epochs", "between 1 and 10,000")
    try require(patience >= 0, "patience", "0 or a positive number")
    try require((2...4096).contains(batchSize), "batchSize", "between 2 and 4,096")
    try distanceLoss.validate()
  }
}

/// How the step size changes during training.
public enum LearningRateSchedule: String, Codable, Sendable, CaseIterable {
  case constant
  /// Up from 1/25 of the highest rate over the first 30 % of all steps, then down to 1/250,000 of
  /// it, both along a cosine (Smith & Topin 2019; PyTorch's `OneCycleLR` with its defaults).
  case oneCycle = "one_cycle"

  /// The factor on the highest learning rate for a step.
  /// - Parameters:
  ///   - step: steps taken before this one.
  ///   - total: steps of the whole training.
  public func factor(step: Int, total: Int) -> Double {
    switch self {
    case .constant: return 1
    case .oneCycle:
      let initial = 1.0 / 25
      let peak = 0.3 * Double(total) - 1
      let end = Double(total) - 1
      let position = Double(step)
      if position <= peak, peak > 0 {
        return LearningRateSchedule.cosine(from: initial, to: 1, at: position / peak)
      }
      guard end > max(peak, 0) else { return 1 }
      return LearningRateSchedule.cosine(
        from: 1, to: initial / 10_000, at: (position - max(peak, 0)) / (end - max(peak, 0)))
    }
  }

  private static func cosine(from start: Double, to end: Double, at position: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(Double.pi * position))
  }
}
