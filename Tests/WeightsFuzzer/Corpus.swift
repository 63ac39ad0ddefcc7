import Foundation
import Support
import TestSupport

/// Good files, and the ways in which they are spoilt.
struct Corpus {
  private let files: [Data]

  init(folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    files = try names.filter { $0.hasSuffix(".pth") || $0.hasSuffix(".safetensors") }.map {
      try Data(contentsOf: folder.appendingPathComponent($0))
    }
    guard !files.isEmpty else { throw SmilestoneError.usage("\(folder.path) holds no weights.") }
  }

  /// The case of a number: a spoilt file, or a file around a pickle of random operations.
  func mutated(_ number: UInt64) -> Data {
    var generator = SeededGenerator(seed: number)
    guard generator.uniform() < 0.7 else { return randomPickle(&generator) }
    var bytes = files[generator.integer(below: files.count)]
    for _ in 0...generator.integer(below: 6) where !bytes.isEmpty {
      spoil(&bytes, &generator)
    }
    return bytes
  }

  private func spoil(_ bytes: inout Data, _ generator: inout SeededGenerator) {
    let place = generator.integer(below: bytes.count)
    let length = min(generator.integer(below: 16), bytes.count - place)
    switch generator.integer(below: 8) {
    case 0: bytes[place] = UInt8(generator.integer(below: 256))
    case 1: bytes[place] ^= 1 << UInt8(generator.integer(below: 8))
    case 2: bytes[place] = Corpus.opcodes[generator.integer(below: Corpus.opcodes.count)]
    case 3:
      bytes.replaceSubrange(place..<(place + length), with: repeatElement(0xFF, count: length))
    case 4: bytes.replaceSubrange(place..<(place + length), with: repeatElement(0, count: length))
    case 5: bytes.removeSubrange(place..<(place + length))
    case 6: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
    default: if generator.uniform() < 0.2 { bytes = Data(bytes.prefix(place)) }
    }
  }

  private static let opcodes =
    Array("(.NJKMGXTU]ae)t}sucRbQqrhj".utf8) + [
      0x80, 0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x93, 0x94, 0x95,
    ]

  /// Operations that mostly fit each other, in a zip file with a storage.
  private func randomPickle(_ generator: inout SeededGenerator) -> Data {
    var pickle = PickleBuilder().opcode("}")
    for _ in 0..<generator.integer(below: 40) {
      switch generator.integer(below: 9) {
      case 0:
        pickle = pickle.text(["a", "state_dict", "storage", "0"][generator.integer(below: 4)])
      case 1: pickle = pickle.integer(Int32(truncatingIfNeeded: generator.next() >> 33))
      case 2: pickle = pickle.integers((0..<generator.integer(below: 4)).map(Int32.init))
      case 3:
        pickle = pickle.text("a").tensor(
          elementCount: Int32(generator.integer(below: 9)),
          offset: Int32(generator.integer(below: 4)),
          shape: [Int32(generator.integer(below: 4)), Int32(generator.integer(below: 4))],
          strides: [Int32(generator.integer(below: 4)), Int32(generator.integer(below: 4))]
        ).opcode("s")
      case 4: pickle = pickle.global("collections", "OrderedDict").opcode(")").opcode("R")
      case 5: pickle = pickle.opcode("q", Data([UInt8(generator.integer(below: 4))]))
      case 6: pickle = pickle.opcode("h", Data([UInt8(generator.integer(below: 4))]))
      default:
        pickle = pickle.raw(
          Data([Corpus.opcodes[generator.integer(below: Corpus.opcodes.count)]]))
      }
    }
    var zip = ZipBuilder()
    zip.usesZip64 = generator.uniform() < 0.3
    if generator.uniform() < 0.1 { zip.placeError = UInt32(generator.integer(below: 200)) }
    return torchFile(
      pickle: pickle.opcode(".").bytes, storages: ["0": Data(count: 32)],
      byteOrder: generator.uniform() < 0.5 ? "little" : "big", zip: zip)
  }
}
