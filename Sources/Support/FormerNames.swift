/// Names of an earlier version in a JSON file, which are understood for one version more.
public struct FormerNames: Sendable {
  /// The present name of a field by its former one, without the names of what it is part of.
  public let present: [String: String]

  public init(_ present: [String: String]) {
    self.present = present
  }

  /// A tree with present names in place of former ones. Where both are there, the present one holds.
  public func renamed(_ tree: JSONTree) -> JSONTree {
    switch tree {
    case .object(let entries):
      let former = entries.keys.filter { present[$0] != nil }
      var renamed = entries.mapValues(self.renamed)
      for name in former {
        let value = renamed.removeValue(forKey: name)
        if let now = present[name], renamed[now] == nil { renamed[now] = value }
      }
      return .object(renamed)
    case .array(let values): return .array(values.map(renamed))
    default: return tree
    }
  }

  /// What to say of former names in a tree: "gradientNorm is now called maxGradientNorm".
  public func notes(on tree: JSONTree) -> [String] {
    let used = Set(tree.leaves.keys.flatMap { $0.split(separator: ".").map(String.init) })
    return present.filter { used.contains($0.key) }.map { "\($0.key) is now called \($0.value)" }
      .sorted()
  }
}
