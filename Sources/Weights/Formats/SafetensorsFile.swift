import Foundation
import Support

/// The safetensors format: eight bytes of header length (little-endian), a JSON header, then the
/// elements, row-major.
/// Source: the format's description at github.com/huggingface/safetensors.
enum SafetensorsFile {
  /// Longest header that is read. That of a ResNet-50 has 40,000 bytes.
  private static let maximumHeaderByteCount: UInt64 = 1 << 24

  static func read(
    _ file: Data
  ) throws -> (tensors: [String: StoredTensor], metadata: [String: String]) {
    guard file.count >= 8 else { throw WeightsError("it is shorter than its header length") }
    var reader = ByteReader(file)
    let length = try reader.integer(UInt64.self)
    guard length <= maximumHeaderByteCount, length <= UInt64(reader.remainingCount) else {
      throw WeightsError("its header claims \(length) bytes")
    }
    let json = Data(try reader.take(length))
    let body = try reader.take(reader.remainingCount)
    // An object for the header, one for the metadata, one for each tensor.
    if let flaw = JSONText.flaw(in: json, maximumObjects: StoredTensor.maximumCount + 2) {
      throw WeightsError("in line \(flaw.line) of its header \(flaw.reason)")
    }
    guard let header = try? JSONSerialization.jsonObject(with: json) as? [String: Any] else {
      throw WeightsError("its header is not a JSON object")
    }
    var spans: [(range: Range<Int>, name: String)] = []
    var tensors: [String: StoredTensor] = [:]
    for (name, value) in header where name != "__metadata__" {
      let entry = try naming("the tensor \(shown(name))") {
        try Entry(value, bodyByteCount: body.count)
      }
      if !entry.range.isEmpty { spans.append((entry.range, name)) }
      let start = body.startIndex
      tensors[name] = try naming("the tensor \(shown(name))") {
        try StoredTensor(
          entry.type, shape: entry.shape,
          storage: body[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)])
      }
    }
    spans.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (first, second) in zip(spans, spans.dropFirst())
    where first.range.upperBound > second.range.lowerBound {
      throw WeightsError("the tensors \(shown(first.name)) and \(shown(second.name)) overlap")
    }
    return (tensors, (header["__metadata__"] as? [String: String]) ?? [:])
  }

  /// One tensor's line of the header, checked against the size of the body.
  private struct Entry {
    let type: StoredElementType
    let shape: [Int]
    let range: Range<Int>

    init(_ value: Any, bodyByteCount: Int) throws {
      guard let fields = value as? [String: Any], let code = fields["dtype"] as? String,
        let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
        offsets.count == 2
      else { throw WeightsError("has no dtype, shape and two data_offsets") }
      guard let type = StoredElementType(rawValue: code) else {
        throw WeightsError("has the unsupported type \(shown(code))")
      }
      guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= bodyByteCount else {
        throw WeightsError("lies outside the file")
      }
      var byteCount = type.byteCount
      for length in shape {
        let (product, overflow) = byteCount.multipliedReportingOverflow(by: length)
        guard length >= 0, !overflow else { throw WeightsError("has an impossible shape") }
        byteCount = product
      }
      guard byteCount == offsets[1] - offsets[0] else {
        throw WeightsError("has a shape that does not fit its bytes")
      }
      self.type = type
      self.shape = shape
      range = offsets[0]..<offsets[1]
    }
  }
}
