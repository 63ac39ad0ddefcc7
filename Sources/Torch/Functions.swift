/// The functions that networks are made of, as in `torch.nn.functional`.
public enum Functions {
  private enum Operations {
    static let convolution = Operation("aten::conv2d")
    static let batchNormalisation = Operation("aten::batch_norm")
    static let layerNormalisation = Operation("aten::layer_norm")
    static let relu = Operation("aten::relu")
    static let reluInPlace = Operation("aten::relu_")
    static let relu6 = Operation("aten::relu6")
    static let pad = Operation("aten::constant_pad_nd")
    static let silu = Operation("aten::silu")
    static let gelu = Operation("aten::gelu")
    static let sigmoid = Operation("aten::sigmoid")
    static let addInPlace = Operation("aten::add_", "Tensor")
    static let maximumPool = Operation("aten::max_pool2d")
    static let averagePool = Operation("aten::avg_pool2d")
    static let adaptiveAveragePool = Operation("aten::adaptive_avg_pool2d")
    static let flatten = Operation("aten::flatten", "using_ints")
    static let linear = Operation("aten::linear")
    static let attention = Operation("aten::scaled_dot_product_attention")
    static let dropout = Operation("aten::dropout")
    static let random = Operation("aten::rand")
    static let softmax = Operation("aten::softmax", "int")
    static let crossEntropy = Operation("aten::cross_entropy_loss")
    static let absoluteError = Operation("aten::l1_loss")
    static let huberLoss = Operation("aten::huber_loss")
    static let bilinearResize = Operation("aten::upsample_bilinear2d")
    static let bicubicResize = Operation("aten::_upsample_bicubic2d_aa")
    static let affineGrid = Operation("aten::affine_grid_generator")
    static let gridSampler = Operation("aten::grid_sampler")
  }

  /// Two-dimensional convolution: [N, C, H, W] with weight [O, C/groups, kH, kW] → [N, O, H', W'].
  public static func convolution(
    _ input: Tensor, weight: Tensor, bias: Tensor?, stride: Int, padding: Int, groups: Int = 1
  ) throws -> Tensor {
    try Operations.convolution(
      .tensor(input), .tensor(weight), .optional(bias), .integers([stride, stride]),
      .integers([padding, padding]), .integers([1, 1]), .integer(groups))
  }

  /// Batch normalisation over [N, C, H, W]; in training it also updates the running statistics.
  public static func batchNormalisation(
    _ input: Tensor, weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor,
    training: Bool, momentum: Double, epsilon: Double
  ) throws -> Tensor {
    if training, let shard = BatchShard.current {
      return try shard.normalised(
        input, weight: weight, bias: bias, runningMean: runningMean,
        runningVariance: runningVariance, momentum: momentum, epsilon: epsilon)
    }
    return try Operations.batchNormalisation(
      .tensor(input), .tensor(weight), .tensor(bias), .tensor(runningMean),
      .tensor(runningVariance), .boolean(training), .number(momentum), .number(epsilon),
      .boolean(true))
  }

  /// Layer normalisation over the last dimension, whose length weight [C] and bias [C] have.
  public static func layerNormalisation(
    _ input: Tensor, weight: Tensor, bias: Tensor, epsilon: Double
  ) throws -> Tensor {
    try Operations.layerNormalisation(
      .tensor(input), .integers(weight.shape), .tensor(weight), .tensor(bias), .number(epsilon))
  }

  public static func relu(_ input: Tensor) throws -> Tensor {
    try Operations.relu(.tensor(input))
  }

  /// ReLU that overwrites its input, to save memory; only for a tensor that nobody else reads.
  public static func relu(consuming input: Tensor) throws -> Tensor {
    try Operations.reluInPlace(.tensor(input))
  }

  /// min(max(x, 0), 6) (Krizhevsky 2010), which whole numbers of few bits can hold.
  public static func relu6(_ input: Tensor) throws -> Tensor {
    try Operations.relu6(.tensor(input))
  }

