import Foundation
import Support
import TestSupport
import Testing
import Weights

/// Pickles made to do harm: each must be refused with a reason, quickly and in little memory.
@Suite struct HostilePickleTests {
  private func expectRefusal(
    _ pickle: Data, _ reason: String, storages: [String: Data] = [:],
    location: SourceLocation = #_sourceLocation
  ) {
    let file = torchFile(pickle: pickle, storages: storages)
    let error = #expect(throws: SmilestoneError.self, sourceLocation: location) {
      try WeightsFile(file, name: "hostile.pth")
    }
    #expect(error?.code == .badInput, sourceLocation: location)
    #expect(
      error?.message.contains(reason) == true, "\(error?.message ?? "")", sourceLocation: location)
  }

  @Test(arguments: [
    ("os", "system"), ("builtins", "eval"), ("__builtin__", "getattr"), ("torch", "load"),
    ("torch.storage", "_load_from_bytes"), ("collections", "OrderedDict.popitem"),
    ("torch", "FloatStorage.__class__"), ("", ""),
  ])
  func arbitraryGlobalsAreRefused(module: String, name: String) {
    let call = PickleBuilder().global(module, name).text("id").raw(Data([0x85])).opcode("R")
    expectRefusal(call.opcode(".").bytes, "\(module).\(name)")
    let named = PickleBuilder(pickleProtocol: 4).text(module).text(name).raw(Data([0x93]))
    expectRefusal(named.opcode(".").bytes, "\(module).\(name)")
  }

  /// Opcodes that state dicts do not need: instances, extension codes, buffers, text protocol.
  @Test(arguments: Array("iop0129FILVIdlgP".utf8) + [0x82, 0x8B, 0x8D, 0x8E, 0x92, 0x97, 0x98, 0])
  func otherOpcodesAreRefused(code: UInt8) {
    expectRefusal(PickleBuilder().raw(Data([code])).opcode(".").bytes, "not allowed")
  }

  @Test func hugeLengthsAreRefused() {
    let most = Data(repeating: 0xFF, count: 4)
    expectRefusal(PickleBuilder().opcode("X", most).bytes, "too long")
    expectRefusal(PickleBuilder().opcode("T", most).bytes, "too long")
    expectRefusal(PickleBuilder().opcode("X", PickleBuilder.number(UInt32(60_000))).bytes, "early")
    expectRefusal(PickleBuilder().raw(Data([0x8A, 0xFF])).bytes, "early")
    let numbers: [Int32] = [.max, .max, .max]
    let shape = { (shape: [Int32], strides: [Int32]) in
      PickleBuilder.table { $0.tensor(elementCount: 1, shape: shape, strides: strides) }
    }
    let storages = ["0": Data(count: 4)]
    expectRefusal(shape(numbers, [0, 0, 0]), "impossible shape", storages: storages)
    expectRefusal(shape([.max], [0]), "repeats its storage", storages: storages)
    expectRefusal(shape([2], [.max]), "outside its storage", storages: storages)
    expectRefusal(shape([-1], [1]), "impossible shape", storages: storages)
    expectRefusal(shape([1], [-1]), "impossible strides", storages: storages)
    expectRefusal(shape([1], [1, 1]), "impossible strides", storages: storages)
    expectRefusal(
      shape(Array(repeating: 1, count: 17), Array(repeating: 1, count: 17)), "impossible shape",
      storages: storages)
  }

  @Test func storagesThatDoNotFitAreRefused() {
    func pickle(elementCount: Int32 = 1, offset: Int32 = 0, key: String = "0") -> Data {
      PickleBuilder.table {
        $0.tensor(key: key, elementCount: elementCount, offset: offset, shape: [1], strides: [1])
      }
    }
    expectRefusal(pickle(), "no entry")
    expectRefusal(pickle(key: "../data.pkl"), "no entry", storages: ["0": Data(count: 4)])
    expectRefusal(pickle(elementCount: 2), "shorter", storages: ["0": Data(count: 7)])
    expectRefusal(pickle(elementCount: -1), "no storage", storages: ["0": Data(count: 4)])
    expectRefusal(pickle(offset: 1), "outside its storage", storages: ["0": Data(count: 4)])
    expectRefusal(pickle(offset: -1), "impossible strides", storages: ["0": Data(count: 4)])
  }

  /// A list that holds itself, a table that holds itself, a tuple within itself.
  @Test func cyclesAreRefused() {
    let get = PickleBuilder.number(UInt8(0))
    let list = PickleBuilder().opcode("]").opcode("q", get).opcode("h", get).opcode("a")
    expectRefusal(list.opcode(".").bytes, "no state dict")
    let table = PickleBuilder().opcode("}").opcode("q", get).text("state_dict").opcode("h", get)
      .opcode("s")
    expectRefusal(table.opcode(".").bytes, "no tensor")
    let shape = PickleBuilder().opcode("]").opcode("q", get).opcode("h", get).opcode("a")
      .raw(Data([0x85]))
    expectRefusal(
      PickleBuilder().global("torch", "Size").raw(shape.bytes.dropFirst(2)).opcode("R").bytes,
      "whole numbers")
  }

  /// Freeing a million nested tuples must not take a million stack frames.
  @Test func deepNestingIsHarmless() {
    let depth = 900_000
    let nested = PickleBuilder().opcode(")").raw(Data(repeating: 0x85, count: depth))
    expectRefusal(nested.opcode(".").bytes, "no state dict")
    let marks = PickleBuilder().raw(Data(repeating: UInt8(ascii: "("), count: depth))
    expectRefusal(marks.opcode("N").opcode(".").bytes, "disorder")
  }

  @Test func endlessPicklesAreRefused() {
    let lists = PickleBuilder().raw(Data(repeating: UInt8(ascii: "]"), count: 1_100_000))
    expectRefusal(lists.bytes, "operations")
    let large = PickleBuilder().raw(Data(count: 1 << 24))
    expectRefusal(large.bytes, "too large")
  }

  /// A small file could otherwise take gigabytes to list.
  @Test func moreTensorsThanAnyNetworkHasAreRefused() {
    let tensor = PickleBuilder(pickleProtocol: nil)
      .tensor(elementCount: 0, shape: [0], strides: [1]).bytes
    var entries = Data()
    for index in 0...WeightsFile.maximumTensorCount {
      entries += PickleBuilder(pickleProtocol: nil).text("\(index)").bytes + tensor
    }
    let table = PickleBuilder().opcode("}").opcode("(").raw(entries).opcode("u")
    expectRefusal(table.opcode(".").bytes, "more than 10000")
  }

  @Test func safetensorsOfTooManyTensorsAreRefused() {
    let entry = #":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    let entries = (0...WeightsFile.maximumTensorCount + 2).map { "\"\($0)\"" + entry }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    let file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    let error = #expect(throws: SmilestoneError.self) { try WeightsFile(file, name: "many") }
    #expect(error?.message.contains("more than 10002 objects") == true)
    let long = withUnsafeBytes(of: UInt64(20_000_000).littleEndian) { Data($0) }
    let claim = #expect(throws: SmilestoneError.self) {
      try WeightsFile(long + Data(count: 20_000_000), name: "long")
    }
    #expect(claim?.message.contains("20000000 bytes") == true)
  }

  @Test(arguments: ["t", "u", "s", "e", "a", "R", "b", "Q", "q\0", "h\u{7}", "\u{85}", ".", "(."])
  func underflowsAreRefused(code: String) {
    let bytes = Data(code.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    #expect(throws: SmilestoneError.self) {
      try WeightsFile(torchFile(pickle: Data([0x80, 2]) + bytes + Data(".".utf8)), name: "short")
    }
  }

  @Test func tablesOfOtherThingsAreRefused() {
    expectRefusal(PickleBuilder().opcode("}").opcode(".").bytes, "no tensors")
    let number = PickleBuilder().opcode("}").text("a").integer(1).opcode("s").opcode(".")
    expectRefusal(number.bytes, "no tensors")
    let key = PickleBuilder().opcode("}").integer(1).integer(1).opcode("s").opcode(".")
    expectRefusal(key.bytes, "no tensors")
  }

  @Test func truthValuesMustBeTrueOrFalse() throws {
    let pickle = PickleBuilder.table {
      $0.tensor(storageType: "BoolStorage", elementCount: 1, shape: [1], strides: [1])
    }
    let file = try WeightsFile(torchFile(pickle: pickle, storages: ["0": Data([2])]), name: "b")
    #expect(throws: SmilestoneError.self) { try file.bytes(of: "a") }
  }
}
