import CTorch
import Support

/// A multi-dimensional array of numbers on the CPU or a GPU.
///
/// A value type in use: no public operation changes a tensor in place, except those on
/// `Parameter`. Tensors are not `Sendable`; one thread owns a model and its tensors.
public struct Tensor {
  /// Owns the bridge's handle and frees it with the last copy of the tensor.
  final class Handle {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { ct_tensor_free(pointer) }
  }

  let handle: Handle

  init(owning pointer: OpaquePointer) { handle = Handle(pointer) }

  var pointer: OpaquePointer { handle.pointer }
}

/// What the elements of a tensor are.
public enum ElementType: Int, Sendable, CaseIterable {
  case uint8 = 0
  case int64 = 4
  case float16 = 5
  case float32 = 6
  case float64 = 7
  case bool = 11
  case bfloat16 = 15

  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16: true
    case .uint8, .int64, .bool: false
    }
  }

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .uint8, .bool: 1
    case .float16, .bfloat16: 2
    case .float32: 4
    case .int64, .float64: 8
    }
  }
}

extension Tensor {
  /// The length of each dimension.
  public var shape: [Int] {
    (0..<ct_tensor_dimensions(pointer)).map { Int(ct_tensor_size(pointer, $0)) }
  }

  public var elementCount: Int { shape.reduce(1, *) }

  /// The type of the elements; nil for one that the bridge does not pass on.
  public var elementType: ElementType? {
    ElementType(rawValue: Int(ct_tensor_element_type(pointer)))
  }

  public var device: Device { ct_tensor_device(pointer) == CT_CUDA ? .cuda : .cpu }

  /// Tensors alive in the process, to find leaks.
  public static var liveCount: Int { Int(ct_live_tensor_count()) }
}

// MARK: Elements in and out

/// A Swift number that tensors can hold.
public protocol TensorScalar {
  static var elementType: ElementType { get }
}

extension UInt8: TensorScalar { public static var elementType: ElementType { .uint8 } }
extension Int64: TensorScalar { public static var elementType: ElementType { .int64 } }
extension Float: TensorScalar { public static var elementType: ElementType { .float32 } }
extension Double: TensorScalar { public static var elementType: ElementType { .float64 } }

extension Tensor {
  /// A tensor of the given elements, row-major, on the CPU.
  public init<Scalar: TensorScalar>(_ elements: [Scalar], shape: [Int]) throws {
    self = try elements.withUnsafeBytes {
      try Tensor(bytes: $0, type: Scalar.elementType, shape: shape)
    }
  }

  /// A tensor copied from raw bytes, row-major, on the CPU.
  public init(bytes: UnsafeRawBufferPointer, type: ElementType, shape: [Int]) throws {
    let sizes = shape.map(Int64.init)
    var result: OpaquePointer?
    try check(
      ct_tensor_from_bytes(
        bytes.baseAddress, bytes.count, ct_element_type(UInt32(type.rawValue)), sizes, sizes.count,
        &result),
      "making a tensor")
    guard let result else { throw bridgeFailure("making a tensor") }
    self.init(owning: result)
  }

  /// The elements, row-major.
  /// - Throws: when the tensor holds another type.
  public func elements<Scalar: TensorScalar>(as type: Scalar.Type = Scalar.self) throws -> [Scalar]
  {
    guard elementType == Scalar.elementType else {
      throw SmilestoneError.failed(
        "A tensor of \(String(describing: elementType)) was read as \(Scalar.self).")
    }
    let count = elementCount
    return try [Scalar](unsafeUninitializedCapacity: count) { buffer, initialised in
      try check(
        ct_tensor_to_bytes(pointer, buffer.baseAddress, count * MemoryLayout<Scalar>.stride),
        "reading a tensor")
      initialised = count
    }
  }

  /// Copies the elements' bytes, row-major, into a buffer of exactly their size.
  public func copyBytes(to buffer: UnsafeMutableRawBufferPointer) throws {
    try check(
      ct_tensor_to_bytes(pointer, buffer.baseAddress, buffer.count), "reading a tensor")
  }

  /// The elements as 64-bit numbers, whatever their type.
  public func doubles() throws -> [Double] { try to(.float64).elements(as: Double.self) }

  /// The one element of a tensor that has just one.
  public func item() throws -> Double {
    guard elementCount == 1, let value = try doubles().first else {
      throw SmilestoneError.failed("A tensor of shape \(shape) was read as one number.")
    }
    return value
  }
}

// MARK: Bridge errors

func check(_ status: Int32, _ operation: @autoclosure () -> String) throws {
  guard status == 0 else { throw bridgeFailure(operation()) }
}

func bridgeFailure(_ operation: String) -> SmilestoneError {
  .failed("libtorch failed in \(operation): \(String(cString: ct_last_error()))")
}
