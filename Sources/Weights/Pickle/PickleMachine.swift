import Foundation

/// Reads a pickle without executing anything: the opcodes that `torch.save` uses for state dicts,
/// protocols 2 to 5, and those of sets and bytes, which checkpoints have beside them. What belongs to
/// names other than `PickleGlobal`'s becomes a placeholder; other operations are refused, and time and
/// memory are bounded by the limits below.
/// Source: Python's `pickletools` (opcodes) and `torch/serialization.py` (persistent ids).
struct PickleMachine {
  /// The largest number of opcodes of one pickle. A state dict takes about 25 for each tensor.
  static let maximumOperationCount = 1_000_000
  /// The longest name or other text in bytes.
  static let maximumTextByteCount = 1 << 16

  var reader: ByteReader
  var objects = PickleObjects()
  private var stack: [PickleValue] = []
  /// Heights of the stack at the marks that are set.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  init(_ reader: ByteReader) { self.reader = reader }

  /// Reads one pickle up to its STOP; the reader then stands behind it.
  /// - Throws: `WeightsError` that ends a sentence about the pickle.
  mutating func run() throws -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    for _ in 0..<PickleMachine.maximumOperationCount {
      let code = try reader.byte()
      guard let opcode = Opcode(rawValue: code) else {
        throw WeightsError("uses the operation 0x\(String(code, radix: 16)), which is not allowed")
      }
      if opcode == .stop {
        let value = try pop()
        guard stack.isEmpty, marks.isEmpty else { throw WeightsError("ends in disorder") }
        return value
      }
      try perform(opcode)
    }
    throw WeightsError("has more than \(PickleMachine.maximumOperationCount) operations")
  }

  private enum Opcode: UInt8 {
    case proto = 0x80
    case frame = 0x95
    case stop = 0x2E
    case mark = 0x28
    case none = 0x4E
    case newTrue = 0x88
    case newFalse = 0x89
    case binInt = 0x4A
    case binInt1 = 0x4B
    case binInt2 = 0x4D
    case long1 = 0x8A
    case binFloat = 0x47
    case binUnicode = 0x58
    case shortBinUnicode = 0x8C
    case binString = 0x54
    case shortBinString = 0x55
    case emptyList = 0x5D
    case append = 0x61
    case appends = 0x65
    case emptyTuple = 0x29
    case tuple = 0x74
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case emptyDictionary = 0x7D
    case setItem = 0x73
    case setItems = 0x75
    case global = 0x63
    case stackGlobal = 0x93
    case reduce = 0x52
    case newObject = 0x81
    case build = 0x62
    case persistentIdentifier = 0x51
    case binPut = 0x71
    case longBinPut = 0x72
    case memoise = 0x94
    case binGet = 0x68
    case longBinGet = 0x6A
    case binBytes = 0x42
    case shortBinBytes = 0x43
    case emptySet = 0x8F
    case addItems = 0x90
    case frozenSet = 0x91
  }

  private mutating func perform(_ opcode: Opcode) throws {
    switch opcode {
    case .proto:
      let version = try reader.byte()
      guard (2...5).contains(version) else {
        throw WeightsError("has the pickle protocol \(version), where 2 to 5 are read")
      }
    case .frame: _ = try reader.integer(UInt64.self)
    case .stop: break
    case .mark: marks.append(stack.count)
    case .none: stack.append(.none)
    case .newTrue: stack.append(.boolean(true))
    case .newFalse: stack.append(.boolean(false))
    case .binInt: stack.append(.integer(Int(try reader.integer(Int32.self))))
    case .binInt1: stack.append(.integer(Int(try reader.byte())))
    case .binInt2: stack.append(.integer(Int(try reader.integer(UInt16.self))))
    case .long1: stack.append(try longInteger())
    case .binFloat:
      let bits = try reader.integer(UInt64.self).byteSwapped
      stack.append(.number(Double(bitPattern: bits)))
    case .binUnicode, .binString: try pushText(reader.integer(UInt32.self))
    case .shortBinUnicode, .shortBinString: try pushText(UInt32(reader.byte()))
    case .emptyList, .append, .appends, .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3,
      .emptyDictionary, .setItem, .setItems:
      try performOnContainer(opcode)
    case .global:
      let module = try reader.line()
      stack.append(.global(PickleGlobal(module: module, name: try reader.line())))
    case .stackGlobal:
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw WeightsError("has a name that is no text")
      }
      stack.append(.global(PickleGlobal(module: module, name: name)))
    case .reduce, .newObject:
      let (arguments, callable) = (try pop(), try pop())
      switch callable {
      case .global(.foreign(let name)): stack.append(objects.placeholder(name))
      case .placeholder: stack.append(callable)
      case .global(let global):
        guard let values = objects.elements(arguments) else { fallthrough }
        stack.append(try objects.make(global, values))
      default: throw WeightsError("calls something that is not allowed")
      }
    case .build:
      // The state of a dictionary is its version table, that of a parameter its hooks.
      _ = try pop()
      switch stack.last {
      case .dictionary, .tensor, .placeholder: break
      default: throw WeightsError("gives a state to something that has none")
      }
    case .persistentIdentifier: stack.append(try objects.makeStorage(try pop()))
    case .binPut: try remember(Int(reader.byte()))
    case .longBinPut: try remember(Int(reader.integer(UInt32.self)))
    case .memoise: try remember(memo.count)
    case .binGet: try recall(Int(reader.byte()))
    case .longBinGet: try recall(Int(reader.integer(UInt32.self)))
    case .binBytes, .shortBinBytes, .emptySet, .addItems, .frozenSet: try performOnOther(opcode)
    }
  }

  private mutating func performOnContainer(_ opcode: Opcode) throws {
    switch opcode {
    case .emptyList:
      stack.append(.list(objects.lists.count))
      objects.lists.append([])
    case .append: try extendList(by: [pop()])
    case .appends: try extendList(by: popToMark())
    case .emptyTuple: pushTuple([])
    case .tuple: pushTuple(try popToMark())
    case .tuple1: pushTuple(try pop(1))
    case .tuple2: pushTuple(try pop(2))
    case .tuple3: pushTuple(try pop(3))
    case .emptyDictionary:
      stack.append(.dictionary(objects.dictionaries.count))
      objects.dictionaries.append([])
    case .setItem: try extendDictionary(by: pop(2))
    default: try extendDictionary(by: popToMark())
    }
  }

  /// Bytes and sets, which no table of weights needs.
  private mutating func performOnOther(_ opcode: Opcode) throws {
    switch opcode {
    case .binBytes, .shortBinBytes:
      let count = opcode == .binBytes ? try reader.integer(UInt32.self) : UInt32(try reader.byte())
      _ = try reader.take(count)
      stack.append(objects.placeholder("bytes"))
    case .emptySet: stack.append(objects.placeholder("a set"))
    case .frozenSet:
      _ = try popToMark()
      stack.append(objects.placeholder("a set"))
    default:
      _ = try popToMark()
      guard case .placeholder = stack.last else {
        throw WeightsError("adds to something that is no set")
      }
    }
  }

  // MARK: Parts of operations

  private mutating func longInteger() throws -> PickleValue {
    let count = try reader.byte()
    let bytes = try reader.take(count)
    guard count <= 8 else { return .wideInteger(bytes) }
    // Two's complement: the sign of the last byte fills the rest.
    let sign: Int = (bytes.last ?? 0) >= 0x80 ? -1 : 0
    return .integer(bytes.reversed().reduce(sign) { $0 << 8 | Int($1) })
  }

  private mutating func pushText(_ count: UInt32) throws {
    guard count <= PickleMachine.maximumTextByteCount else {
      guard count <= reader.remainingCount else {
        throw WeightsError("has a text of \(count) bytes, which is too long")
      }
      // Arrays of NumPy are written so.
      _ = try reader.take(count)
      stack.append(objects.placeholder("text"))
      return
    }
    stack.append(.text(try reader.text(count)))
  }

  private mutating func pushTuple(_ elements: [PickleValue]) {
    stack.append(.tuple(objects.tuples.count))
    objects.tuples.append(elements)
  }

  private mutating func extendList(by elements: [PickleValue]) throws {
    if case .placeholder = stack.last { return }
    guard case .list(let index) = stack.last else {
      throw WeightsError("appends to something that is no list")
    }
    objects.lists[index] += elements
  }

  private mutating func extendDictionary(by elements: [PickleValue]) throws {
    if case .placeholder = stack.last { return }
    guard case .dictionary(let index) = stack.last, elements.count.isMultiple(of: 2) else {
      throw WeightsError("sets entries of something that is no dictionary")
    }
    for position in stride(from: 0, to: elements.count, by: 2) {
      objects.dictionaries[index].append((elements[position], elements[position + 1]))
    }
  }

  // MARK: Stack and memo

  private mutating func pop() throws -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw WeightsError("takes more values than it has")
    }
    return value
  }

  private mutating func pop(_ count: Int) throws -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw WeightsError("takes more values than it has")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else { throw WeightsError("has an end without a beginning") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func remember(_ index: Int) throws {
    guard let value = stack.last else { throw WeightsError("remembers a value that is not there") }
    memo[index] = value
  }

  private mutating func recall(_ index: Int) throws {
    guard let value = memo[index] else { throw WeightsError("recalls a value that is not there") }
    stack.append(value)
  }
}
