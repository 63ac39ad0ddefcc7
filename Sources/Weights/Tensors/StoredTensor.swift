import Foundation

/// A tensor in a weights file: a view of bytes that stay where they are until they are asked for.
public struct StoredTensor: Sendable {
  public let elementType: StoredElementType
  /// The length of each dimension.
  public let shape: [Int]
  /// Elements from one position to the next, by dimension.
  private let strides: [Int]
  /// Elements before the first.
  private let offset: Int
  private let storage: Data
  private let isBigEndian: Bool

  /// Tensors of a file at most. A checkpoint of a ResNet-50 has about 1,300.
  static let maximumCount = 10_000
  /// Dimensions at most.
  static let maximumDimensionCount = 16
  /// Bytes at most of a tensor whose elements share memory, so that a small file cannot ask for
  /// much.
  static let maximumExpandedByteCount = 1 << 28

  /// A view of a storage.
  /// - Throws: `WeightsError` when the view is impossible or reaches beyond the storage.
  init(
    _ elementType: StoredElementType, shape: [Int], strides: [Int]? = nil, offset: Int = 0,
    storage: Data, isBigEndian: Bool = false
  ) throws {
    let size = elementType.byteCount
    guard shape.count <= StoredTensor.maximumDimensionCount, shape.allSatisfy({ $0 >= 0 }),
      let byteCount = product(shape + [size])
    else { throw WeightsError("has an impossible shape") }
    let strides = strides ?? StoredTensor.rowMajorStrides(shape)
    guard strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }), offset >= 0 else {
      throw WeightsError("has impossible strides")
    }
    if byteCount > 0 {
      guard let last = StoredTensor.lastIndex(shape, strides, offset), last < storage.count / size
      else { throw WeightsError("lies outside its storage") }
    }
    guard byteCount <= max(storage.count, StoredTensor.maximumExpandedByteCount) else {
      throw WeightsError("repeats its storage too often")
    }
    self.elementType = elementType
    self.shape = shape
    self.strides = strides
    self.offset = offset
    self.storage = storage
    self.isBigEndian = isBigEndian
  }

  public var elementCount: Int { shape.reduce(1, *) }
  public var byteCount: Int { elementCount * elementType.byteCount }

  /// The elements' bytes, row-major and little-endian. Nothing is copied where they lie so.
  /// - Throws: `WeightsError` when a truth value is neither 0 nor 1.
  public func bytes() throws -> Data {
    let size = elementType.byteCount
    let result: Data
    if strides == StoredTensor.rowMajorStrides(shape) || byteCount == 0 {
      let start = storage.startIndex + (byteCount == 0 ? 0 : offset * size)
      result = storage[start..<(start + byteCount)]
    } else {
      result = gathered()
    }
    if elementType == .bool, !result.allSatisfy({ $0 <= 1 }) {
      throw WeightsError("holds truth values that are neither 0 nor 1")
    }
    guard isBigEndian, size > 1 else { return result }
    return StoredTensor.reversingBytes(result, size: size)
  }

  /// Walks all positions like the hands of a clock, the last dimension fastest.
  private func gathered() -> Data {
    let size = elementType.byteCount
    var result = Data(count: byteCount)
    result.withUnsafeMutableBytes { target in
      storage.withUnsafeBytes { source in
        var position = [Int](repeating: 0, count: shape.count)
        var index = offset
        for element in 0..<elementCount {
          target.baseAddress.map { base in
            source.baseAddress.map {
              (base + element * size).copyMemory(from: $0 + index * size, byteCount: size)
            }
          }
          for dimension in shape.indices.reversed() {
            position[dimension] += 1
            index += strides[dimension]
            if position[dimension] < shape[dimension] { break }
            index -= strides[dimension] * shape[dimension]
            position[dimension] = 0
          }
        }
      }
    }
    return result
  }

  private static func reversingBytes(_ bytes: Data, size: Int) -> Data {
    var result = Data(bytes)
    result.withUnsafeMutableBytes { buffer in
      for start in stride(from: 0, to: buffer.count, by: size) {
        buffer[start..<(start + size)].reverse()
      }
    }
    return result
  }

  private static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var step = 1
    for length in shape.reversed() {
      strides.append(step)
      step *= max(length, 1)
    }
    return strides.reversed()
  }

  /// The largest index that a view reaches; nil where that is beyond any storage.
  private static func lastIndex(_ shape: [Int], _ strides: [Int], _ offset: Int) -> Int? {
    var last = offset
    for (length, stride) in zip(shape, strides) {
      let (span, overflow) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, second) = last.addingReportingOverflow(span)
      guard !overflow, !second else { return nil }
      last = sum
    }
    return last
  }
}

/// The product of non-negative factors, taking any zero as 1 in between, so that the product of a
/// part never overflows either; nil on overflow.
private func product(_ factors: [Int]) -> Int? {
  var result = 1
  for factor in factors {
    let (next, overflow) = result.multipliedReportingOverflow(by: max(factor, 1))
    guard !overflow else { return nil }
    result = next
  }
  return factors.contains(0) ? 0 : result
}
