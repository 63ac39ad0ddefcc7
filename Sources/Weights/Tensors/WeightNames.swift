/// How the names in a weights file become those of a network: a prefix that training code put
/// before all of them (`module.` by data parallelism, `model.` or `backbone.` by a wrapping class)
/// is left away.
public struct WeightNames: Sendable, Equatable {
  /// What was left away: "module.model."; empty for nothing.
  public let removedPrefix: String
  /// The file's names by the network's.
  public let fileNames: [String: String]

  private static let removablePrefixes = ["module.", "model.", "backbone."]

  public init(_ names: some Collection<String>) {
    var prefix = ""
    while let next = WeightNames.removablePrefixes.first(where: { candidate in
      !names.isEmpty && names.allSatisfy { $0.hasPrefix(prefix + candidate) }
    }) { prefix += next }
    removedPrefix = prefix
    fileNames = Dictionary(
      uniqueKeysWithValues: names.map { (String($0.dropFirst(prefix.count)), $0) })
  }
}
