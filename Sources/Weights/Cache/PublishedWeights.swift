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
  /// Size in bytes; a download that grows larger is broken off.
  public let byteCount: Int
  /// SHA-256 of the file, 64 hexadecimal digits, as several who have it state it independently; nil
  /// where only what the file's name carries is known.
  public let sha256: String?
  /// Whether the publisher states a hash, or a part of it, too.
  public var isHashPublished: Bool { namedHash != nil }

  public init(
    name: String, network: String, origin: String, source: String, licence: String,
    byteCount: Int, sha256: String? = nil
  ) {
    self.name = name
    self.network = network
    self.origin = origin
    self.source = source
    self.licence = licence
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  /// The file's name at the publisher's.
  public var fileName: String { String(source.split(separator: "/").last ?? "") }

  /// What the file's SHA-256 must begin with: all of it where that is known, or else the digits in
  /// its name; nil where neither is.
  public var expectedHash: String? { sha256 ?? namedHash }

  /// The first hexadecimal digits of the file's SHA-256, which its name carries
  /// ("resnet18-f37072fd.pth"); nil where the publisher gives none.
  public var namedHash: String? {
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
  /// DINOv2's model card; sizes and whole hashes as docs/weights.md says.
  public static let all: [PublishedWeights] = [
    torchvision(
      "resnet18", "ResNet-18", "IMAGENET1K_V1", "resnet18-f37072fd.pth", byteCount: 46_830_571,
      sha256: "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec"),
    torchvision(
      "resnet50", "ResNet-50", "IMAGENET1K_V1", "resnet50-0676ba61.pth", byteCount: 102_530_333,
      sha256: "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"),
    torchvision(
      "resnet50_v2", "ResNet-50", "IMAGENET1K_V2", "resnet50-11ad3fa6.pth",
      byteCount: 102_540_417,
      sha256: "11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca"),
    torchvision(
      "efficientnet_b0", "EfficientNet-B0", "IMAGENET1K_V1 (converted from timm)",
      "efficientnet_b0_rwightman-7f5810bc.pth", byteCount: 21_444_401,
      sha256: "7f5810bc96def8f7552d5b7e68d53c4786f81167d28291b21c0d90e1fca14934"),
    PublishedWeights(
      name: "dinov2_vits14", network: "ViT-S/14",
      origin: "LVD-142M, self-supervised, without a head (Oquab et al. 2023)",
      source: "https://dl.fbaipublicfiles.com/dinov2/dinov2_vits14/dinov2_vits14_pretrain.pth",
      licence: "Apache-2.0", byteCount: 88_283_115,
      sha256: "b938bf1bc15cd2ec0feacfe3a1bb553fe8ea9ca46a7e1d8d00217f29aef60cd9"),
  ]

  private static func torchvision(
    _ name: String, _ network: String, _ weights: String, _ file: String, byteCount: Int,
    sha256: String
  ) -> PublishedWeights {
    PublishedWeights(
      name: name, network: network, origin: "ImageNet-1k, torchvision's \(weights)",
      source: "https://download.pytorch.org/models/\(file)",
      licence: "BSD-3-Clause (torchvision); ImageNet's terms may apply", byteCount: byteCount,
      sha256: sha256)
  }
}
