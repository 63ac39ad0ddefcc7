import Support
import Torch

/// Makes ONNX operators of the operations of a trace.
///
/// What does not depend on the input is a constant of the graph: weights, and what a network computes of
/// weights alone. The traced batch stands for batches of any size.
struct ONNXTranslation {
  private(set) var graph = ONNXGraph()
  /// The number of images that the trace was made with.
  let batchSize: Int
  /// What depends on the input, by the tensor.
  private var names: [ObjectIdentifier: String]
  private var constants: [ObjectIdentifier: String] = [:]
  private let weights: [ObjectIdentifier: String]

  /// - Parameter weights: the names of tensors in the model's state dict.
  init(input: Tensor, name: String, weights: [ObjectIdentifier: String]) {
    batchSize = input.shape[0]
    names = [input.identity: name]
    self.weights = weights
  }

  /// The name of a tensor in the graph; one that does not depend on the input becomes a constant.
  mutating func name(of tensor: Tensor) throws -> String {
    let identity = tensor.identity
    if let name = names[identity] ?? constants[identity] { return name }
    let name = try graph.constant(tensor, name: weights[identity])
    constants[identity] = name
    return name
  }

  func depends(_ tensor: Tensor) -> Bool { names[tensor.identity] != nil }

  /// Gives a tensor a name of its own, as an output of the graph.
  mutating func export(_ tensor: Tensor, as output: String) throws {
    _ = try graph.node("Identity", [name(of: tensor)], output: output)
  }

  /// - Throws: `SmilestoneError.failed` where an operation has no translation.
  mutating func translate(_ trace: OperationTrace) throws {
    for step in trace.steps {
      let call = ONNXCall(step)
      guard call.tensors.contains(where: depends), let result = step.results.first else { continue }
      names[result.identity] = try translated(call)
    }
  }

  private mutating func translated(_ call: ONNXCall) throws -> String {
    if let name = try layer(call) { return name }
    if let name = try elementwise(call) { return name }
    if let name = try shape(call) { return name }
    throw SmilestoneError.failed(
      "The network cannot be written as ONNX: there is no operator for \(call.name).",
      remedy: "Export it with --format torchvision.")
  }

  /// Layers with weights, pools and attention; nil for another operation.
  private mutating func layer(_ call: ONNXCall) throws -> String? {
    switch call.name {
    case "aten::conv2d":
      let pads = try call.integers(4)
      return try graph.node(
        "Conv", inputs(call, 0, 1, 2),
        [
          "strides": .integers(call.integers(3)), "pads": .integers(pads + pads),
          "dilations": .integers(call.integers(5)), "group": .integer(call.integer(6)),
        ])
    case "aten::batch_norm":
      return try graph.node(
        "BatchNormalization", inputs(call, 0, 1, 2, 3, 4), ["epsilon": .number(call.number(7))])
    case "aten::layer_norm":
      return try graph.node(
        "LayerNormalization", inputs(call, 0, 2, 3),
        ["axis": .integer(-1), "epsilon": .number(call.number(4))])
    case "aten::linear":
      let weight = try graph.node("Transpose", inputs(call, 1), ["perm": .integers([1, 0])])
      let product = try graph.node("MatMul", inputs(call, 0) + [weight])
      guard call.hasTensor(2) else { return product }
      return try graph.node("Add", [product] + inputs(call, 2))
    case "aten::matmul": return try graph.node("MatMul", inputs(call, 0, 1))
    case "aten::max_pool2d":
      let pads = try call.integers(3)
      return try graph.node(
        "MaxPool", inputs(call, 0),
        [
          "kernel_shape": .integers(call.integers(1)), "strides": .integers(call.integers(2)),
          "pads": .integers(pads + pads),
        ])
    case "aten::avg_pool2d":
      return try graph.node(
        "AveragePool", inputs(call, 0),
        ["kernel_shape": .integers(call.integers(1)), "strides": .integers(call.integers(2))])
    case "aten::adaptive_avg_pool2d" where try call.integers(1) == [1, 1]:
      return try graph.node("GlobalAveragePool", inputs(call, 0))
    case "aten::scaled_dot_product_attention":
      return try attention(call)
    default: return nil
    }
  }

  /// softmax(q·kᵀ/√D)·v, each [N, heads, tokens, D].
  private mutating func attention(_ call: ONNXCall) throws -> String {
    let parts = try inputs(call, 0, 1, 2)
    let width = try call.tensor(0).shape[3]
    let keys = graph.node("Transpose", [parts[1]], ["perm": .integers([0, 1, 3, 2])])
    let products = graph.node("MatMul", [parts[0], keys])
    let scaled = graph.node("Mul", [products, graph.constant(1 / Double(width).squareRoot())])
    return graph.node(
      "MatMul", [graph.node("Softmax", [scaled], ["axis": .integer(-1)]), parts[2]])
  }

