import Foundation
import Support
import Torch
import Weights

/// Which rows of the head that weights come with a new head takes, in its own order.
public struct HeadRows: Sendable, Equatable {
  /// The outputs of the weights' head.
  public let outputCount: Int
  /// One for each output of the new head.
  public let rows: [Int]

  public init(outputCount: Int, rows: [Int]) {
    precondition(rows.allSatisfy((0..<outputCount).contains), "rows must be those of the head")
    self.outputCount = outputCount
    self.rows = rows
  }
}

extension FaceModel {
  /// Puts rows of a file's linear head into this model's one linear layer.
  /// - Parameter names: the file's tensors of the head, by their names in this network.
  /// - Throws: `SmilestoneError.badInput` where the file's head is no linear layer of that many outputs.
  func loadHead(_ head: HeadRows, names: [String: String], of file: WeightsFile) throws {
    let layer = "\(architecture.headName).1"
    guard let weight = store["\(layer).weight"], let bias = store["\(layer).bias"] else {
      preconditionFailure("a head that rows are taken for has one linear layer")
    }
    let features = weight.value.shape[1]
    let matrices = names.filter { file.tensors[$0.value]?.shape.count == 2 }
    guard matrices.count == 1, let (name, own) = matrices.first,
      let shape = file.tensors[own]?.shape, name.hasSuffix(".weight")
    else {
      throw SmilestoneError.badInput(
        matrices.isEmpty
          ? "\(file.name) has no head to keep." : "The head of \(file.name) has several layers.",
        remedy: "Leave out initialHeadLabels: the head is then new.")
    }
    guard shape == [head.outputCount, features] else {
      throw SmilestoneError.badInput(
        "The head of \(file.name) is \(shape[0]) x \(shape[1]) where initialHeadLabels names "
          + "\(head.outputCount) labels and the network has \(features) features.",
        remedy:
          "Name the labels of all its outputs, in their order, or leave it out: the head is new then."
      )
    }
    let rows = head.rows.map(Int64.init)
    let indices = try rows.withUnsafeBytes {
      try Tensor(bytes: $0, type: .int64, shape: [rows.count])
    }
    try weight.assign(Tensor(own, in: file).to(.float32).selected(indices))
    let stem = name.dropLast("weight".count)
    if let biases = names["\(stem)bias"] {
      try bias.assign(Tensor(biases, in: file).to(.float32).selected(indices))
    } else {
      try bias.assign(.zeros(bias.value.shape))
    }
  }
}
