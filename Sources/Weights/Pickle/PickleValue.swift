import Foundation

/// What a pickle may hold here. Containers lie in `PickleObjects`, and values name them by number:
/// a container that holds itself is then no reference cycle, and deep nesting needs no deep
/// recursion to free.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  /// A whole number of more than 64 bits, little-endian.
  case wideInteger(Data)
  case number(Double)
  case text(String)
  case global(PickleGlobal)
  case list(Int)
  case tuple(Int)
  case dictionary(Int)
  case storage(Int)
  case tensor(Int)
  /// What stands for an object that is not read, such as that of a class, or bytes.
  case placeholder(Int)
}

/// The containers, storages and tensors of a pickle.
struct PickleObjects {
  var lists: [[PickleValue]] = []
  var tuples: [[PickleValue]] = []
  /// Entries in the order in which they were set.
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  var storages: [PickledStorage] = []
  var tensors: [PickledTensor] = []
  /// What each placeholder stands for: "argparse.Namespace".
  var placeholders: [String] = []

  /// The elements of a list or tuple; nil for another value.
  func elements(_ value: PickleValue) -> [PickleValue]? {
    switch value {
    case .list(let index): lists[index]
    case .tuple(let index): tuples[index]
    default: nil
    }
  }

  /// The whole numbers of a list or tuple; nil for another value.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = elements(value) else { return nil }
    let integers = elements.compactMap { element -> Int? in
      guard case .integer(let integer) = element else { return nil }
      return integer
    }
    return integers.count == elements.count ? integers : nil
  }

  mutating func placeholder(_ what: String) -> PickleValue {
    if placeholders.last != what { placeholders.append(what) }
    return .placeholder(placeholders.count - 1)
  }

  /// What a value is, for people, where it is no tensor and no table: "argparse.Namespace", "a number".
  func kind(of value: PickleValue) -> String {
    switch value {
    case .none: "None"
    case .boolean: "a truth value"
    case .integer, .wideInteger, .number: "a number"
    case .text: "text"
    case .list, .tuple: "a list"
    case .dictionary: "a table"
    case .global(.foreign(let name)): name
    case .global: "a type"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .placeholder(let index): placeholders[index]
    }
  }

  /// The value of a dictionary's entry with a textual key; the last one counts.
  func entry(_ key: String, of dictionary: Int) -> PickleValue? {
    dictionaries[dictionary].last { entry in
      if case .text(key) = entry.key { true } else { false }
    }?.value
  }
}

/// Numbers of one type, kept outside the pickle under a key.
struct PickledStorage {
  let elementType: StoredElementType
  let key: String
  let elementCount: Int
  /// The part of the storage that this is, in elements; nil for all of it.
  let view: Range<Int>?
}

/// A view of a storage.
struct PickledTensor {
  let storage: Int
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