  private mutating func elementwise(_ call: ONNXCall) throws -> String? {
    switch call.name {
    case "aten::relu", "aten::relu_": return try graph.node("Relu", inputs(call, 0))
    case "aten::relu6":
      return try graph.node("Clip", inputs(call, 0) + [graph.constant(0), graph.constant(6)])
    case "aten::sigmoid": return try graph.node("Sigmoid", inputs(call, 0))
    case "aten::silu":
      let input = try inputs(call, 0)
      return graph.node("Mul", input + [graph.node("Sigmoid", input)])
    case "aten::gelu":
      let input = try inputs(call, 0)
      let error = graph.node(
        "Erf", [graph.node("Mul", input + [graph.constant(0.5.squareRoot())])])
      let share = graph.node("Add", [error, graph.constant(1)])
      return graph.node(
        "Mul", [graph.node("Mul", input + [share]), graph.constant(0.5)])
    case "aten::softmax":
      return try graph.node("Softmax", inputs(call, 0), ["axis": .integer(call.integer(1))])
    case "aten::add", "aten::add_": return try arithmetic("Add", call)
    case "aten::sub": return try arithmetic("Sub", call)
    case "aten::mul": return try arithmetic("Mul", call)
    case "aten::div": return try arithmetic("Div", call)
    default: return nil
    }
  }

  /// Of two tensors, or of a tensor and a number.
  private mutating func arithmetic(_ type: String, _ call: ONNXCall) throws -> String {
    let second = try call.hasTensor(1) ? name(of: call.tensor(1)) : graph.constant(call.number(1))
    return try graph.node(type, inputs(call, 0) + [second])
  }

  private mutating func shape(_ call: ONNXCall) throws -> String? {
    switch call.name {
    case "aten::constant_pad_nd":
      // PyTorch begins with the last dimension, ONNX with the first, ends after all beginnings.
      let around = try call.integers(1)
      let pairs = stride(from: around.count - 2, through: 0, by: -2)
      let first = [Int](repeating: 0, count: try call.tensor(0).shape.count - around.count / 2)
      let pads =
        first + pairs.map { around[$0] } + first + pairs.map { around[$0 + 1] }
      return try graph.node("Pad", inputs(call, 0) + [graph.constant(pads)])
    case "aten::flatten":
      return try graph.node("Flatten", inputs(call, 0), ["axis": .integer(call.integer(1))])
    case "aten::mean":
      return try graph.node(
        "ReduceMean", inputs(call, 0),
        ["axes": .integers(call.integers(1)), "keepdims": .integer(call.boolean(2) ? 1 : 0)])
    case "aten::reshape":
      var shape = try call.integers(1)
      guard shape.first == batchSize else { return nil }
      shape[0] = 0  // as many as there are
      return try graph.node("Reshape", inputs(call, 0) + [graph.constant(shape)])
    case "aten::permute":
      return try graph.node("Transpose", inputs(call, 0), ["perm": .integers(call.integers(1))])
    case "aten::transpose":
      var order = Array(try call.tensor(0).shape.indices)
      order.swapAt(try call.integer(1), try call.integer(2))
      return try graph.node("Transpose", inputs(call, 0), ["perm": .integers(order)])
    case "aten::narrow":
      let start = try call.integer(2)
      return try slice(
        call, from: start, to: start + call.integer(3), along: call.integer(1), by: 1)
    case "aten::flip":
      guard let dimension = try call.integers(1).first, try call.integers(1).count == 1 else {
        return nil
      }
      return try slice(call, from: -1, to: Int(Int64.min), along: dimension, by: -1)
    case "aten::upsample_bilinear2d" where try !call.boolean(2):
      return try resize(call)
    case "aten::cat": return try concatenation(call)
    case "aten::contiguous", "aten::detach": return try inputs(call, 0)[0]
    default: return nil
    }
  }

  /// To the height and width that were traced, however many images there are.
  private mutating func resize(_ call: ONNXCall) throws -> String {
    let image = try name(of: call.tensor(0))
    let count = graph.node(
      "Slice", [graph.node("Shape", [image]), graph.constant([0]), graph.constant([1])])
    let rest = try graph.constant([call.tensor(0).shape[1]] + call.integers(1))
    let shape = graph.node("Concat", [count, rest], ["axis": .integer(0)])
    return graph.node(
      "Resize", [image, "", "", shape],
      ["mode": .text("linear"), "coordinate_transformation_mode": .text("half_pixel")])
  }

  private mutating func slice(
    _ call: ONNXCall, from start: Int, to end: Int, along dimension: Int, by step: Int
  ) throws -> String {
    try graph.node(
      "Slice",
      inputs(call, 0) + [[start], [end], [dimension], [step]].map { graph.constant($0) })
  }

  /// A constant that is joined to what depends on the input is repeated for each image.
  private mutating func concatenation(_ call: ONNXCall) throws -> String? {
    let parts = try call.tensorList(0)
    let dimension = try call.integer(1)
    guard dimension != 0, let other = parts.first(where: depends) else { return nil }
    let otherName = try name(of: other)
    let names = try parts.map { part -> String in
      guard !depends(part) else { return try name(of: part) }
      let one = try graph.constant(part.narrowed(along: 0, from: 0, count: 1))
      let shape = graph.node("Shape", [otherName], ["start": .integer(0), "end": .integer(1)])
      let rest = graph.constant(Array(part.shape.dropFirst()))
      let wanted = graph.node("Concat", [shape, rest], ["axis": .integer(0)])
      return graph.node("Expand", [one, wanted])
    }
    return graph.node("Concat", names, ["axis": .integer(dimension)])
  }

  /// The names of the tensors at these places among the arguments; places without a tensor are left out.
  private mutating func inputs(_ call: ONNXCall, _ places: Int...) throws -> [String] {
    try places.filter(call.hasTensor).map { try name(of: call.tensor($0)) }
  }
}
