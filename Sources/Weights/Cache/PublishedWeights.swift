/// Weights that others publish and that networks can start from. Sizes and whole hashes as
/// docs/weights.md says.
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
  /// Whether `make setup` installs them, so that they need no fetching.
  public let isInstalledBySetUp: Bool
  /// The name of the file that set-up makes of the publisher's, which is in a form that is not read here, and
  /// which size and hash are of; nil where the publisher's is used as it is.
  public let convertedFileName: String?
  /// Whether the publisher states a hash, or a part of it, too.
  public var isHashPublished: Bool { namedHash != nil }

  public init(
    name: String, network: String, origin: String, source: String, licence: String,
    byteCount: Int, sha256: String? = nil, isInstalledBySetUp: Bool = false,
    convertedFileName: String? = nil
  ) {
    self.name = name
    self.network = network
    self.origin = origin
    self.source = source
    self.licence = licence
    self.byteCount = byteCount
    self.sha256 = sha256
    self.isInstalledBySetUp = isInstalledBySetUp
    self.convertedFileName = convertedFileName
  }

  /// The command that gets them.
  public var command: String {
    isInstalledBySetUp ? "make setup" : "smilestone weights fetch \(name)"
  }

  /// The file's name at the publisher's, or that of what set-up makes of it.
  public var fileName: String {
    convertedFileName ?? String(source.split(separator: "/").last ?? "")
  }

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

  /// Weights of torchvision 0.28 (`torchvision/models/resnet.py`, `efficientnet.py`) for ImageNet-1k.
  public static func torchvision(
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
