/// A leak between splits: one subject, or one file's bytes, in more than one of them.
public struct SplitViolation: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case subject
    case identicalFiles = "identical files"
  }

  public let kind: Kind
  /// The subject, or the files' SHA-256.
  public let value: String
  /// The splits it is in.
  public let splits: [Split]
  /// The images, in the records' order.
  public let images: [String]
}

extension Manifest {
  /// Every subject and every set of byte-identical images that crosses splits; empty where the
  /// splits are sound. Records without a split are passed over.
  /// - Parameter contentHashes: one for each record, from `contentHashes`; nil where unknown.
  public func splitViolations(contentHashes: [String?]) -> [SplitViolation] {
    precondition(contentHashes.count == records.count, "a hash is needed for every record")
    return violations(.subject, keys: records.map(\.subject))
      + violations(.identicalFiles, keys: contentHashes)
  }

  private func violations(_ kind: SplitViolation.Kind, keys: [String?]) -> [SplitViolation] {
    var groups: [String: [Int]] = [:]
    var order: [String] = []
    for (index, key) in keys.enumerated() {
      guard let key, records[index].split != nil else { continue }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    return order.compactMap { key in
      let members = groups[key] ?? []
      let present = Set(members.compactMap { records[$0].split })
      guard present.count > 1 else { return nil }
      return SplitViolation(
        kind: kind, value: key, splits: Split.allCases.filter(present.contains),
        images: members.map { records[$0].image })
    }
  }
}
