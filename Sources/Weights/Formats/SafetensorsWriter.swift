import Foundation
import Support

/// Writes tensors by name in the safetensors format.
public enum SafetensorsWriter {
  /// One tensor to write; its bytes are asked for when it is its turn.
  public struct Entry {
    public let name: String
    public let elementType: StoredElementType
    public let shape: [Int]
    /// The elements, row-major and little-endian.
    public let bytes: () throws -> Data

    public init(
      name: String, elementType: StoredElementType, shape: [Int], bytes: @escaping () throws -> Data
    ) {
      self.name = name
      self.elementType = elementType
      self.shape = shape
      self.bytes = bytes
    }

    var byteCount: Int { shape.reduce(elementType.byteCount, *) }
  }

  /// Writes the file whole or not at all; the same tensors give the same bytes.
  public static func write(
    _ entries: [Entry], metadata: [String: String] = [:], to url: URL
  ) throws {
    let entries = entries.sorted { $0.name < $1.name }
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var offset = 0
    for entry in entries {
      header[entry.name] =
        [
          "dtype": entry.elementType.rawValue, "shape": entry.shape,
          "data_offsets": [offset, offset + entry.byteCount],
        ] as [String: Any]
      offset += entry.byteCount
    }
    var json = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    // Padding keeps the elements aligned to eight bytes.
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    try AtomicFile.write(to: url) { handle in
      try handle.write(contentsOf: length)
      try handle.write(contentsOf: json)
      for entry in entries { try handle.write(contentsOf: entry.bytes()) }
    }
  }
}
