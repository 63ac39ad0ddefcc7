import Foundation

/// A table of tensors by name in a pickle, with what stands beside them.
struct PickledTable {
  /// The keys that lead to it, with points between: "state_dict", "ema.module"; nil for the pickle's own
  /// table.
  let key: String?
  /// The tensors' numbers in `PickleObjects`.
  let tensors: [String: Int]
  /// What each other entry is: "epoch" is "a number".
  let others: [String: String]

  /// Under these keys checkpoints keep the weights among other things, in the order of choice.
  private static let usualKeys = ["state_dict", "model_state_dict", "model"]
  /// Entries of all tables at most.
  private static let maximumEntryCount = 4 * StoredTensor.maximumCount

  /// All tables that hold tensors, at any depth, the one first that is likely to be meant: that under a
  /// usual key, then the file's own, then the one with the most tensors.
  /// - Throws: `WeightsError` when there is none.
  static func all(in value: PickleValue, of objects: PickleObjects) throws -> [PickledTable] {
    switch value {
    case .placeholder, .global(.foreign):
      throw WeightsError("holds a whole pickled model (\(objects.kind(of: value))), no state dict")
    default: break
    }
    guard case .dictionary(let outer) = value else {
      throw WeightsError("holds no state dict (a table of tensors by name)")
    }
    var waiting: [(key: String?, dictionary: Int)] = [(nil, outer)]
    var seen: Set<Int> = [outer]
    var tables: [PickledTable] = []
    var entryCount = 0
    var next = 0
    while next < waiting.count {
      let (key, dictionary) = waiting[next]
      next += 1
      var tensors: [String: Int] = [:]
      var others: [String: String] = [:]
      for entry in objects.dictionaries[dictionary] {
        guard case .text(let name) = entry.key else { continue }
        entryCount += 1
        guard entryCount <= maximumEntryCount else {
          throw WeightsError("has tables of more than \(maximumEntryCount) entries")
        }
        switch entry.value {
        case .tensor(let tensor): tensors[name] = tensor
        case .dictionary(let inner) where seen.insert(inner).inserted:
          waiting.append((key.map { "\($0).\(name)" } ?? name, inner))
        default: others[name] = objects.kind(of: entry.value)
        }
      }
      if !tensors.isEmpty || key == nil {
        tables.append(PickledTable(key: key, tensors: tensors, others: others))
      }
    }
    let holding = tables.filter { !$0.tensors.isEmpty }
    guard !holding.isEmpty else {
      let odd = tables.first?.others.values.first { $0.contains(".") }
      throw WeightsError(
        odd.map {
          $0.hasPrefix("numpy")
            ? "holds NumPy arrays, no tensors; torch.from_numpy makes tensors of them"
            : "holds a whole pickled model or object (\($0)), no state dict"
        } ?? "holds no tensors")
    }
    return holding.sorted { first, second in
      (first.rank, second.tensors.count, first.key ?? "")
        < (second.rank, first.tensors.count, second.key ?? "")
    }
  }

  /// What each entry of a table is that is no tensor: "args" is "argparse.Namespace".
  static func entries(of value: PickleValue, in objects: PickleObjects) -> [String: String] {
    guard case .dictionary(let outer) = value else { return [:] }
    var entries: [String: String] = [:]
    for entry in objects.dictionaries[outer] {
      guard case .text(let name) = entry.key else { continue }
      if case .tensor = entry.value { continue }
      entries[name] = objects.kind(of: entry.value)
    }
    return entries
  }

  private var rank: Int {
    guard let key else { return Self.usualKeys.count }
    return Self.usualKeys.firstIndex(of: key) ?? Self.usualKeys.count + 1
  }
}
