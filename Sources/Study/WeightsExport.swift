import Foundation
import Models
import Support
import Weights

/// Writes weights for other programs, as a safetensors file or as a model in ONNX.
public enum WeightsExport {
  /// What is written.
  public enum Form: String, Sendable, CaseIterable {
    /// The weights, with a head of one linear layer under the network's own name, so that torchvision's network of as many
    /// outputs, or timm's where torchvision has none, loads it with `strict=True`.
    case torchvision
    /// The weights, with the head as the study builds it: `fc.1`, and `fc.2` of an age estimator.
    case study
    /// The whole model, from pixels to predictions (`ONNXExport`).
    case onnx
  }

  /// Reads weights of any kind that can be read, and writes them.
  /// - Returns: the number of outputs of the head; nil where there is none.
  /// - Throws: `SmilestoneError.badInput` when the source cannot be read.
  @discardableResult
  public static func write(_ source: URL, form: Form, to out: URL) throws -> Int? {
    if form == .onnx { return try ONNXExport.write(source, to: out) }
    let file = try WeightsFile(contentsOf: source)
    var tensors: [String: SafetensorsWriter.Entry] = [:]
    let names = WeightNames(file.tensors.keys)
    let architecture = architecture(of: names)
    let fileNames = try architecture?.fileNames(names, of: file.name) ?? names.fileNames
    for (name, fileName) in fileNames {
      guard let tensor = file.tensors[fileName] else { continue }
      tensors[name] = SafetensorsWriter.Entry(
        name: name, elementType: tensor.elementType, shape: tensor.shape,
        bytes: { try file.bytes(of: fileName) })
    }
    if form == .torchvision, let architecture {
      for name in architecture.unusedNames { tensors[name] = nil }
      try joinHead(&tensors, of: architecture, source: file.name)
    }
    // Python's loaders ask for the framework.
    try SafetensorsWriter.write(Array(tensors.values), metadata: ["format": "pt"], to: out)
    guard let architecture else { return nil }
    let (head, linear) = (architecture.headName, architecture.linearHeadName)
    let last = [head + ".2", head + ".1", linear].compactMap { tensors[$0 + ".weight"] }.first
    return last?.shape.first
  }

  /// The network, or one with the same names but for its size, that tensors are called after; nil
  /// for another.
  static func architecture(of names: WeightNames) -> Architecture? {
    Architecture.all.first { architecture in
      names.fileNames.keys.contains {
        architecture.tensorName($0) == "\(architecture.firstLayer).weight"
      }
    }
  }

  /// Makes one linear layer of the head: dropout does nothing after training, and two linear layers
  /// in a row, W₂(W₁f + b₁) + b₂, are the one (W₂W₁)f + (W₂b₁ + b₂).
  private static func joinHead(
    _ tensors: inout [String: SafetensorsWriter.Entry], of architecture: Architecture,
    source: String
  ) throws {
    let (head, linear) = (architecture.headName, architecture.linearHeadName)
    let (firstName, secondName) = (head + ".1", head + ".2")
    guard let weight = tensors.removeValue(forKey: firstName + ".weight"),
      let bias = tensors.removeValue(forKey: firstName + ".bias")
    else { return }
    guard let second = tensors.removeValue(forKey: secondName + ".weight"),
      let secondBias = tensors.removeValue(forKey: secondName + ".bias")
    else {
      for entry in [weight.renamed(linear + ".weight"), bias.renamed(linear + ".bias")] {
        tensors[entry.name] = entry
      }
      return
    }
    let (first, last) = (try Matrix(weight, source), try Matrix(second, source))
    guard first.rows == last.columns else {
      throw SmilestoneError.badInput(
        "The layers \(firstName) and \(secondName) of \(source) do not fit each other.")
    }
    let shift = try last.product(Matrix(bias, source)).elements
    let biases = zip(shift, try Matrix(secondBias, source).elements).map { $0 + $1 }
    let joined = [
      last.product(first).entry(linear + ".weight", shape: [last.rows, first.columns]),
      Matrix(rows: biases.count, columns: 1, elements: biases)
        .entry(linear + ".bias", shape: [biases.count]),
    ]
    for entry in joined { tensors[entry.name] = entry }
  }

  /// A small matrix in double precision, row-major; a vector is a column.
  private struct Matrix {
    let rows: Int
    let columns: Int
    let elements: [Double]

    init(rows: Int, columns: Int, elements: [Double]) {
      (self.rows, self.columns, self.elements) = (rows, columns, elements)
    }

    init(_ entry: SafetensorsWriter.Entry, _ source: String) throws {
      guard entry.elementType == .float32, (1...2).contains(entry.shape.count) else {
        throw SmilestoneError.badInput(
          "\(source): the head's tensor “\(entry.name)” is no table of 32-bit numbers.",
          remedy: "Export it with --format study.")
      }
      let bytes = try entry.bytes()
      rows = entry.shape[0]
      columns = entry.shape.count == 2 ? entry.shape[1] : 1
      elements = bytes.withUnsafeBytes { buffer in
        (0..<(buffer.count / 4)).map {
          Double(buffer.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self))
        }
      }
    }

    func product(_ other: Matrix) -> Matrix {
      var result = [Double](repeating: 0, count: rows * other.columns)
      for row in 0..<rows {
        for middle in 0..<columns {
          let factor = elements[row * columns + middle]
          for column in 0..<other.columns {
            result[row * other.columns + column] +=
              factor * other.elements[middle * other.columns + column]
          }
        }
      }
      return Matrix(rows: rows, columns: other.columns, elements: result)
    }

    func entry(_ name: String, shape: [Int]) -> SafetensorsWriter.Entry {
      let floats = elements.map(Float.init)
      return SafetensorsWriter.Entry(
        name: name, elementType: .float32, shape: shape,
        bytes: { floats.withUnsafeBytes { Data($0) } })
    }
  }
}

extension SafetensorsWriter.Entry {
  fileprivate func renamed(_ name: String) -> SafetensorsWriter.Entry {
    SafetensorsWriter.Entry(name: name, elementType: elementType, shape: shape, bytes: bytes)
  }
}
