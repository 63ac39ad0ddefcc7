/// Convolution over images: [N, C, H, W] → [N, O, H', W'] with
/// H' = (H + 2·padding − kernelSize) / stride + 1, rounded down.
public struct Convolution2d {
  public let weight: Parameter
  public let bias: Parameter?
  public let stride: Int
  public let padding: Int
  public let groups: Int

  /// - Parameters:
  ///   - groups: parts into which the channels fall, each convolved on its own; as many as there
  ///     are channels make a depthwise convolution.
  ///   - hasBias: false where a normalisation follows, which has a bias.
  public init(
    _ path: ParameterPath, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    stride: Int = 1, padding: Int = 0, groups: Int = 1, hasBias: Bool = false,
    initialisation: Initialisation = .heNormal
  ) throws {
    let shape = [outputChannels, inputChannels / groups, kernelSize, kernelSize]
    weight = try path.add(
      "weight", .weight, path.initial(shape) { try initialisation.weight(shape) })
    bias =
      hasBias
      ? try path.add(
        "bias", .weight,
        path.initial([outputChannels]) { try initialisation.bias(weightShape: shape) }) : nil
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.convolution(
      input, weight: weight.value, bias: bias?.value, stride: stride, padding: padding,
      groups: groups)
  }
}

/// Batch normalisation (Ioffe & Szegedy 2015) over [N, C, H, W], with PyTorch's momentum 0.1. A frozen layer uses and keeps its running statistics also in training.
public struct BatchNormalisation2d {
  public static let momentum = 0.1
  /// PyTorch's.
  public static let epsilon = 1e-5

  public let weight: Parameter
  public let bias: Parameter
  public let runningMean: Parameter
  public let runningVariance: Parameter
  private let batchesTracked: Parameter
  private let epsilon: Double

  /// - Parameter epsilon: what is added to the variance; TensorFlow's networks have 1e-3.
  public init(
    _ path: ParameterPath, channels: Int, epsilon: Double = BatchNormalisation2d.epsilon
  ) throws {
    self.epsilon = epsilon
    weight = try path.add("weight", .weight, .full(1, shape: [channels]))
    bias = try path.add("bias", .weight, .zeros([channels]))
    runningMean = try path.add("running_mean", .buffer, .zeros([channels]))
    runningVariance = try path.add("running_var", .buffer, .full(1, shape: [channels]))
    batchesTracked = try path.add(
      "num_batches_tracked", .buffer, .zeros([], type: .int64))
  }

  /// Whether the weights were learnt and the statistics never measured: what is left of a normalisation
  /// whose statistics were worked into its factor and summand.
  public func lacksStatistics() throws -> Bool {
    guard try batchesTracked.value.item() == 0 else { return false }
    return try weight.value.doubles().contains { $0 != 1 }
  }

  /// Measures the statistics of an input, and changes factor and summand so that the layer makes of it
  /// what it did before.
  /// - Returns: what the layer makes of the input, [N, C, H, W].
  public func measure(_ input: Tensor) throws -> Tensor {
    try withoutGradients {
      let channel = [1, weight.value.shape[0], 1, 1]
      let mean = try input.mean(over: [0, 2, 3])
      let centred = try input - mean.reshaped(channel)
      let variance = try (centred * centred).mean(over: [0, 2, 3])
      let factor = try weight.value / (runningVariance.value + epsilon).squareRoot()
      try bias.assign(bias.value + factor * (mean - runningMean.value))
      try weight.assign(factor * (variance + epsilon).squareRoot())
      try runningMean.assign(mean)
      try runningVariance.assign(variance)
      return try self(input, training: false)
    }
  }

  public func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    let learns = training && !weight.isFrozen
    if learns { try batchesTracked.assign(batchesTracked.value + 1) }
    return try Functions.batchNormalisation(
      input, weight: weight.value, bias: bias.value, runningMean: runningMean.value,
      runningVariance: runningVariance.value, training: learns,
      momentum: BatchNormalisation2d.momentum, epsilon: epsilon)
  }
}

/// Layer normalisation (Ba et al. 2016) over the last dimension: [..., C] → [..., C].
public struct LayerNormalisation {
  public let weight: Parameter
  public let bias: Parameter
  private let epsilon: Double

  public init(_ path: ParameterPath, features: Int, epsilon: Double) throws {
    weight = try path.add("weight", .weight, .full(1, shape: [features]))
    bias = try path.add("bias", .weight, .zeros([features]))
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.layerNormalisation(
      input, weight: weight.value, bias: bias.value, epsilon: epsilon)
  }
}

/// A factor for each feature (layer scale, Touvron et al. 2021): [..., C] → [..., C].
public struct LayerScale {
  public let gamma: Parameter

  public init(_ path: ParameterPath, features: Int, initialValue: Double) throws {
    gamma = try path.add("gamma", .weight, .full(initialValue, shape: [features]))
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor { try input * gamma.value }
}

/// An affine map of features: [..., I] → [..., O].
public struct Linear {
  public let weight: Parameter
  public let bias: Parameter

  public init(
    _ path: ParameterPath, inputs: Int, outputs: Int, initialisation: Initialisation = .uniform
  ) throws {
    let shape = [outputs, inputs]
    weight = try path.add(
      "weight", .weight, path.initial(shape) { try initialisation.weight(shape) })
    bias = try path.add(
      "bias", .weight, path.initial([outputs]) { try initialisation.bias(weightShape: shape) })
  }

  public func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.linear(input, weight: weight.value, bias: bias.value)
  }
}