  /// Adds zeros around images as TensorFlow's padding “same” does: so many that a convolution with
  /// this kernel and stride gives ⌈side / stride⌉ places, the odd one after the others.
  /// [N, C, H, W] → [N, C, H', W'].
  public static func samePadded(
    _ input: Tensor, kernelSize: Int, stride: Int
  ) throws -> Tensor {
    let margins = input.shape.suffix(2).map { side in
      let missing = max(0, ((side + stride - 1) / stride - 1) * stride + kernelSize - side)
      return (before: missing / 2, after: missing - missing / 2)
    }
    // PyTorch begins with the last dimension.
    let around = margins.reversed().flatMap { [$0.before, $0.after] }
    guard around.contains(where: { $0 > 0 }) else { return input }
    return try Operations.pad(.tensor(input), .integers(around), .number(0))
  }

  /// x·sigmoid(x) (Elfwing et al. 2018), also called swish.
  public static func silu(_ input: Tensor) throws -> Tensor { try Operations.silu(.tensor(input)) }

  /// x·Φ(x) with the normal distribution function itself, no approximation (Hendrycks & Gimpel
  /// 2016).
  public static func gelu(_ input: Tensor) throws -> Tensor { try Operations.gelu(.tensor(input)) }

  public static func sigmoid(_ input: Tensor) throws -> Tensor {
    try Operations.sigmoid(.tensor(input))
  }

  /// A sum that overwrites its first operand, to save memory.
  public static func sum(consuming input: Tensor, _ other: Tensor) throws -> Tensor {
    try Operations.addInPlace(.tensor(input), .tensor(other))
  }

  public static func maximumPool(
    _ input: Tensor, kernelSize: Int, stride: Int, padding: Int
  ) throws -> Tensor {
    try Operations.maximumPool(
      .tensor(input), .integers([kernelSize, kernelSize]), .integers([stride, stride]),
      .integers([padding, padding]))
  }

  /// The means of squares that touch; what is left over at the end is left out:
  /// [N, C, H, W] → [N, C, ⌊H / side⌋, ⌊W / side⌋].
  public static func averagePool(_ input: Tensor, side: Int) throws -> Tensor {
    try Operations.averagePool(
      .tensor(input), .integers([side, side]), .integers([side, side]), .integers([0, 0]),
      .boolean(false), .boolean(true), .none)
  }

  /// Adds zeros after the others, up to a shape: [N, C, H, W] → [N, C', H', W'].
  /// - Parameter shape: [C', H', W']; a dimension that is longer already stays.
  public static func padded(_ input: Tensor, to shape: [Int]) throws -> Tensor {
    // PyTorch begins with the last dimension.
    let missing = zip(input.shape.dropFirst(), shape).map { max(0, $1 - $0) }.reversed()
    guard missing.contains(where: { $0 > 0 }) else { return input }
    return try Operations.pad(
      .tensor(input), .integers(missing.flatMap { [0, $0] }), .number(0))
  }

  /// The mean over height and width: [N, C, H, W] → [N, C].
  public static func globalAveragePool(_ input: Tensor) throws -> Tensor {
    let pooled = try Operations.adaptiveAveragePool(.tensor(input), .integers([1, 1]))
    return try Operations.flatten(.tensor(pooled), .integer(1))
  }

  /// input [..., I] times weight [O, I] transposed, plus bias [O] → [..., O].
  public static func linear(_ input: Tensor, weight: Tensor, bias: Tensor?) throws -> Tensor {
    try Operations.linear(.tensor(input), .tensor(weight), .optional(bias))
  }

  /// softmax(q·kᵀ/√D)·v (Vaswani et al. 2017, equation 1), each [N, heads, tokens, D].
  public static func attention(_ queries: Tensor, _ keys: Tensor, _ values: Tensor) throws -> Tensor
  {
    try Operations.attention(.tensor(queries), .tensor(keys), .tensor(values))
  }

  /// Sets a share of the elements to zero in training and scales the others up.
  public static func dropout(_ input: Tensor, probability: Double, training: Bool) throws -> Tensor
  {
    guard training, probability > 0 else { return input }
    guard let shard = BatchShard.current, let type = input.elementType else {
      return try Operations.dropout(.tensor(input), .number(probability), .boolean(true))
    }
    let ones = try Tensor.full(
      1, shape: shard.wholeShape(input.shape), type: type, device: input.device)
    return try input
      * shard.own(Operations.dropout(.tensor(ones), .number(probability), .boolean(true)))
  }

