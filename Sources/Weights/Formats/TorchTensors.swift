import Foundation

/// The tensors of a file that `torch.save` wrote.
struct TorchTensors {
  let tensors: [String: StoredTensor]
  let wrappingKey: String?

  /// - Parameter storageBytes: finds the bytes of a whole storage.
  init(
    _ value: PickleValue, in objects: PickleObjects, isBigEndian: Bool,
    storageBytes: (PickledStorage) throws -> Data
  ) throws {
    let table = try PickledStateDict(value, in: objects)
    wrappingKey = table.wrappingKey
    tensors = try Dictionary(
      uniqueKeysWithValues: table.tensors.map { name, index in
        let tensor = objects.tensors[index]
        let storage = objects.storages[tensor.storage]
        let stored = try naming("has a tensor \(shown(name)) that") {
          try StoredTensor(
            storage.elementType, shape: tensor.shape, strides: tensor.strides,
            offset: tensor.offset, storage: TorchTensors.part(storage, of: storageBytes(storage)),
            isBigEndian: isBigEndian)
        }
        return (name, stored)
      })
  }

  /// The bytes that a storage names, checked against its number of elements.
  private static func part(_ storage: PickledStorage, of bytes: Data) throws -> Data {
    let size = storage.elementType.byteCount
    guard bytes.count / size >= storage.elementCount else {
      throw WeightsFlaw("has a storage shorter than it claims")
    }
    let range = storage.view ?? 0..<storage.elementCount
    let start = bytes.startIndex
    return bytes[(start + range.lowerBound * size)..<(start + range.upperBound * size)]
  }
}
