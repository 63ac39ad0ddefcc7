/// What the cache says of one file: `weights.json`.
public struct CachedWeights: Sendable, Codable, Equatable {
  public let name: String
  /// The file's name in the entry's folder.
  public let file: String
  public let sha256: String
  /// Whether the hash of the published file is known and the file has it; otherwise the hash is
  /// what the file had when it came.
  public let isPublishedHash: Bool
  public let byteCount: Int
  /// The address or path that it came from.
  public let source: String
  public let licence: String?
  /// When it came, ISO 8601.
  public let added: String

  /// Whether a text can name an entry, and so a folder.
  package static func isUsable(name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 100 else { return false }
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8
    return plain.contains(first)
      && name.utf8.allSatisfy { plain.contains($0) || "-._".utf8.contains($0) }
  }
}
