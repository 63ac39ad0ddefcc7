import Support
import Torch
import Weights

/// Where in a weights file a network is complete: in which of its tables, and behind which prefix of
/// names (`module.`, `encoder_q.`, `_orig_mod.`).
struct WeightsFit {
  /// The file with that table in use.
  let file: WeightsFile
  let prefix: String
  /// The file's names by the network's.
  let fileNames: [String: String]
  /// Further places where it is complete, as `#KEY` names them.
  let others: [String]

  /// Parts of names by which training code calls running averages and second networks.
  private static let secondary = [
    "ema", "teacher", "momentum", "encoder_k", "target", "swa", "average", "shadow",
  ]

  /// - Parameters:
  ///   - wanted: the network's tensors that must be there, with their shapes.
  ///   - key: the end of the table's key and the prefix that are asked for; nil for the first choice.
  /// - Returns: nil where the network is complete nowhere.
  /// - Throws: `SmilestoneError.badInput` where it is complete in several places of equal right.
  static func find(
    _ wanted: [String: [Int]], of architecture: Architecture, in file: WeightsFile, key: String?
  ) throws -> WeightsFit? {
    var places: [(file: WeightsFile, prefix: String, names: [String: String])] = []
    for table in file.tables {
      let candidate = file.using(table)
      for (prefix, names) in complete(wanted, of: architecture, in: candidate) {
        places.append((candidate, prefix, names))
      }
    }
    func name(_ place: (file: WeightsFile, prefix: String, names: [String: String])) -> String {
      let prefix = place.prefix.hasSuffix(".") ? String(place.prefix.dropLast()) : place.prefix
      return [place.file.wrappingKey, prefix.isEmpty ? nil : prefix].compactMap(\.self)
        .joined(separator: ".")
    }
    if let key {
      places = places.filter { name($0) == key || name($0).hasSuffix(".\(key)") }
    }
    let first = places.filter { !isSecondary(name($0)) }
    if !first.isEmpty { places = first + places.filter { isSecondary(name($0)) } }
    guard let chosen = places.first else { return nil }
    let rivals = places.dropFirst().filter {
      $0.file.wrappingKey == chosen.file.wrappingKey
        && isSecondary(name($0)) == isSecondary(name(chosen))
    }
    guard rivals.isEmpty else {
      let names = ([chosen] + rivals).map { "“\(name($0))”" }.joined(separator: ", ")
      throw SmilestoneError.badInput(
        "\(file.name) holds \(architecture.displayName) several times: \(names).",
        remedy: "Say which, as FILE#\(name(chosen)).")
    }
    return WeightsFit(
      file: chosen.file, prefix: chosen.prefix, fileNames: chosen.names,
      others: places.dropFirst().map(name))
  }

  private static func isSecondary(_ name: String) -> Bool {
    let name = name.lowercased()
    return secondary.contains { name.contains($0) }
  }

  /// The prefixes behind which all wanted tensors stand, the shortest first, with the file's names.
  private static func complete(
    _ wanted: [String: [Int]], of architecture: Architecture, in file: WeightsFile
  ) -> [(prefix: String, names: [String: String])] {
    var found: [String: [String: String]] = [:]
    for (name, tensor) in file.tensors {
      for (prefix, inner) in splits(of: name) {
        let own = architecture.tensorName(inner)
        if wanted[own] == tensor.shape { found[prefix, default: [:]][own] = name }
      }
    }
    let tops = Set(wanted.keys.map(top))
    /// Whether a tensor beside them shows that the network is another one, with more layers or tokens.
    func isOfAnother(_ own: String, _ tensor: StoredTensor) -> Bool {
      guard wanted[own] == nil, !own.hasPrefix(architecture.headName + "."),
        !architecture.unusedNames.contains(own)
      else { return false }
      if let layer = own.wholeMatch(of: /(.*)\.num_batches_tracked/)?.1 {
        return tops.contains(top(own)) && wanted["\(layer).weight"] == nil
      }
      return tops.contains(top(own)) || (!own.contains(".") && tensor.elementCount > 1)
    }
    return found.filter { prefix, names in
      names.count == wanted.count
        && !file.tensors.contains { name, tensor in
          guard name.hasPrefix(prefix),
            let inner = splits(of: name).first(where: { $0.prefix == prefix })
          else { return false }
          return isOfAnother(architecture.tensorName(inner.name), tensor)
        }
    }
    .sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
    .map { ($0.key, $0.value) }
  }

  private static func top(_ name: String) -> String {
    String(name.prefix { $0 != "." })
  }

  /// A name cut before each of its parts: (“”, “model.fc.bias”), (“model.”, “fc.bias”), …
  static func splits(of name: String) -> [(prefix: String, name: String)] {
    let starts =
      [name.startIndex]
      + name.indices.filter { name[$0] == "." }.map { name.index(after: $0) }
    // What torch.compile puts before all names belongs to the prefix.
    return starts.filter { !name[$0...].hasPrefix("_orig_mod.") }.map { start in
      // It wraps modules at any depth.
      (String(name[..<start]), String(name[start...]).replacing("_orig_mod.", with: ""))
    }
  }
}
