import Foundation
import Support

/// Reads and writes tensors by name in the safetensors format: eight bytes of header length
/// (little-endian), a JSON header, then the elements, row-major.
/// Source: the format's description at github.com/huggingface/safetensors.
public enum Safetensors {
  /// The tensors of a file and its free text entries.
  public struct Content {
    public var tensors: [String: Tensor]
    public var metadata: [String: String]
  }

  /// Longest header that is read: the reference implementation's limit.
  static let maximumHeaderByteCount: UInt64 = 100_000_000

  // MARK: Writing

  /// Writes the file whole or not at all; the same tensors give the same bytes.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], to url: URL
  ) throws {
    let names = tensors.keys.sorted()
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var offset = 0
    for name in names {
      guard let tensor = tensors[name], let type = tensor.elementType, let code = codes[type] else {
        throw SmilestoneError.failed("The tensor “\(name)” has a type that cannot be written.")
      }
      let end = offset + tensor.elementCount * type.byteCount
      header[name] =
        [
          "dtype": code, "shape": tensor.shape, "data_offsets": [offset, end],
        ] as [String: Any]
      offset = end
    }
    var json = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    // Padding keeps the elements aligned to eight bytes.
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    try AtomicFile.write(to: url) { handle in
      try handle.write(contentsOf: length)
      try handle.write(contentsOf: json)
      for name in names {
        if let tensor = tensors[name] { try handle.write(contentsOf: tensor.rawBytes()) }
      }
    }
  }

  // MARK: Reading

  /// Reads a file onto the CPU.
  /// - Throws: `SmilestoneError.badInput` that names the file and says what is wrong with it.
  public static func read(_ url: URL) throws -> Content {
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw SmilestoneError.badInput(
        "The weights \(url.path) cannot be read.", remedy: "Check that the file exists.")
    }
    return try parse(data, name: url.path)
  }

  /// Reads the format from memory; `name` is for messages.
  public static func parse(_ data: Data, name: String) throws -> Content {
    func refuse(_ reason: String) -> SmilestoneError {
      .badInput(
        "\(name) is not a usable safetensors file: \(reason).",
        remedy: "Fetch or export the weights again.")
    }
    guard data.count >= 8 else { throw refuse("it is shorter than its header length") }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= maximumHeaderByteCount, length <= UInt64(data.count - 8) else {
      throw refuse("its header claims \(length) bytes")
    }
    let body = data.dropFirst(8 + Int(length))
    let json = data.dropFirst(8).prefix(Int(length))
    guard
      let header = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    else {
      throw refuse("its header is not a JSON object")
    }
    let metadata = (header["__metadata__"] as? [String: String]) ?? [:]
    var spans: [(range: Range<Int>, name: String)] = []
    var tensors: [String: Tensor] = [:]
    for (key, value) in header where key != "__metadata__" {
      let entry: Entry
      do {
        entry = try Entry(value, bodyByteCount: body.count)
      } catch let flaw as EntryFlaw {
        throw refuse("the tensor “\(key)” \(flaw.reason)")
      }
      if !entry.range.isEmpty { spans.append((entry.range, key)) }
      let start = body.startIndex
      tensors[key] = try body[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)]
        .withUnsafeBytes { try Tensor(bytes: $0, type: entry.type, shape: entry.shape) }
    }
    spans.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (first, second) in zip(spans, spans.dropFirst())
    where first.range.upperBound > second.range.lowerBound {
      throw refuse("the tensors “\(first.name)” and “\(second.name)” overlap")
    }
    return Content(tensors: tensors, metadata: metadata)
  }

  private struct EntryFlaw: Error {
    let reason: String
  }

  /// One tensor's line of the header, checked against the size of the body.
  private struct Entry {
    let type: ElementType
    let shape: [Int]
    let range: Range<Int>

    init(_ value: Any, bodyByteCount: Int) throws {
      guard let fields = value as? [String: Any], let code = fields["dtype"] as? String,
        let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
        offsets.count == 2
      else { throw EntryFlaw(reason: "has no dtype, shape and two data_offsets") }
      guard let type = codes.first(where: { $0.value == code })?.key else {
        throw EntryFlaw(reason: "has the unsupported type \(code.prefix(20))")
      }
      guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= bodyByteCount else {
        throw EntryFlaw(reason: "lies outside the file")
      }
      var byteCount = type.byteCount
      for length in shape {
        let (product, overflow) = byteCount.multipliedReportingOverflow(by: length)
        guard length >= 0, !overflow else { throw EntryFlaw(reason: "has an impossible shape") }
        byteCount = product
      }
      guard shape.count <= 16, byteCount == offsets[1] - offsets[0] else {
        throw EntryFlaw(reason: "has a shape that does not fit its bytes")
      }
      self.type = type
      self.shape = shape
      range = offsets[0]..<offsets[1]
    }
  }

  private static let codes: [ElementType: String] = [
    .uint8: "U8", .int64: "I64", .float16: "F16", .float32: "F32", .float64: "F64",
    .bool: "BOOL", .bfloat16: "BF16",
  ]
}

extension Tensor {
  /// The elements' bytes, row-major.
  fileprivate func rawBytes() throws -> Data {
    guard let elementType else { throw bridgeFailure("writing a tensor") }
    var bytes = Data(count: elementCount * elementType.byteCount)
    try bytes.withUnsafeMutableBytes { try copyBytes(to: $0) }
    return bytes
  }
}
