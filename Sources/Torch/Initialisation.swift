/// How the weights and biases of a layer start; drawn from libtorch's generator (`Runtime.seed`).
public enum Initialisation: Sendable, Equatable {
  /// He et al.'s (2015) normal distribution with mode fan-out, biases 0: torchvision's
  /// convolutions.
  case heNormal
  /// Uniform within ±1/√inputs, biases too: PyTorch's own layers.
  case uniform
  /// Normal with mean 0, biases 0: timm's linear layers in vision transformers, with a deviation
  /// of 0.02. (timm cuts its distribution off at ±2, a hundred deviations away.)
  case normal(standardDeviation: Double)

  private static let randomNormal = Operation("aten::randn")
  private static let random = Operation("aten::rand")

  /// - Parameter shape: [outputs, inputs] or [outputs, inputs, height, width].
  func weight(_ shape: [Int]) throws -> Tensor {
    switch self {
    case .heNormal:
      let fanOut = Double(shape[0] * shape.dropFirst(2).reduce(1, *))
      return try Initialisation.normal(shape, standardDeviation: (2 / fanOut).squareRoot())
    case .uniform: return try uniform(shape, weightShape: shape)
    case .normal(let standardDeviation):
      return try Initialisation.normal(shape, standardDeviation: standardDeviation)
    }
  }

  /// The biases [outputs] beside weights of the given shape.
  func bias(weightShape: [Int]) throws -> Tensor {
    let shape = [weightShape[0]]
    return self == .uniform ? try uniform(shape, weightShape: weightShape) : try .zeros(shape)
  }

  private func uniform(_ shape: [Int], weightShape: [Int]) throws -> Tensor {
    let bound = 1 / Double(weightShape.dropFirst().reduce(1, *)).squareRoot()
    return try Initialisation.random(
      .integers(shape), named: ["dtype": .integer(ElementType.float32.rawValue)])
      * (2 * bound) + -bound
  }

  /// Independent normal numbers with mean 0.
  static func normal(_ shape: [Int], standardDeviation: Double) throws -> Tensor {
    try randomNormal(
      .integers(shape), named: ["dtype": .integer(ElementType.float32.rawValue)])
      * standardDeviation
  }
}

extension ParameterPath {
  /// A weight that belongs to no layer, such as an embedding, starting from normal numbers with
  /// mean 0.
  public func normalWeight(
    _ name: String, shape: [Int], standardDeviation: Double
  ) throws -> Parameter {
    try add(
      name, .weight,
      initial(shape) {
        try Initialisation.normal(shape, standardDeviation: standardDeviation)
      })
  }
}
