import Support
import Torch
import Weights

/// Why a file's weights are not those of a network, in words that help.
struct WeightsRefusal {
  let architecture: Architecture
  let wanted: [String: [Int]]
  let file: WeightsFile

  var error: SmilestoneError {
    let table = closest
    let present = Set(table.shapes.keys)
    let misshaped = wanted.filter { name, shape in
      table.shapes[name].map { $0 != shape } ?? false
    }.keys.sorted()
    let missing = wanted.keys.filter { !present.contains($0) }.sorted()
    let foreign = missing.compactMap { name in
      file.others[table.prefix + name].map { "“\(table.prefix)\(name)” is \($0)" }
    }
    var reasons = foreign.isEmpty ? [] : [Self.list(foreign, of: foreign.count)]
    if !misshaped.isEmpty {
      let shown = misshaped.prefix(3).map { shapeInWords($0, table.shapes[$0] ?? []) }
      reasons.append(Self.list(shown, of: misshaped.count))
    }
    if !missing.isEmpty {
      reasons.append("missing: " + Self.list(Array(missing.prefix(5)), of: missing.count))
    }
    if !table.unexpected.isEmpty {
      reasons.append(
        "unexpected: "
          + Self.list(Array(table.unexpected.prefix(5)), of: table.unexpected.count))
    }
    // Of another network all tensors differ, which says nothing.
    let difference = network ?? reasons.joined(separator: "; ")
    return .badInput(
      "The weights of \(file.name) do not fit \(architecture.displayName): \(difference).",
      remedy: remedy)
  }

  private static func list(_ shown: [String], of count: Int) -> String {
    shown.joined(separator: ", ") + (count > shown.count ? " and \(count - shown.count) more" : "")
  }

  private func shapeInWords(_ name: String, _ shape: [Int]) -> String {
    func words(_ shape: [Int]) -> String {
      shape.isEmpty ? "one number" : shape.map { "\($0)" }.joined(separator: " x ")
    }
    let needed = wanted[name] ?? []
    let isGrey = shape.count == 4 && shape[1] == 1 && needed.count == 4 && needed[1] == 3
    return "\(name) is \(words(shape)) where \(words(needed)) is needed"
      + (isGrey ? " (a network for grey images)" : "")
  }

  /// The prefix of the first table under which the most names are wanted ones, with the shapes there.
  private var closest: (prefix: String, shapes: [String: [Int]], unexpected: [String]) {
    var counts: [String: Int] = [:]
    for name in file.tensors.keys {
      for (prefix, inner) in WeightsFit.splits(of: name)
      where wanted[architecture.tensorName(inner)] != nil {
        counts[prefix, default: 0] += 1
      }
    }
    let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    var shapes: [String: [Int]] = [:]
    var unexpected: [String] = []
    for (name, tensor) in file.tensors {
      let inner = architecture.tensorName(String(name.dropFirst(best.count)))
      if name.hasPrefix(best), wanted[inner] != nil {
        shapes[inner] = tensor.shape
      } else if !name.hasSuffix(".num_batches_tracked"),
        !inner.hasPrefix(architecture.headName + ".")
      {
        unexpected.append(name)
      }
    }
    return (best, shapes, unexpected.sorted())
  }

  /// What they are of, where it is known here or by its blocks.
  private var network: String? {
    if let fitting { return "they are of \(fitting.displayName)" }
    if let blocks { return "they are of a \(blocks)" }
    return hasTimmsNames ? "they have timm's names, and not all of them" : nil
  }

  private var remedy: String {
    if let fitting { return "Use that network: --set architecture=\(fitting.name)." }
    if blocks != nil { return "The networks here are \(Architecture.namesInWords)." }
    if hasTimmsNames { return "Give the whole state dict, under timm's names or torchvision's." }
    return "Choose weights of \(architecture.displayName)."
  }

  private var blocks: String? { ResNetBlocks(file.tensors.mapValues(\.shape))?.name }

  private var hasTimmsNames: Bool {
    architecture == .efficientNetB0
      && file.tensors.keys.contains { $0.hasPrefix("conv_stem") || $0.contains(".conv_dw.") }
  }

  /// Another network of this program that is complete in the file.
  private var fitting: Architecture? {
    Architecture.all.first { other in
      guard other != architecture, let shapes = try? other.backboneShapes() else { return false }
      return ((try? WeightsFit.find(shapes, of: other, in: file, key: nil)) ?? nil) != nil
    }
  }
}

/// The numbers of blocks of a ResNet, by which the usual ones are told apart (He et al. 2016, table 1).
private struct ResNetBlocks {
  private let counts: [Int]
  private let hasBottlenecks: Bool

  init?(_ shapes: [String: [Int]]) {
    var blocks: [Int: Int] = [:]
    for name in shapes.keys {
      guard let match = name.firstMatch(of: /layer([1-4])\.([0-9]{1,3})\.conv1\.weight$/),
        let layer = Int(match.1), let block = Int(match.2)
      else { continue }
      blocks[layer] = max(blocks[layer] ?? 0, block + 1)
    }
    guard blocks.count == 4 else { return nil }
    counts = (1...4).map { blocks[$0] ?? 0 }
    hasBottlenecks = shapes.keys.contains { $0.hasSuffix("layer1.0.conv3.weight") }
  }

  var name: String? {
    switch (hasBottlenecks, counts) {
    case (false, [2, 2, 2, 2]): nil
    case (false, [3, 4, 6, 3]): "ResNet-34"
    case (true, [3, 4, 6, 3]): nil
    case (true, [3, 4, 23, 3]): "ResNet-101"
    case (true, [3, 8, 36, 3]): "ResNet-152"
    default: "ResNet of \(counts.map { "\($0)" }.joined(separator: ", ")) blocks"
    }
  }
}
