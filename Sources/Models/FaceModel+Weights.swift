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
  /// Whether the model's head is made of rows of the file's.
  public var keepsHead = false
  /// The outputs of the file's head, where it is one linear layer; nil where there is none.
  public var headOutputs: Int?
  /// Tensors of the file that the network does not use.
  public let unused: [String]
  /// What else stands in the file and was passed over, with what it is: "args (argparse.Namespace)".
  public let passedOver: [String]
  /// Further places of the file where the network is complete: "ema", for FILE#ema.
  public let otherPlaces: [String]
  /// Whether the counts of batches, which files from before PyTorch 0.4.1 do not have, start at 0.
  public let startsCounting: Bool

  /// "resnet18.pth (under “state_dict”; without its head: fc.bias, fc.weight)".
  public var summary: String {
    var notes: [String] = []
    if let wrappingKey { notes.append("under “\(wrappingKey)”") }
    if !removedPrefix.isEmpty { notes.append("without the prefix “\(removedPrefix)”") }
    if keepsHead { notes.append("with its head") }
    if !replacedHead.isEmpty {
      notes.append("without its head: \(replacedHead.joined(separator: ", "))")
    }
    if !unused.isEmpty { notes.append("without \(unused.joined(separator: ", "))") }
    if startsCounting { notes.append("without counts of batches, which start at 0") }
    if !passedOver.isEmpty {
      let shown = passedOver.prefix(6).joined(separator: ", ")
      let more = passedOver.count > 6 ? " and \(passedOver.count - 6) more" : ""
      notes.append("passed over: \(shown)\(more)")
    }
    if !otherPlaces.isEmpty {
      notes.append("also complete under \(otherPlaces.map { "#\($0)" }.joined(separator: ", "))")
    }
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
    try load(WeightsFile(contentsOf: url))
  }

  /// Reads everything but the head from weights of the same network with any head, wherever in the
  /// file the network is complete.
  /// - Parameters:
  ///   - key: the end of the table's key and of the prefix before the names that are asked for; nil for
  ///     the likeliest.
  ///   - headRows: the rows of the file's head that this model's head becomes; nil where it is new.
  /// - Throws: `SmilestoneError.badInput` that says how the file differs from the network, of which it
  ///   is, or in which several places the network is complete; the model is unchanged then.
  @discardableResult
  public func loadBackbone(
    from url: URL, key: String? = nil, headRows: HeadRows? = nil
  ) throws -> LoadedWeights {
    let file = try WeightsFile(contentsOf: url)
    let shapes = backboneShapes
    guard let fit = try WeightsFit.find(shapes, of: architecture, in: file, key: key) else {
      throw WeightsRefusal(architecture: architecture, wanted: shapes, file: file).error
    }
    var names = fit.fileNames
    var head: [String: String] = [:]
    var unused: [String] = []
    var passedOver = fit.file.others.map { "\($0.key) (\($0.value))" }
    let used = Set(names.values)
    for name in fit.file.tensors.keys where !used.contains(name) {
      let own = architecture.tensorName(
        String(name.dropFirst(fit.prefix.count)).replacing("_orig_mod.", with: ""))
      if !name.hasPrefix(fit.prefix) {
        passedOver.append(name)
      } else if own.hasPrefix(architecture.headName + ".") {
        head[own] = name
      } else if architecture.unusedNames.contains(own) {
        unused.append(own)
      } else if FaceModel.isCounter(own), store.parameters.contains(where: { $0.name == own }) {
        names[own] = name
      } else {
        passedOver.append(name)
      }
    }
    // A few counts alone are a file that was cut.
    let missing = store.parameters.map(\.name).filter {
      FaceModel.isCounter($0) && !lacksCounters(names) && names[$0] == nil
    }
    guard missing.isEmpty else {
      throw SmilestoneError.badInput(
        "The weights of \(file.name) do not fit \(architecture.displayName): missing: "
          + missing.prefix(5).joined(separator: ", ") + ".", remedy: "Get the whole file.")
    }
    let startsCounting = try assign(names, of: fit.file)
    if let headRows { try loadHead(headRows, names: head, of: fit.file) }
    let matrices = head.values.compactMap { fit.file.tensors[$0]?.shape }.filter { $0.count == 2 }
    return LoadedWeights(
      place: file.name, wrappingKey: fit.file.wrappingKey, removedPrefix: fit.prefix,
      replacedHead: headRows == nil ? head.keys.sorted() : [], keepsHead: headRows != nil,
      headOutputs: matrices.count == 1 ? matrices[0][0] : nil, unused: unused.sorted(),
      passedOver: passedOver.sorted(), otherPlaces: fit.others, startsCounting: startsCounting)
  }

  /// The shapes of all tensors but the head's and the counts of batches.
  fileprivate var backboneShapes: [String: [Int]] {
    let headPrefix = architecture.headName + "."
    let parameters = store.parameters.filter {
      !$0.name.hasPrefix(headPrefix) && !FaceModel.isCounter($0.name)
    }
    return Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value.shape) })
  }

  private static func isCounter(_ name: String) -> Bool { name.hasSuffix(".num_batches_tracked") }

  private func load(_ file: WeightsFile) throws -> LoadedWeights {
    let isUnused = { (name: String) in self.architecture.unusedNames.contains(name) }
    let names = WeightNames(file.tensors.keys)
    let fileNames = try architecture.fileNames(names, of: file.name)
    let wanted = fileNames.filter { !isUnused($0.key) }
    let startsCounting = lacksCounters(wanted)
    var shapes = wanted.compactMapValues { file.tensors[$0]?.shape }
    for parameter in store.parameters where startsCounting && FaceModel.isCounter(parameter.name) {
      shapes[parameter.name] = parameter.value.shape
    }
    try store.requireFit(shapes, of: "The weights of \(file.name)")
    _ = try assign(wanted, of: file)
    return LoadedWeights(
      place: file.name, wrappingKey: file.wrappingKey, removedPrefix: names.removedPrefix,
      replacedHead: [], unused: fileNames.keys.filter(isUnused).sorted(), passedOver: [],
      otherPlaces: [], startsCounting: startsCounting)
  }

  private func lacksCounters(_ names: [String: String]) -> Bool {
    store.parameters.contains { FaceModel.isCounter($0.name) }
      && !names.keys.contains(where: FaceModel.isCounter)
  }

  /// Puts a file's tensors into the parameters of these names.
  /// - Returns: whether the counts of batches were set to 0, as the file has none.
  private func assign(_ names: [String: String], of file: WeightsFile) throws -> Bool {
    let startsCounting = lacksCounters(names)
    try requireKinds(names, in: file)
    for parameter in store.parameters {
      if let name = names[parameter.name] {
        try parameter.assign(Tensor(name, in: file))
        try requireFinite(parameter, name: name, in: file)
      } else if startsCounting, FaceModel.isCounter(parameter.name) {
        try parameter.assign(.zeros(parameter.value.shape, type: .int64))
      }
    }
    return startsCounting
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
  /// The shapes of all tensors of this network but a head's and the counts of batches.
  func backboneShapes() throws -> [String: [Int]] {
    try FaceModel(architecture: self, head: .linear(outputs: 1), initialisesWeights: false)
      .backboneShapes
  }

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
