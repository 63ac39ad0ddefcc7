import Support

/// The operations that Smilestone uses, each named as in libtorch.
private enum Operations {
  static let to = Operation("aten::to", "dtype")
  static let toDevice = Operation("aten::to", "device")
  static let full = Operation("aten::full")
  static let zerosLike = Operation("aten::zeros_like")
  static let clone = Operation("aten::clone")
  static let detach = Operation("aten::detach")
  static let contiguous = Operation("aten::contiguous")
  static let add = Operation("aten::add", "Tensor")
  static let addScalar = Operation("aten::add", "Scalar")
  static let subtract = Operation("aten::sub", "Tensor")
  static let multiply = Operation("aten::mul", "Tensor")
  static let multiplyScalar = Operation("aten::mul", "Scalar")
  static let divide = Operation("aten::div", "Tensor")
  static let squareRoot = Operation("aten::sqrt")
  static let absolute = Operation("aten::abs")
  static let clamp = Operation("aten::clamp")
  static let maximum = Operation("aten::maximum")
  static let floor = Operation("aten::floor")
  static let remainder = Operation("aten::remainder", "Scalar")
  static let equalTensor = Operation("aten::eq", "Tensor")
  static let equalScalar = Operation("aten::eq", "Scalar")
  static let greaterScalar = Operation("aten::gt", "Scalar")
  static let lessEqualScalar = Operation("aten::le", "Scalar")
  static let whereTensor = Operation("aten::where", "self")
  static let matrixProduct = Operation("aten::matmul")
  static let sum = Operation("aten::sum")
  static let sumOver = Operation("aten::sum", "dim_IntList")
  static let mean = Operation("aten::mean")
  static let meanOver = Operation("aten::mean", "dim")
  static let amax = Operation("aten::amax")
  static let amin = Operation("aten::amin")
  static let argumentOfMaximum = Operation("aten::argmax")
  static let reshape = Operation("aten::reshape")
  static let permute = Operation("aten::permute")
  static let transpose = Operation("aten::transpose", "int")
  static let unsqueeze = Operation("aten::unsqueeze")
  static let expand = Operation("aten::expand")
  static let narrow = Operation("aten::narrow")
  static let flip = Operation("aten::flip")
  static let concatenate = Operation("aten::cat")
  static let stack = Operation("aten::stack")
  static let indexSelect = Operation("aten::index_select")
  static let oneHot = Operation("aten::one_hot")
}

/// How the four dimensions of a batch of images lie in memory.
public enum MemoryFormat: Int, Sendable {
  case contiguous = 0
  case channelsLast = 2
}

extension Tensor {
  // MARK: Making and converting

  public static func full(
    _ value: Double, shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try Operations.full(
      .integers(shape), .number(value),
      named: ["dtype": .integer(type.rawValue), "device": .device(device)])
  }

  public static func zeros(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try full(0, shape: shape, type: type, device: device)
  }

  /// Zeros with this tensor's shape, type, device and memory layout.
  public func zerosLike() throws -> Tensor { try Operations.zerosLike(.tensor(self)) }

  public func to(_ type: ElementType) throws -> Tensor {
    try Operations.to(.tensor(self), .integer(type.rawValue))
  }

  public func to(_ device: Device) throws -> Tensor {
    guard device != self.device, let elementType else { return self }
    return try Operations.toDevice(
      .tensor(self), .device(device), .integer(elementType.rawValue))
  }

  /// A copy with memory of its own.
  public func copied() throws -> Tensor { try Operations.clone(.tensor(self)) }

  /// The same values, cut off from the recorded operations.
  public func detached() throws -> Tensor { try Operations.detach(.tensor(self)) }

  public func contiguous(_ format: MemoryFormat = .contiguous) throws -> Tensor {
    try Operations.contiguous(.tensor(self), named: ["memory_format": .integer(format.rawValue)])
  }

  // MARK: Elementwise

  public static func + (left: Tensor, right: Tensor) throws -> Tensor {
    try Operations.add(.tensor(left), .tensor(right))
  }

  public static func + (left: Tensor, right: Double) throws -> Tensor {
    try Operations.addScalar(.tensor(left), .number(right))
  }

  public static func - (left: Tensor, right: Tensor) throws -> Tensor {
    try Operations.subtract(.tensor(left), .tensor(right))
  }

  public static func - (left: Double, right: Tensor) throws -> Tensor {
    try right * -1 + left
  }

  public static func * (left: Tensor, right: Tensor) throws -> Tensor {
    try Operations.multiply(.tensor(left), .tensor(right))
  }

  public static func * (left: Tensor, right: Double) throws -> Tensor {
    try Operations.multiplyScalar(.tensor(left), .number(right))
  }

