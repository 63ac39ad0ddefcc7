import Support
import Torch
import Weights

/// A network, and all that the program knows of it.
///
/// Each has a file of its own in `Networks`, named as its static member is; the build lists them in
/// `all`, which settings, help, weights and citations read.
public struct Architecture: Sendable {
  /// How settings and files name it: torchvision's name, or timm's.
  public let name: String
  public let displayName: String
  /// What a paper that uses it cites.
  public let references: [Reference]
  /// Weights to start from; the first are those that presets take. May be empty.
  public let publishedWeights: [PublishedWeights]
  /// What the side of an image must be a multiple of, in pixels.
  let imageSizeStep: Int
  /// The first layer with weights, which tells files of this network, or of one with the same names but
  /// for its size, from others'.
  public let firstLayer: String
  /// What the head is called in state dicts: its layers are `fc.1`, `fc.2` in a ResNet.
  public let headName: String
  /// The name of the one linear layer that torchvision and timm have as the head.
  public let linearHeadName: String
  /// Tensors of published files that the network does not use.
  public let unusedNames: Set<String>
  /// This network's name for a tensor of a file; files with these names keep them.
  public let tensorName: @Sendable (String) -> String
  /// Builds the network up to its features.
  let backbone: @Sendable (ParameterPath) throws -> any Backbone

  init(
    name: String, displayName: String, references: [Reference],
    publishedWeights: [PublishedWeights], imageSizeStep: Int = 1, firstLayer: String,
    headName: String, linearHeadName: String? = nil, unusedNames: Set<String> = [],
    tensorName: @escaping @Sendable (String) -> String = { $0 },
    backbone: @escaping @Sendable (ParameterPath) throws -> any Backbone
  ) {
    self.name = name
    self.displayName = displayName
    self.references = references
    self.publishedWeights = publishedWeights
    self.imageSizeStep = imageSizeStep
    self.firstLayer = firstLayer
    self.headName = headName
    self.linearHeadName = linearHeadName ?? headName
    self.unusedNames = unusedNames
    self.tensorName = tensorName
    self.backbone = backbone
  }

  /// The names of all networks, for people: "efficientnet_b0, resnet18, …".
  public static var namesInWords: String { all.map(\.name).joined(separator: ", ") }

  /// Sides of images that networks are given, in pixels.
  public static let imageSizes = 16...1024

  /// For documentation: "a multiple of 14 for `vit_small_patch14_dinov2`".
  public static var stepsInWords: String {
    all.filter { $0.imageSizeStep > 1 }.map { "a multiple of \($0.imageSizeStep) for `\($0.name)`" }
      .joined(separator: ", ")
  }

  /// "`resnet18`, `resnet50`".
  public static var namesInCode: String { all.map { "`\($0.name)`" }.joined(separator: ", ") }

  /// - Throws: `SmilestoneError.usage` for a side that the network does not take; it names the
  ///   setting and the nearest sides.
  public func requireFit(imageSize: Int) throws {
    let (sizes, step) = (Architecture.imageSizes, imageSizeStep)
    guard sizes.contains(imageSize) else {
      throw SmilestoneError.usage(
        "The setting imageSize is out of range.",
        remedy: "It must be between \(sizes.lowerBound) and \(sizes.upperBound) pixels.")
    }
    guard imageSize.isMultiple(of: step) else {
      let smaller = imageSize / step * step
      let nearest = [smaller, smaller + step].filter(sizes.contains).map { "\($0)" }
      throw SmilestoneError.usage(
        "The setting imageSize is \(imageSize): \(displayName) takes multiples of \(step) "
          + "pixels alone.",
        remedy: "Set imageSize to \(nearest.joined(separator: " or ")).")
    }
  }
}

extension Architecture: Hashable {
  public static func == (one: Architecture, other: Architecture) -> Bool { one.name == other.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Architecture: CustomStringConvertible {
  public var description: String { name }
}

extension Architecture: SchemaExample {
  public static var schemaExample: Architecture { .resNet18 }
}

/// A network is written as its name.
extension Architecture: Codable {
  /// - Throws: `DecodingError` that lists the names there are.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let architecture = Architecture.all.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the networks are \(Architecture.namesInWords)")
    }
    self = architecture
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
