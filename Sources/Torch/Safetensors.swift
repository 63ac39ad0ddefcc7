import Foundation
import Support
import Weights

/// Reads and writes tensors by name in the safetensors format; reads PyTorch's state dicts too
/// (see `WeightsFile`).
public enum Safetensors {
  /// The tensors of a file and its free text entries.
  public struct Content {
    public var tensors: [String: Tensor]
    public var metadata: [String: String]

    init(_ file: WeightsFile) throws {
      tensors = try Dictionary(
        uniqueKeysWithValues: file.tensors.keys.map { ($0, try Tensor($0, in: file)) })
      metadata = file.metadata
    }
  }

  /// Writes the file whole or not at all; the same tensors give the same bytes.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], to url: URL
  ) throws {
    let entries = try tensors.map { name, tensor in
      guard let type = tensor.elementType else {
        throw SmilestoneError.failed("The tensor “\(name)” has a type that cannot be written.")
      }
      return SafetensorsWriter.Entry(
        name: name, elementType: type.stored, shape: tensor.shape,
        bytes: {
          var bytes = Data(count: tensor.elementCount * type.byteCount)
          try bytes.withUnsafeMutableBytes { try tensor.copyBytes(to: $0) }
          return bytes
        })
    }
    try SafetensorsWriter.write(entries, metadata: metadata, to: url)
  }

  /// Reads a file onto the CPU.
  /// - Throws: `SmilestoneError.badInput` that names the file and says what is wrong with it.
  public static func read(_ url: URL) throws -> Content {
    try Content(WeightsFile(contentsOf: url))
  }

  /// Reads the format from memory; `name` is for messages.
  public static func parse(_ data: Data, name: String) throws -> Content {
    try Content(WeightsFile(data, name: name))
  }
}

extension Tensor {
  /// A copy of a file's tensor on the CPU. Whole numbers of types that the bridge does not pass on
  /// become 64-bit ones.
  /// - Throws: `SmilestoneError.badInput` that names the file and the tensor.
  public init(_ name: String, in file: WeightsFile) throws {
    let bytes = try file.bytes(of: name)
    guard let stored = file.tensors[name] else { throw bridgeFailure("reading \(name)") }
    switch stored.elementType {
    case .int8: self = try Tensor(widening: bytes, from: Int8.self, shape: stored.shape)
    case .int16: self = try Tensor(widening: bytes, from: Int16.self, shape: stored.shape)
    case .int32: self = try Tensor(widening: bytes, from: Int32.self, shape: stored.shape)
    case .uint8: self = try Tensor(bytes, .uint8, stored.shape)
    case .int64: self = try Tensor(bytes, .int64, stored.shape)
    case .float16: self = try Tensor(bytes, .float16, stored.shape)
    case .bfloat16: self = try Tensor(bytes, .bfloat16, stored.shape)
    case .float32: self = try Tensor(bytes, .float32, stored.shape)
    case .float64: self = try Tensor(bytes, .float64, stored.shape)
    case .bool: self = try Tensor(bytes, .bool, stored.shape)
    }
  }

  private init(_ bytes: Data, _ type: ElementType, _ shape: [Int]) throws {
    self = try bytes.withUnsafeBytes { try Tensor(bytes: $0, type: type, shape: shape) }
  }

  private init<Integer: FixedWidthInteger>(
    widening bytes: Data, from type: Integer.Type, shape: [Int]
  ) throws {
    let size = MemoryLayout<Integer>.size
    let elements = bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: size).map {
        Int64(Integer(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: type)))
      }
    }
    self = try Tensor(elements, shape: shape)
  }
}

extension ElementType {
  /// The same type in a file.
  fileprivate var stored: StoredElementType {
    switch self {
    case .uint8: .uint8
    case .int64: .int64
    case .float16: .float16
    case .float32: .float32
    case .float64: .float64
    case .bool: .bool
    case .bfloat16: .bfloat16
    }
  }
}
