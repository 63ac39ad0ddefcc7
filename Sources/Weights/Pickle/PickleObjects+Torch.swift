import Foundation

extension PickleObjects {
  /// What "calling" one of the allowed names with these arguments stands for.
  mutating func make(_ global: PickleGlobal, _ arguments: [PickleValue]) throws -> PickleValue {
    switch global {
    case .orderedDictionary: return try makeDictionary(arguments)
    case .size:
      guard let first = arguments.first, let sizes = integers(first) else {
        throw WeightsError("has a shape that is no list of whole numbers")
      }
      tuples.append(sizes.map(PickleValue.integer))
      return .tuple(tuples.count - 1)
    case .rebuildTensor: return try makeTensor(arguments)
    case .rebuildParameter:
      if case .placeholder(let index)? = arguments.first { return .placeholder(index) }
      guard case .tensor(let index)? = arguments.first else {
        throw WeightsError("has a parameter that is no tensor")
      }
      return .tensor(index)
    case .storageType: throw WeightsError("makes a storage inside the pickle")
    case .foreign(let name): return placeholder(name)
    }
  }

  /// Python 2 gives an ordered dictionary a list of pairs, Python 3 nothing.
  private mutating func makeDictionary(_ arguments: [PickleValue]) throws -> PickleValue {
    var entries: [(key: PickleValue, value: PickleValue)] = []
    if let first = arguments.first {
      guard arguments.count == 1, let pairs = elements(first) else {
        throw WeightsError("makes a dictionary of something else than pairs")
      }
      for pair in pairs {
        guard let parts = elements(pair), parts.count == 2 else {
          throw WeightsError("makes a dictionary of something else than pairs")
        }
        entries.append((parts[0], parts[1]))
      }
    }
    dictionaries.append(entries)
    return .dictionary(dictionaries.count - 1)
  }

  /// (storage, offset, shape, strides, …): what follows says only how to train it.
  private mutating func makeTensor(_ arguments: [PickleValue]) throws -> PickleValue {
    // Numbers of a kind that is not known here.
    if case .placeholder(let index)? = arguments.first { return .placeholder(index) }
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { throw WeightsError("has a tensor without storage, offset, shape and strides") }
    guard tensors.count < StoredTensor.maximumCount else {
      throw WeightsError("has more than \(StoredTensor.maximumCount) tensors")
    }
    tensors.append(
      PickledTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    return .tensor(tensors.count - 1)
  }

  /// ("storage", type, key, location, number of elements[, (view's key, offset, size)]).
  mutating func makeStorage(_ identifier: PickleValue) throws -> PickleValue {
    if let parts = elements(identifier), parts.count >= 2,
      case .global(.foreign(let name)) = parts[1]
    {
      return placeholder(name)
    }
    guard let parts = elements(identifier), parts.count >= 5, case .text("storage") = parts[0],
      case .global(.storageType(let elementType)) = parts[1], case .text(let key) = parts[2],
      case .integer(let elementCount) = parts[4], elementCount >= 0
    else { throw WeightsError("has an outside part that is no storage of numbers") }
    var view: Range<Int>?
    if parts.count > 5, let fields = elements(parts[5]) {
      guard fields.count == 3, case .integer(let offset) = fields[1],
        case .integer(let size) = fields[2], offset >= 0, size >= 0, size <= elementCount,
        offset <= elementCount - size
      else { throw WeightsError("has a view that lies outside its storage") }
      view = offset..<(offset + size)
    }
    guard storages.count < StoredTensor.maximumCount else {
      throw WeightsError("has more than \(StoredTensor.maximumCount) storages")
    }
    storages.append(
      PickledStorage(elementType: elementType, key: key, elementCount: elementCount, view: view))
    return .storage(storages.count - 1)
  }
}
