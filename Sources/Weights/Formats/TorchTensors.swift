import Foundation

/// The tables of tensors of a file that `torch.save` wrote.
struct TorchTensors {
  let tables: [WeightsTable]
  /// What each entry of the outermost table is that is no tensor.
  let besides: [String: String]

  /// - Parameter storageBytes: finds the bytes of a whole storage.
  /// - Throws: `WeightsError` when no table can be read.
  init(
    _ value: PickleValue, in objects: PickleObjects, isBigEndian: Bool,
    storageBytes: (PickledStorage) throws -> Data
  ) throws {
    var tables: [WeightsTable] = []
    var flaw: WeightsError?
    for table in try PickledTable.all(in: value, of: objects) {
      do {
        let tensors = try Dictionary(
          uniqueKeysWithValues: table.tensors.map { name, index in
            let tensor = objects.tensors[index]
            let storage = objects.storages[tensor.storage]
            let stored = try naming("has a tensor \(shown(name)) that") {
              try StoredTensor(
                storage.elementType, shape: tensor.shape, strides: tensor.strides,
                offset: tensor.offset,
                storage: TorchTensors.part(storage, of: storageBytes(storage)),
                isBigEndian: isBigEndian)
            }
            return (name, stored)
          })
        tables.append(WeightsTable(key: table.key, tensors: tensors, others: table.others))
      } catch let tableFlaw as WeightsError {
        // Another table may be whole.
        flaw = flaw ?? tableFlaw
      }
    }
    if tables.isEmpty, let flaw { throw flaw }
    self.tables = tables
    besides = PickledTable.entries(of: value, in: objects)
  }

  /// The bytes that a storage names, checked against its number of elements.
  private static func part(_ storage: PickledStorage, of bytes: Data) throws -> Data {
    let size = storage.elementType.byteCount
    guard bytes.count / size >= storage.elementCount else {
      throw WeightsError("has a storage shorter than it claims")
    }
    let range = storage.view ?? 0..<storage.elementCount
    let start = bytes.startIndex
    return bytes[(start + range.lowerBound * size)..<(start + range.upperBound * size)]
  }
}
