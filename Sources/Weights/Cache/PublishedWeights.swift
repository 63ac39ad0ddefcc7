import Support

/// Weights that others publish and that the study's networks can start from.
public struct PublishedWeights: Sendable, Codable, Equatable {
  /// The name to fetch and to use them by: "resnet18".
  public let name: String
  /// "ResNet-18".
  public let network: String
  /// What they were trained on, and their name at the publisher's.
  public let origin: String
  /// The address of the file.
  public let source: String
  public let licence: String
  /// Size in bytes, rounded where the publisher rounds it.
  public let byteCount: Int

  public init(
    name: String, network: String, origin: String, source: String, licence: String, byteCount: Int
  ) {
    self.name = name
    self.network = network
    self.origin = origin
    self.source = source
    self.licence = licence
    self.byteCount = byteCount
  }

  /// The file's name at the publisher's.
  public var fileName: String { String(source.split(separator: "/").last ?? "") }

  /// The first hexadecimal digits of the file's SHA-256, which its name carries
  /// ("resnet18-f37072fd.pth"); nil where the publisher gives none.
  public var publishedHashPrefix: String? {
    let stem = fileName.prefix { $0 != "." }
    guard let dash = stem.lastIndex(of: "-") else { return nil }
    let digits = stem[stem.index(after: dash)...]
    return digits.count >= 8 && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
      ? String(digits) : nil
  }

  /// - Throws: `SmilestoneError.usage` for a name that is not in the list.
  public static func named(_ name: String) throws -> PublishedWeights {
    guard let weights = all.first(where: { $0.name == name }) else {
      throw SmilestoneError.usage(
        "There are no published weights “\(name)”.",
        remedy: "There are: \(all.map(\.name).joined(separator: ", ")).")
    }
    return weights
  }

  /// Facts from torchvision 0.28 (`torchvision/models/resnet.py`, `efficientnet.py`) and from
  /// DINOv2's model card.
  public static let all: [PublishedWeights] = [
    torchvision(
      "resnet18", "ResNet-18", "ImageNet-1k, torchvision's IMAGENET1K_V1", "resnet18-f37072fd.pth",
      megabytes: 44.661),
    torchvision(
      "resnet50", "ResNet-50", "ImageNet-1k, torchvision's IMAGENET1K_V1", "resnet50-0676ba61.pth",
      megabytes: 97.781),
    torchvision(
      "resnet50_v2", "ResNet-50", "ImageNet-1k, torchvision's IMAGENET1K_V2",
      "resnet50-11ad3fa6.pth", megabytes: 97.79),
    torchvision(
      "efficientnet_b0", "EfficientNet-B0",
      "ImageNet-1k, torchvision's IMAGENET1K_V1 (converted from timm)",
      "efficientnet_b0_rwightman-7f5810bc.pth", megabytes: 20.451),
    PublishedWeights(
      name: "dinov2_vits14", network: "ViT-S/14",
      origin: "LVD-142M, self-supervised, without a head (Oquab et al. 2023)",
      source: "https://dl.fbaipublicfiles.com/dinov2/dinov2_vits14/dinov2_vits14_pretrain.pth",
      licence: "Apache-2.0", byteCount: 88_283_115),
  ]

  private static func torchvision(
    _ name: String, _ network: String, _ origin: String, _ file: String, megabytes: Double
  ) -> PublishedWeights {
    PublishedWeights(
      name: name, network: network, origin: origin,
      source: "https://download.pytorch.org/models/\(file)",
      licence: "BSD-3-Clause (torchvision); ImageNet's terms may apply",
      byteCount: Int(megabytes * 1_048_576))
  }
}
