import Foundation

/// A structure in Thrift's compact protocol, in which the parts of a Parquet file describe themselves.
///
/// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
struct CompactThrift {
  indirect enum Value {
    case int32(Int)
    case int64(Int)
    case text(String)
    case structure(CompactThrift)
    case list([Value])

    fileprivate var type: UInt8 {
      switch self {
      case .int32: 5
      case .int64: 6
      case .text: 8
      case .list: 9
      case .structure: 12
      }
    }

    fileprivate func append(to data: inout Data) {
      switch self {
      case .int32(let number), .int64(let number):
        data.appendVariableLength(UInt64(bitPattern: Int64((number << 1) ^ (number >> 63))))
      case .text(let text):
        data.appendVariableLength(UInt64(text.utf8.count))
        data.append(contentsOf: text.utf8)
      case .structure(let structure): data.append(structure.data)
      case .list(let values):
        let type = values.first?.type ?? 12
        if values.count < 15 {
          data.append(UInt8(values.count) << 4 | type)
        } else {
          data.append(0xf0 | type)
          data.appendVariableLength(UInt64(values.count))
        }
        for value in values { value.append(to: &data) }
      }
    }
  }

  /// With its end.
  let data: Data

  /// - Parameter fields: by their numbers, ascending by 1 to 15 each; nil leaves one out.
  init(_ fields: KeyValuePairs<Int, Value?>) {
    var data = Data()
    var last = 0
    for case (let number, let value?) in fields {
      data.append(UInt8(number - last) << 4 | value.type)
      value.append(to: &data)
      last = number
    }
    data.append(0)
    self.data = data
  }
}

extension Data {
  /// Seven bits a byte, the least first.
  mutating func appendVariableLength(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
