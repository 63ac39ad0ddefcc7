import Foundation
import Support
import Torch
import Weights

/// What was made of a file's names when its weights were loaded.
public struct LoadedWeights: Sendable, Equatable {
  /// The file's path.
  public let place: String
  /// The key under which a checkpoint held the weights; nil where there was none.
  public let wrappingKey: String?
  /// What stood before all names: "model."; empty for nothing.
  public let removedPrefix: String
  /// Tensors of the file that the model's own head replaces.
  public let replacedHead: [String]
  /// Tensors of the file that the network does not use.
  public let unused: [String]
  /// Whether the counts of batches, which files from before PyTorch 0.4.1 do not have, start at 0.
  public let startsCounting: Bool

  /// "resnet18.pth (under “state_dict”; without its head: fc.bias, fc.weight)".
  public var summary: String {
    var notes: [String] = []
    if let wrappingKey { notes.append("under “\(wrappingKey)”") }
    if !removedPrefix.isEmpty { notes.append("without the prefix “\(removedPrefix)”") }
    if !replacedHead.isEmpty {
      notes.append("without its head: \(replacedHead.joined(separator: ", "))")
    }
    if !unused.isEmpty { notes.append("without \(unused.joined(separator: ", "))") }
    if startsCounting { notes.append("without counts of batches, which start at 0") }
    let name = URL(fileURLWithPath: place).lastPathComponent
    return notes.isEmpty ? name : "\(name) (\(notes.joined(separator: "; ")))"
  }
}

extension FaceModel {
  /// Writes all weights and buffers as safetensors, under torchvision's and timm's names.
  public func save(to url: URL, metadata: [String: String] = [:]) throws {
    let values = try store.values().mapValues { try $0.contiguous() }
    try Safetensors.write(values, metadata: metadata, to: url)
  }

  /// Reads weights that fit this model exactly, from a safetensors file or a PyTorch state dict.
  /// - Throws: `SmilestoneError.badInput` that names what is missing, unexpected, mis-shaped or no
  ///   number of the right kind, and the model is unchanged then; also where a value is not finite.
  @discardableResult
  public func load(from url: URL) throws -> LoadedWeights {
    try load(WeightsFile(contentsOf: url), keepingHead: false)
  }

  /// Reads everything but the head from weights of the same network with any head.
  /// - Throws: as `load(from:)`.
  @discardableResult
  public func loadBackbone(from url: URL) throws -> LoadedWeights {
    try load(WeightsFile(contentsOf: url), keepingHead: true)
  }

  private func load(_ file: WeightsFile, keepingHead: Bool) throws -> LoadedWeights {
    let headPrefix = architecture.headName + "."
    let isKept = { (name: String) in keepingHead && name.hasPrefix(headPrefix) }
    let isUnused = { (name: String) in self.architecture.unusedNames.contains(name) }
    let isCounter = { (name: String) in name.hasSuffix(".num_batches_tracked") }
    let names = WeightNames(file.tensors.keys)
    let fileNames = try architecture.fileNames(names, of: file.name)
    let wanted = fileNames.filter { !isKept($0.key) && !isUnused($0.key) }
    let startsCounting =
      store.parameters.contains { isCounter($0.name) } && !wanted.keys.contains(where: isCounter)
    var shapes = wanted.compactMapValues { file.tensors[$0]?.shape }
    for parameter in store.parameters
    where isKept(parameter.name) || (startsCounting && isCounter(parameter.name)) {
      shapes[parameter.name] = parameter.value.shape
    }
    try store.requireFit(shapes, of: "The weights of \(file.name)")
    try requireKinds(wanted, in: file)
    for parameter in store.parameters {
      if let name = wanted[parameter.name] {
        try parameter.assign(Tensor(name, in: file))
        try requireFinite(parameter, name: name, in: file)
      } else if startsCounting, isCounter(parameter.name) {
        try parameter.assign(.zeros(parameter.value.shape, type: .int64))
      }
    }
    return LoadedWeights(
      place: file.name, wrappingKey: file.wrappingKey, removedPrefix: names.removedPrefix,
      replacedHead: fileNames.keys.filter(isKept).sorted(),
      unused: fileNames.keys.filter(isUnused).sorted(), startsCounting: startsCounting)
  }

  /// Weights that are no numbers look like a training that diverges.
  private func requireFinite(_ parameter: Parameter, name: String, in file: WeightsFile) throws {
    // Zero times a number is zero, and nothing else is.
    guard try (parameter.value.detached() * 0).sum().item() != 0 else { return }
    throw SmilestoneError.badInput(
      "\(file.name): the tensor “\(name)” holds values that are not finite.",
      remedy: "Get the file again, or give other weights.")
  }

  /// Whole numbers are no weights (quantised ones need their scales too), fractions no counts.
  private func requireKinds(_ names: [String: String], in file: WeightsFile) throws {
    let fractions: Set<StoredElementType> = [.float16, .bfloat16, .float32, .float64]
    for parameter in store.parameters {
      guard let name = names[parameter.name], let tensor = file.tensors[name] else { continue }
      let isCount = parameter.value.elementType == .int64
      guard fractions.contains(tensor.elementType) != isCount else {
        throw SmilestoneError.badInput(
          "\(file.name): the tensor “\(name)” has the type \(tensor.elementType.rawValue).",
          remedy: "Give weights that are not quantised.")
      }
    }
  }
}

extension Architecture {
  /// A file's names by this network's.
  /// - Parameter file: for messages.
  /// - Throws: `SmilestoneError.badInput` where two tensors of the file have one name in the network.
  public func fileNames(_ names: WeightNames, of file: String) throws -> [String: String] {
    var fileNames: [String: String] = [:]
    for (name, fileName) in names.fileNames {
      if let other = fileNames.updateValue(fileName, forKey: tensorName(name)) {
        throw SmilestoneError.badInput(
          "\(file): the tensors “\(min(fileName, other))” and “\(max(fileName, other))” are both "
            + "\(tensorName(name)) in \(displayName).",
          remedy: "Get the file again, or give other weights.")
      }
    }
    return fileNames
  }
}
