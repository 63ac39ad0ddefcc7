import Foundation
import Support
import Torch
import Weights

/// The three networks of MTCNN, with the weights of facenet-pytorch (Zhang et al. 2016,
/// doi 10.1109/LSP.2016.2603342).
///
/// `@unchecked Sendable`: the weights are only read, libtorch counts references atomically, and no operation writes to
/// its inputs.
struct MTCNNNetworks: @unchecked Sendable {
  private let proposal: NetworkWeights
  private let refinement: NetworkWeights
  private let output: NetworkWeights

  /// - Parameter folder: holds pnet.pt, rnet.pt and onet.pt.
  /// - Throws: `SmilestoneError.badInput` that names a file that is missing, or lacks a weight.
  init(_ folder: URL) throws {
    proposal = try NetworkWeights(folder.appendingPathComponent("pnet.pt"))
    refinement = try NetworkWeights(folder.appendingPathComponent("rnet.pt"))
    output = try NetworkWeights(folder.appendingPathComponent("onet.pt"))
  }

  /// Of images [1, 3, H, W]: how probable a face is in each cell, [1, 2, H', W'], and its box's corrections
  /// [1, 4, H', W'].
  func propose(_ images: Tensor) throws -> (faces: Tensor, corrections: Tensor) {
    var x = try proposal.convolution("conv1", "prelu1", images)
    x = try Self.pool(x, size: 2)
    x = try proposal.convolution("conv2", "prelu2", x)
    x = try proposal.convolution("conv3", "prelu3", x)
    return (
      try Self.softmax(proposal.convolution("conv4_1", nil, x)),
      try proposal.convolution("conv4_2", nil, x)
    )
  }

  /// Of cut-outs [N, 3, 24, 24]: [N, 2] and [N, 4].
  func refine(_ images: Tensor) throws -> (faces: Tensor, corrections: Tensor) {
    var x = try refinement.convolution("conv1", "prelu1", images)
    x = try Self.pool(x, size: 3)
    x = try refinement.convolution("conv2", "prelu2", x)
    x = try Self.pool(x, size: 3)
    x = try refinement.convolution("conv3", "prelu3", x)
    x = try refinement.linear("dense4", "prelu4", Self.flattened(x))
    return (
      try Self.softmax(refinement.linear("dense5_1", nil, x)),
      try refinement.linear("dense5_2", nil, x)
    )
  }

  /// Of cut-outs [N, 3, 48, 48]: [N, 2], [N, 4], and five points [N, 10], all x before all y.
  func finish(_ images: Tensor) throws -> (faces: Tensor, corrections: Tensor, points: Tensor) {
    var x = try output.convolution("conv1", "prelu1", images)
    x = try Self.pool(x, size: 3)
    x = try output.convolution("conv2", "prelu2", x)
    x = try Self.pool(x, size: 3)
    x = try output.convolution("conv3", "prelu3", x)
    x = try Self.pool(x, size: 2)
    x = try output.convolution("conv4", "prelu4", x)
    x = try output.linear("dense5", "prelu5", Self.flattened(x))
    return (
      try Self.softmax(output.linear("dense6_1", nil, x)), try output.linear("dense6_2", nil, x),
      try output.linear("dense6_3", nil, x)
    )
  }

  private static let maximumPool = Operation("aten::max_pool2d")
  private static let softmaxOperation = Operation("aten::softmax", "int")

  /// Every second place, also one that only partly lies inside.
  private static func pool(_ x: Tensor, size: Int) throws -> Tensor {
    try maximumPool(
      .tensor(x), .integers([size, size]), .integers([2, 2]), .integers([0, 0]),
      .integers([1, 1]), .boolean(true))
  }

  private static func softmax(_ x: Tensor) throws -> Tensor {
    try softmaxOperation(.tensor(x), .integer(1))
  }

  /// The weights were trained on columns before rows.
  private static func flattened(_ x: Tensor) throws -> Tensor {
    try x.permuted([0, 3, 2, 1]).contiguous().reshaped([x.shape[0], -1])
  }
}

/// The tensors of one network, by PyTorch's names.
private struct NetworkWeights {
  private let tensors: [String: Tensor]
  private let path: String

  init(_ url: URL) throws {
    let file = try WeightsFile(contentsOf: url)
    path = url.path
    tensors = try file.tensors.keys.reduce(into: [:]) { $0[$1] = try Tensor($1, in: file) }
  }

  private static let prelu = Operation("aten::prelu")

  private func tensor(_ name: String) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw SmilestoneError.badInput(
        "\(path) has no weight \(name).", remedy: "Run `make setup` again.")
    }
    return tensor
  }

  func convolution(_ name: String, _ activation: String?, _ x: Tensor) throws -> Tensor {
    try activated(
      Functions.convolution(
        x, weight: tensor("\(name).weight"), bias: tensor("\(name).bias"), stride: 1, padding: 0),
      activation)
  }

  func linear(_ name: String, _ activation: String?, _ x: Tensor) throws -> Tensor {
    try activated(
      Functions.linear(x, weight: tensor("\(name).weight"), bias: tensor("\(name).bias")),
      activation)
  }

  private func activated(_ x: Tensor, _ activation: String?) throws -> Tensor {
    guard let activation else { return x }
    return try Self.prelu(.tensor(x), .tensor(tensor("\(activation).weight")))
  }
}
