/// Convolution over pictures without bias, as ResNets use it: [N, C, H, W] → [N, O, H', W'] with
/// H' = (H + 2·padding − kernelSize) / stride + 1, rounded down.
public struct Convolution2d {
  public let weight: Parameter
  public let stride: Int
  public let padding: Int

  /// Weights start from He et al.'s (2015) normal distribution with mode fan-out, as torchvision's
  /// ResNets do.
  public init(
    _ path: ParameterPath, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    stride: Int = 1, padding: Int = 0
  ) throws {
    let shape = [outputChannels, inputChannels, kernelSize, kernelSize]
    let fanOut = Double(outputChannels * kernelSize * kernelSize)
    weight = try path.add(
      "weight", .weight,
      path.initial(shape) {
        try Initialisation.normal(shape, standardDeviation: (2 / fanOut).squareRoot())
      })
    self.stride = stride
    self.padding = padding
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.convolution(
      input, weight: weight.value, bias: nil, stride: stride, padding: padding)
  }
}

/// Batch normalisation (Ioffe & Szegedy 2015) over [N, C, H, W], with PyTorch's momentum 0.1 and
/// epsilon 1e-5. A frozen layer uses and keeps its running statistics also in training.
public struct BatchNormalisation2d {
  public static let momentum = 0.1
  public static let epsilon = 1e-5

  public let weight: Parameter
  public let bias: Parameter
  public let runningMean: Parameter
  public let runningVariance: Parameter
  private let batchesTracked: Parameter

  public init(_ path: ParameterPath, channels: Int) throws {
    weight = try path.add("weight", .weight, .full(1, shape: [channels]))
    bias = try path.add("bias", .weight, .zeros([channels]))
    runningMean = try path.add("running_mean", .buffer, .zeros([channels]))
    runningVariance = try path.add("running_var", .buffer, .full(1, shape: [channels]))
    batchesTracked = try path.add(
      "num_batches_tracked", .buffer, .zeros([], type: .int64))
  }

  public func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    let learns = training && !weight.isFrozen
    if learns { try batchesTracked.assign(batchesTracked.value + 1) }
    return try Functions.batchNormalisation(
      input, weight: weight.value, bias: bias.value, runningMean: runningMean.value,
      runningVariance: runningVariance.value, training: learns,
      momentum: BatchNormalisation2d.momentum, epsilon: BatchNormalisation2d.epsilon)
  }
}

/// An affine map of features: [N, I] → [N, O].
public struct Linear {
  public let weight: Parameter
  public let bias: Parameter

  /// Weights and bias start uniform within ±1/√inputs, as PyTorch's do.
  public init(_ path: ParameterPath, inputs: Int, outputs: Int) throws {
    let bound = 1 / Double(inputs).squareRoot()
    func initial(_ shape: [Int]) throws -> Tensor {
      try path.initial(shape) { try Initialisation.uniform(shape, bound: bound) }
    }
    weight = try path.add("weight", .weight, initial([outputs, inputs]))
    bias = try path.add("bias", .weight, initial([outputs]))
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.linear(input, weight: weight.value, bias: bias.value)
  }
}

/// Initial values, drawn from libtorch's generator (`Runtime.seed`).
enum Initialisation {
  private static let randomNormal = Operation("aten::randn")
  private static let random = Operation("aten::rand")

  static func normal(_ shape: [Int], standardDeviation: Double) throws -> Tensor {
    try randomNormal(
      .integers(shape), named: ["dtype": .integer(ElementType.float32.rawValue)])
      * standardDeviation
  }

  static func uniform(_ shape: [Int], bound: Double) throws -> Tensor {
    try random(.integers(shape), named: ["dtype": .integer(ElementType.float32.rawValue)])
      * (2 * bound) + -bound
  }
}
