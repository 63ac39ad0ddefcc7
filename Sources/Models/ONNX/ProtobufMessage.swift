import Foundation

/// A message in Protocol Buffers' wire format (protobuf.dev, “Encoding”), as far as ONNX needs it.
///
/// ONNX's own library would bring a second protobuf, of another version than libtorch has inside, into
/// the program; writing needs three kinds of fields.
struct ProtobufMessage {
  private(set) var data = Data()

  /// An integer, as a varint.
  mutating func add(_ field: Int, _ value: Int) {
    addVarint(UInt64(field) << 3)
    addVarint(UInt64(bitPattern: Int64(value)))
  }

  /// A 32-bit number.
  mutating func add(_ field: Int, _ value: Float) {
    addVarint(UInt64(field) << 3 | 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  mutating func add(_ field: Int, _ bytes: Data) {
    addVarint(UInt64(field) << 3 | 2)
    addVarint(UInt64(bytes.count))
    data.append(bytes)
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Data(text.utf8)) }

  mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.data) }

  private mutating func addVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }
}
