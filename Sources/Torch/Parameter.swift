import Support

/// A named tensor of a model that changes: a weight that training moves, or a buffer such as a
/// running mean. The one place where tensors are changed in place.
public final class Parameter {
  public enum Kind: Sendable {
    /// Trained by gradient.
    case weight
    /// Kept by the layer itself: running statistics.
    case buffer
  }

  /// The dotted name of torchvision's state dict: "layer1.0.conv1.weight".
  public let name: String
  public let kind: Kind
  /// The tensor; later changes show in every copy of it, so keep `value.copied()` for a snapshot.
  public private(set) var value: Tensor
  /// Whether training leaves the value alone.
  public private(set) var isFrozen = false

  /// A parameter of its own; layers make theirs under a `ParameterPath`.
  public init(name: String, kind: Kind, value: Tensor) throws {
    self.name = name
    self.kind = kind
    self.value = value
    if kind == .weight { try value.requireGradient() }
  }

  /// Overwrites the elements with those of `source`, which must have the same shape.
  public func assign(_ source: Tensor) throws {
    guard source.shape == value.shape else {
      throw SmilestoneError.badInput(
        "The weight \(name) has the shape \(source.shape) where the model has \(value.shape).",
        remedy: "Choose weights of the same architecture.")
    }
    try withoutGradients {
      _ = try Parameter.copyInPlace.call([.tensor(value), .tensor(source)])
    }
  }

  /// Whether the parameter belongs to a layer, or is what is named: "layer1" has
  /// "layer1.0.conv1.weight", and "blocks.1" has nothing of "blocks.10".
  public func belongs(to layer: String) -> Bool { name == layer || name.hasPrefix(layer + ".") }

  /// Stops training of this parameter.
  public func freeze() throws {
    isFrozen = true
    if kind == .weight { try value.requireGradient(false) }
  }

  /// Replaces the tensor by its conversion, for another device or element type.
  func convert(_ conversion: (Tensor) throws -> Tensor) throws {
    value = try withoutGradients { try conversion(value).detached() }
    if kind == .weight, !isFrozen { try value.requireGradient() }
  }

  private static let copyInPlace = Operation("aten::copy_")
}

/// The parameters of a model, in the order in which its layers were built.
public final class ParameterStore {
  public private(set) var parameters: [Parameter] = []
  private var byName: [String: Parameter] = [:]

  private let initialisesWeights: Bool

  /// - Parameter initialisesWeights: false leaves weights undefined, for a model whose weights are
  ///   read from a file next; that spares time and memory.
  public init(initialisesWeights: Bool = true) {
    self.initialisesWeights = initialisesWeights
  }

  /// A weight's first value: what `draw` gives, or memory of that shape.
  fileprivate func initial(_ shape: [Int], _ draw: () throws -> Tensor) throws -> Tensor {
    try initialisesWeights ? draw() : ParameterStore.empty(.integers(shape))
  }

  private static let empty = Operation("aten::empty", "memory_format")

  public subscript(name: String) -> Parameter? { byName[name] }

  /// The place that names are relative to.
  public var root: ParameterPath { ParameterPath(store: self, prefix: "") }

  func add(_ parameter: Parameter) {
    precondition(byName[parameter.name] == nil, "two parameters are called \(parameter.name)")
    parameters.append(parameter)
    byName[parameter.name] = parameter
  }

  /// The weights that training moves.
  public var trainable: [Parameter] { parameters.filter { $0.kind == .weight && !$0.isFrozen } }

  /// The number of trained and frozen weights' elements, buffers aside.
  public var weightCount: Int {
    parameters.filter { $0.kind == .weight }.map(\.value.elementCount).reduce(0, +)
  }

  /// Freezes every parameter of a layer ("layer1", "blocks.0").
  /// - Throws: `SmilestoneError.usage` when no parameter belongs to it.
  public func freeze(layer: String) throws {
    let chosen = parameters.filter { $0.belongs(to: layer) }
    guard !chosen.isEmpty else {
      let layers = Set(
        parameters.compactMap { $0.name.split(separator: ".").first.map(String.init) })
      throw SmilestoneError.usage(
        "There is no layer called “\(layer)” to freeze.",
        remedy: "The layers are \(layers.sorted().joined(separator: ", ")), and the parts of these."
      )
    }
    for parameter in chosen { try parameter.freeze() }
  }

  public func clearGradients() throws {
    for parameter in parameters { try parameter.value.clearGradient() }
  }

  public func move(to device: Device) throws {
    for parameter in parameters { try parameter.convert { try $0.to(device) } }
  }

  /// Converts all floating-point parameters, for tests in double precision.
  public func convert(to type: ElementType) throws {
    for parameter in parameters where parameter.value.elementType != .int64 {
      try parameter.convert { try $0.to(type) }
    }
  }

  /// Lays convolution weights out for channels-last images.
  public func layOut(_ format: MemoryFormat) throws {
    for parameter in parameters where parameter.value.shape.count == 4 {
      try parameter.convert { try $0.contiguous(format) }
    }
  }

  /// All values by name, to be written or read at once: later steps change them.
  public func values() throws -> [String: Tensor] {
    try Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, try $0.value.detached()) })
  }

  /// Copies of all values by name, which later steps leave alone.
  public func snapshot() throws -> [String: Tensor] {
    try withoutGradients { try values().mapValues { try $0.copied() } }
  }

  /// Puts a snapshot back.
  /// - Throws: `SmilestoneError.badInput` that names missing, unexpected and mis-shaped tensors;
  ///   nothing is changed then.
  public func restore(_ values: [String: Tensor]) throws {
    try requireFit(values.mapValues(\.shape), of: "The weights")
    for parameter in parameters {
      if let value = values[parameter.name] { try parameter.assign(value) }
    }
  }

  /// Checks that there is a tensor of the right shape for every parameter, and no other.
  /// - Parameter source: what the shapes are of, for the message.
  /// - Throws: `SmilestoneError.badInput` that names missing, unexpected and mis-shaped tensors.
  public func requireFit(_ shapes: [String: [Int]], of source: String) throws {
    let missing = parameters.map(\.name).filter { shapes[$0] == nil }
    let unexpected = shapes.keys.filter { byName[$0] == nil }.sorted()
    let misshaped = parameters.filter { parameter in
      shapes[parameter.name].map { $0 != parameter.value.shape } ?? false
    }.map(\.name)
    let complaints = [
      ("missing", missing), ("unexpected", unexpected), ("of another shape", misshaped),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \(abbreviated($0.1))" }
    guard complaints.isEmpty else {
      throw SmilestoneError.badInput(
        "\(source) do not fit the model (\(complaints.joined(separator: "; "))).",
        remedy: "Choose weights of the same architecture.")
    }
  }

  private func abbreviated(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}

/// A place in a store: layers are built with one and name their parameters under it.
public struct ParameterPath {
  let store: ParameterStore
  let prefix: String

  /// The path of a part: `path / "layer1" / "0"`.
  public static func / (path: ParameterPath, part: String) -> ParameterPath {
    ParameterPath(
      store: path.store, prefix: path.prefix.isEmpty ? part : "\(path.prefix).\(part)")
  }

  /// A weight's first value: what `draw` gives, or undefined where the store wants none.
  func initial(_ shape: [Int], _ draw: () throws -> Tensor) throws -> Tensor {
    try store.initial(shape, draw)
  }

  func add(_ name: String, _ kind: Parameter.Kind, _ value: Tensor) throws -> Parameter {
    let parameter = try Parameter(name: (self / name).prefix, kind: kind, value: value)
    store.add(parameter)
    return parameter
  }
}
