import Faces

/// A leak between splits: one subject, one file's bytes or one photograph in more than one of them.
public struct SplitViolation: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case subject
    case identicalFiles = "identical files"
    case nearDuplicates = "near duplicates"
  }

  public let kind: Kind
  /// The subject, the files' SHA-256, or the cluster of near duplicates.
  public let value: String
  /// The splits it is in.
  public let splits: [Split]
  /// The images, in the records' order.
  public let images: [String]
}

extension Manifest {
  /// Every subject, every set of byte-identical images and every cluster of near duplicates that
  /// crosses splits; empty where the splits are sound. Records without a split are passed over.
  /// - Parameters:
  ///   - contentHashes: one for each record, from `contentHashes`; nil where unknown.
  ///   - duplicateClusters: the cluster of near duplicates of each record; nil for faces without
  ///     any, and as a whole where they are not known.
  public func splitViolations(
    contentHashes: [String?], duplicateClusters: [String?]? = nil
  ) -> [SplitViolation] {
    precondition(contentHashes.count == records.count, "a hash is needed for every record")
    return violations(.subject, keys: records.map(\.subjectKey))
      + violations(.identicalFiles, keys: contentHashes)
      + violations(.nearDuplicates, keys: duplicateClusters ?? [])
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
        kind: kind, value: kind == .subject ? records[members[0]].subject ?? key : key,
        splits: Split.allCases.filter(present.contains),
        images: members.map { records[$0].image })
    }
  }
}

extension SplitViolation: CustomStringConvertible {
  /// "subject “A02” is in train and test: a.png, b.png, and 3 more".
  public var description: String {
    let places = splits.map(\.rawValue).joined(separator: " and ")
    let shown = images.prefix(4).joined(separator: ", ")
    let more = images.count > 4 ? ", and \(images.count - 4) more" : ""
    return "\(kind.rawValue) “\(value)” in \(places): \(shown)\(more)"
  }
}