  /// Stochastic depth (Huang et al. 2016): in training sets all of an image's values to zero for a
  /// share of the images, and scales the others up; torchvision's mode “row”.
  /// - Parameter input: [N, ...].
  public static func stochasticDepth(
    _ input: Tensor, probability: Double, training: Bool
  ) throws -> Tensor {
    guard training, probability > 0, let type = input.elementType else { return input }
    let survival = 1 - probability
    let shard = BatchShard.current
    let shape = (shard?.wholeShape(input.shape) ?? input.shape).enumerated().map {
      $0.offset == 0 ? $0.element : 1
    }
    // Always drawn in the same type, so that the same images are chosen in double precision.
    let draws = try Operations.random(
      .integers(shape),
      named: ["dtype": .integer(ElementType.float32.rawValue), "device": .device(input.device)])
    let kept = try (shard?.own(draws) ?? draws).isAtMost(survival).to(type)
    return try input * (kept * (1 / survival))
  }

  public static func softmax(_ logits: Tensor) throws -> Tensor {
    try Operations.softmax(.tensor(logits), .integer(-1))
  }

  /// Mean cross-entropy of logits [N, C] against class indices [N] (int64) or
  /// probabilities [N, C], with label smoothing (Szegedy et al. 2016, section 7).
  /// - Parameter weights: what each class weighs, [C]. With class indices the mean is over the
  ///   weights, with probabilities over the rows, as in `torch.nn.functional.cross_entropy`.
  public static func crossEntropy(
    _ logits: Tensor, target: Tensor, weights: Tensor? = nil, labelSmoothing: Double = 0
  ) throws -> Tensor {
    try Operations.crossEntropy(
      .tensor(logits), .tensor(target), .optional(weights),
      named: ["label_smoothing": .number(labelSmoothing)])
  }

  /// Mean absolute error.
  public static func absoluteError(_ prediction: Tensor, target: Tensor) throws -> Tensor {
    try Operations.absoluteError(.tensor(prediction), .tensor(target))
  }

  /// Mean Huber loss (Huber 1964): quadratic up to `delta`, linear beyond.
  public static func huberLoss(
    _ prediction: Tensor, target: Tensor, delta: Double
  ) throws -> Tensor {
    try Operations.huberLoss(
      .tensor(prediction), .tensor(target), named: ["delta": .number(delta)])
  }

  /// Stretches images [N, C, h, w] to [N, C, height, width], bilinearly and without smoothing, as
  /// suits enlarging.
  public static func resize(_ images: Tensor, height: Int, width: Int) throws -> Tensor {
    try Operations.bilinearResize(
      .tensor(images), .integers([height, width]), .boolean(false))
  }

  /// Resizes images [N, C, h, w] to [N, C, height, width], bicubically and with smoothing where they
  /// shrink, as `torch.nn.functional.interpolate` does with `mode="bicubic", antialias=True`.
  public static func bicubicResize(
    _ images: Tensor, height: Int, width: Int
  ) throws -> Tensor {
    try Operations.bicubicResize(.tensor(images), .integers([height, width]), .boolean(false))
  }

  /// Sampling positions for an affine map per image: [N, 2, 3] → [N, H, W, 2], in the coordinates
  /// that run from -1 to 1 over the image's outer edges.
  public static func affineGrid(_ maps: Tensor, shape: [Int]) throws -> Tensor {
    try Operations.affineGrid(.tensor(maps), .integers(shape), .boolean(false))
  }

  /// Samples images [N, C, H, W] at a grid's positions.
  /// - Parameter reflects: whether images continue outside, mirrored at their edges; zero otherwise.
  public static func sample(
    _ images: Tensor, at grid: Tensor, interpolation: Interpolation, reflects: Bool = false
  ) throws -> Tensor {
    try Operations.gridSampler(
      .tensor(images), .tensor(grid), .integer(interpolation.code), .integer(reflects ? 2 : 0),
      .boolean(false))
  }
}

/// How an image is read between its pixels.
public enum Interpolation: String, Sendable, Codable, CaseIterable {
  case nearest, bilinear

  /// libtorch's number for it in `grid_sampler`.
  var code: Int { self == .bilinear ? 0 : 1 }
}
