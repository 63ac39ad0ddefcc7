import CTorch
import Foundation

/// One argument of an operation.
public enum Value {
  case none
  case tensor(Tensor)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case integers([Int])
  case numbers([Double])
  case tensors([Tensor])
  case device(Device)

  /// The tensor, or none where there is no tensor.
  static func optional(_ tensor: Tensor?) -> Value {
    tensor.map(Value.tensor) ?? .none
  }
}

/// An operation of libtorch's dispatcher, by its name and overload in
/// `native_functions.yaml`: `Operation("aten::add", "Tensor")`.
///
/// `@unchecked Sendable`: the pointer is set once, refers to a dispatcher entry that libtorch
/// keeps for the life of the process, and the dispatcher may be called from any thread.
public struct Operation: @unchecked Sendable {
  let name: String
  private let pointer: OpaquePointer?
  private let reason: String

  public init(_ name: String, _ overload: String = "") {
    self.name = name
    var found: OpaquePointer?
    let status = ct_operation_find(name, overload, &found)
    pointer = status == 0 ? found : nil
    reason = status == 0 ? "" : String(cString: ct_last_error())
  }

  /// Whether this libtorch has the operation; some come with a library that it was built with.
  public var exists: Bool { pointer != nil }

  /// Calls the operation and returns its first resulting tensor.
  public func callAsFunction(_ arguments: Value..., named: [String: Value] = [:]) throws -> Tensor {
    let results = try call(arguments, named: named)
    guard let first = results.first else { throw bridgeFailure("\(name) (no result)") }
    return first
  }

  /// Calls the operation; parameters that are not given take the schema's defaults.
  /// - Parameters:
  ///   - arguments: the first parameters, in order.
  ///   - named: further parameters by their name in the schema.
  /// - Throws: `SmilestoneError` with the operation, the operands' shapes and libtorch's reason.
  @discardableResult
  public func call(_ arguments: [Value], named: [String: Value] = [:]) throws -> [Tensor] {
    guard let pointer else {
      throw bridgeFailure("\(name): \(reason)")
    }
    let frame = CallFrame()
    let values =
      arguments.map { frame.encode($0, name: nil) }
      + named.map { frame.encode($0.value, name: $0.key) }
    var results = [OpaquePointer?](repeating: nil, count: 4)
    var count = 0
    let status = withExtendedLifetime((arguments, named, frame)) {
      ct_operation_call(pointer, values, values.count, &results, results.count, &count)
    }
    guard status == 0 else {
      throw bridgeFailure("\(name)(\(Self.describe(arguments + named.map(\.value))))")
    }
    let tensors = results.compactMap { $0 }.map(Tensor.init(owning:))
    OperationTrace.record(name, arguments, named, tensors)
    return tensors
  }

  private static func describe(_ arguments: [Value]) -> String {
    arguments.map { argument in
      switch argument {
      case .tensor(let tensor): "tensor \(tensor.shape)"
      case .tensors(let tensors): "\(tensors.count) tensors"
      default: "\(argument)"
      }
    }.joined(separator: ", ")
  }
}

/// Memory that a call's arguments point to, freed when the call is over.
private final class CallFrame {
  private var allocations: [UnsafeMutableRawPointer] = []

  deinit { allocations.forEach { $0.deallocate() } }

  func encode(_ value: Value, name: String?) -> ct_value {
    var encoded = ct_value()
    encoded.kind = CT_VALUE_NONE
    encoded.name = name.map(copy)
    switch value {
    case .none: break
    case .tensor(let tensor):
      encoded.kind = CT_VALUE_TENSOR
      encoded.tensor = tensor.pointer
    case .integer(let integer):
      encoded.kind = CT_VALUE_INTEGER
      encoded.integer = Int64(integer)
    case .number(let number):
      encoded.kind = CT_VALUE_NUMBER
      encoded.number = number
    case .boolean(let boolean):
      encoded.kind = CT_VALUE_BOOLEAN
      encoded.integer = boolean ? 1 : 0
    case .string(let string):
      encoded.kind = CT_VALUE_STRING
      encoded.string = copy(string)
    case .device(let device):
      encoded.kind = CT_VALUE_DEVICE
      encoded.integer = Int64(device.bridgeValue.rawValue)
    case .integers(let integers):
      encoded.kind = CT_VALUE_INTEGERS
      encoded.integers = copy(integers.map(Int64.init))
      encoded.count = integers.count
    case .numbers(let numbers):
      encoded.kind = CT_VALUE_NUMBERS
      encoded.numbers = copy(numbers)
      encoded.count = numbers.count
    case .tensors(let tensors):
      encoded.kind = CT_VALUE_TENSORS
      encoded.tensors = copy(tensors.map { Optional($0.pointer) })
      encoded.count = tensors.count
    }
    return encoded
  }

  private func copy(_ string: String) -> UnsafePointer<CChar> { copy(Array(string.utf8CString)) }

  private func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    allocations.append(UnsafeMutableRawPointer(memory))
    return UnsafePointer(memory)
  }
}
