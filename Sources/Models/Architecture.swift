import Support
import Torch

/// Which network; raw values are torchvision's names, and timm's for the vision transformer.
public enum Architecture: String, Sendable, Codable, CaseIterable {
  case resNet18 = "resnet18"
  case resNet50 = "resnet50"
  case efficientNetB0 = "efficientnet_b0"
  /// ViT-S/14 as DINOv2 trains it.
  case visionTransformerSmall14 = "vit_small_patch14_dinov2"

  /// - Throws: `DecodingError` that lists the names there are.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let architecture = Architecture(rawValue: name) else {
      let names = Architecture.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the networks are \(names)")
    }
    self = architecture
  }

  public var displayName: String {
    switch self {
    case .resNet18: "ResNet-18"
    case .resNet50: "ResNet-50"
    case .efficientNetB0: "EfficientNet-B0"
    case .visionTransformerSmall14: "ViT-S/14"
    }
  }

  /// The name of the published weights to start from, as in `weights fetch`.
  public var publishedWeights: String {
    self == .visionTransformerSmall14 ? "dinov2_vits14" : rawValue
  }

  /// What the head is called in state dicts: its layers are `fc.1`, `fc.2` in a ResNet.
  public var headName: String {
    switch self {
    case .resNet18, .resNet50: "fc"
    case .efficientNetB0: "classifier"
    case .visionTransformerSmall14: "head"
    }
  }

  /// The name of the one linear layer that torchvision and timm have as the head: in an
  /// EfficientNet it stands behind a dropout layer, which is number 0.
  public var linearHeadName: String { self == .efficientNetB0 ? "\(headName).1" : headName }

  /// Tensors of published files that the network does not use: DINOv2 put `mask_token` in the place
  /// of hidden patches while it was trained.
  public var unusedNames: Set<String> { self == .visionTransformerSmall14 ? ["mask_token"] : [] }

  /// Sides of pictures that networks are given, in pixels.
  private static let pictureSizes = 16...1024

  /// What the side of a picture must be a multiple of, in pixels.
  private var pictureSizeStep: Int {
    self == .visionTransformerSmall14 ? VisionTransformer.patchSize : 1
  }

  /// - Throws: `SmilestoneError.usage` for a side that the network does not take; it names the
  ///   setting and the nearest sides.
  public func requireFit(pictureSize: Int) throws {
    let (sizes, step) = (Architecture.pictureSizes, pictureSizeStep)
    guard sizes.contains(pictureSize) else {
      throw SmilestoneError.usage(
        "The setting pictureSize is out of range.",
        remedy: "It must be between \(sizes.lowerBound) and \(sizes.upperBound) pixels.")
    }
    guard pictureSize.isMultiple(of: step) else {
      let smaller = pictureSize / step * step
      let nearest = [smaller, smaller + step].filter(sizes.contains).map { "\($0)" }
      throw SmilestoneError.usage(
        "The setting pictureSize is \(pictureSize): \(displayName) takes multiples of \(step) "
          + "pixels alone, the side of its patches.",
        remedy: "Set pictureSize to \(nearest.joined(separator: " or ")).")
    }
  }

  func backbone(_ path: ParameterPath) throws -> any Backbone {
    switch self {
    case .resNet18: try ResNet(path, depth: .eighteen)
    case .resNet50: try ResNet(path, depth: .fifty)
    case .efficientNetB0: try EfficientNet(path)
    case .visionTransformerSmall14: try VisionTransformer(path)
    }
  }
}