  public static func / (left: Tensor, right: Tensor) throws -> Tensor {
    try Operations.divide(.tensor(left), .tensor(right))
  }

  public func squareRoot() throws -> Tensor { try Operations.squareRoot(.tensor(self)) }
  public func absolute() throws -> Tensor { try Operations.absolute(.tensor(self)) }
  public func floor() throws -> Tensor { try Operations.floor(.tensor(self)) }

  /// The remainder with the sign of the divisor, as Python's `%`.
  public func remainder(dividingBy divisor: Double) throws -> Tensor {
    try Operations.remainder(.tensor(self), .number(divisor))
  }

  /// Limits every element to the given bounds; nil leaves a side open.
  public func clamped(minimum: Double? = nil, maximum: Double? = nil) throws -> Tensor {
    try Operations.clamp(
      .tensor(self), minimum.map(Value.number) ?? .none, maximum.map(Value.number) ?? .none)
  }

  public func equals(_ other: Tensor) throws -> Tensor {
    try Operations.equalTensor(.tensor(self), .tensor(other))
  }

  public func equals(_ value: Double) throws -> Tensor {
    try Operations.equalScalar(.tensor(self), .number(value))
  }

  public func isGreater(than value: Double) throws -> Tensor {
    try Operations.greaterScalar(.tensor(self), .number(value))
  }

  public func isAtMost(_ value: Double) throws -> Tensor {
    try Operations.lessEqualScalar(.tensor(self), .number(value))
  }

  /// Takes `first` where this condition holds and `second` elsewhere, with broadcasting.
  public func select(_ first: Tensor, _ second: Tensor) throws -> Tensor {
    try Operations.whereTensor(.tensor(self), .tensor(first), .tensor(second))
  }

  // MARK: Reductions and products

  public func matrixProduct(_ other: Tensor) throws -> Tensor {
    try Operations.matrixProduct(.tensor(self), .tensor(other))
  }

  public func sum() throws -> Tensor { try Operations.sum(.tensor(self)) }

  public func sum(over dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
    try Operations.sumOver(.tensor(self), .integers(dimensions), .boolean(keepingDimensions))
  }

  public func mean() throws -> Tensor { try Operations.mean(.tensor(self)) }

  public func mean(over dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
    try Operations.meanOver(.tensor(self), .integers(dimensions), .boolean(keepingDimensions))
  }

  public func maximum(over dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
    try Operations.amax(.tensor(self), .integers(dimensions), .boolean(keepingDimensions))
  }

  public func minimum(over dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
    try Operations.amin(.tensor(self), .integers(dimensions), .boolean(keepingDimensions))
  }

  /// Where the largest element lies along a dimension.
  public func argumentOfMaximum(along dimension: Int) throws -> Tensor {
    try Operations.argumentOfMaximum(.tensor(self), .integer(dimension))
  }

  // MARK: Shape

  public func reshaped(_ shape: [Int]) throws -> Tensor {
    try Operations.reshape(.tensor(self), .integers(shape))
  }

  public func permuted(_ order: [Int]) throws -> Tensor {
    try Operations.permute(.tensor(self), .integers(order))
  }

  public func transposed(_ first: Int, _ second: Int) throws -> Tensor {
    try Operations.transpose(.tensor(self), .integer(first), .integer(second))
  }

  public func unsqueezed(at dimension: Int) throws -> Tensor {
    try Operations.unsqueeze(.tensor(self), .integer(dimension))
  }

  /// The same elements repeated along dimensions of length 1, without taking memory.
  public func expanded(to shape: [Int]) throws -> Tensor {
    try Operations.expand(.tensor(self), .integers(shape))
  }

  /// `count` elements along a dimension from `start` on.
  public func narrowed(along dimension: Int, from start: Int, count: Int) throws -> Tensor {
    try Operations.narrow(.tensor(self), .integer(dimension), .integer(start), .integer(count))
  }

  public func flipped(along dimensions: [Int]) throws -> Tensor {
    try Operations.flip(.tensor(self), .integers(dimensions))
  }

  public static func concatenated(_ tensors: [Tensor], along dimension: Int = 0) throws -> Tensor {
    try Operations.concatenate(.tensors(tensors), .integer(dimension))
  }

  public static func stacked(_ tensors: [Tensor], along dimension: Int = 0) throws -> Tensor {
    try Operations.stack(.tensors(tensors), .integer(dimension))
  }

  public func selected(_ indices: Tensor, along dimension: Int = 0) throws -> Tensor {
    try Operations.indexSelect(.tensor(self), .integer(dimension), .tensor(indices))
  }

  /// Class indices [N] (int64) as rows of zeros with a one: [N, classCount] (int64).
  public func oneHot(classCount: Int) throws -> Tensor {
    try Operations.oneHot(.tensor(self), .integer(classCount))
  }
}
