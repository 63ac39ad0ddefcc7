import Foundation
import Support
import Torch

/// A graph of ONNX operators (onnx.ai, `onnx.proto3`) as it is built node by node.
struct ONNXGraph {
  /// The version of the standard operators; 17 brought layer normalisation.
  static let operatorSet = 17
  /// The version of the file format that came with it.
  static let formatVersion = 8

  /// An attribute of a node.
  enum Attribute {
    case integer(Int)
    case number(Double)
    case integers([Int])
    case text(String)
  }

  private var nodes: [ProtobufMessage] = []
  private var initialisers: [ProtobufMessage] = []
  private var nameCount = 0

  /// Adds a node with one output.
  /// - Returns: the output's name.
  mutating func node(
    _ type: String, _ inputs: [String], _ attributes: KeyValuePairs<String, Attribute> = [:],
    output: String? = nil
  ) -> String {
    let output = output ?? freshName(type)
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, output)
    node.add(3, output)
    node.add(4, type)
    for (name, value) in attributes { node.add(5, ONNXGraph.attribute(name, value)) }
    nodes.append(node)
    return output
  }

  /// Adds a constant tensor of 32-bit numbers.
  mutating func constant(_ tensor: Tensor, name: String? = nil) throws -> String {
    let floats: [Float] = try tensor.to(.float32).contiguous().elements()
    return addInitialiser(
      name, shape: tensor.shape, type: 1, floats.withUnsafeBytes { Data($0) })
  }

  /// Adds a constant list of whole numbers, or with the shape [] a single one.
  mutating func constant(_ integers: [Int], isScalar: Bool = false) -> String {
    addInitialiser(
      nil, shape: isScalar ? [] : [integers.count], type: 7,
      integers.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) })
  }

  mutating func constant(_ number: Double) -> String {
    addInitialiser(nil, shape: [], type: 1, withUnsafeBytes(of: Float(number)) { Data($0) })
  }

  private mutating func addInitialiser(
    _ name: String?, shape: [Int], type: Int, _ bytes: Data
  ) -> String {
    let name = name ?? freshName("constant")
    var tensor = ProtobufMessage()
    for length in shape { tensor.add(1, length) }
    tensor.add(2, type)
    tensor.add(8, name)
    tensor.add(9, bytes)
    initialisers.append(tensor)
    return name
  }

  private mutating func freshName(_ stem: String) -> String {
    nameCount += 1
    return "\(stem)_\(nameCount)"
  }

  private static func attribute(_ name: String, _ value: Attribute) -> ProtobufMessage {
    var attribute = ProtobufMessage()
    attribute.add(1, name)
    switch value {
    case .integer(let integer):
      attribute.add(3, integer)
      attribute.add(20, 2)
    case .number(let number):
      attribute.add(2, Float(number))
      attribute.add(20, 1)
    case .integers(let integers):
      for integer in integers { attribute.add(8, integer) }
      attribute.add(20, 7)
    case .text(let text):
      attribute.add(4, text)
      attribute.add(20, 3)
    }
    return attribute
  }

  /// An input or output of the graph: its name, its shape with nil for the batch, and what it is.
  struct Port {
    let name: String
    let shape: [Int?]
    let description: String

    fileprivate var message: ProtobufMessage {
      var shapeMessage = ProtobufMessage()
      for length in shape {
        var dimension = ProtobufMessage()
        if let length { dimension.add(1, length) } else { dimension.add(2, "batch") }
        shapeMessage.add(1, dimension)
      }
      var tensor = ProtobufMessage()
      tensor.add(1, 1)
      tensor.add(2, shapeMessage)
      var type = ProtobufMessage()
      type.add(1, tensor)
      var port = ProtobufMessage()
      port.add(1, name)
      port.add(2, type)
      port.add(3, description)
      return port
    }
  }

  /// The whole file.
  func file(
    name: String, producerVersion: String, input: Port, outputs: [Port],
    metadata: [String: String]
  ) -> Data {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for tensor in initialisers { graph.add(5, tensor) }
    graph.add(11, input.message)
    for output in outputs { graph.add(12, output.message) }
    var operators = ProtobufMessage()
    operators.add(1, "")
    operators.add(2, ONNXGraph.operatorSet)
    var model = ProtobufMessage()
    model.add(1, ONNXGraph.formatVersion)
    model.add(2, "smilestone")
    model.add(3, producerVersion)
    model.add(7, graph)
    model.add(8, operators)
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return model.data
  }
}
