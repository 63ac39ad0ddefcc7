import Foundation
import Support
import Testing

/// The arrays that `Fixtures/make_fixtures.py` saved.
@Suite struct NumPyArrayTests {
  private struct Expected: Decodable {
    let shape: [Int]
    let numbers: [Double]?
    let text: [String]?
  }

  private static func file(_ name: String) throws -> URL {
    try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)")
  }

  @Test func valuesAreNumPys() throws {
    let all = try JSONDecoder().decode(
      [String: Expected].self, from: Data(contentsOf: Self.file("numpy.json")))
    #expect(all.count == 15)
    for (name, expected) in all {
      let array = try NumPyArray(contentsOf: Self.file("numpy/\(name).npy"))
      #expect(array.shape == expected.shape, "\(name)")
      switch array.values {
      case .numbers(let numbers): #expect(numbers == expected.numbers, "\(name)")
      case .strings(let strings): #expect(strings == expected.text, "\(name)")
      }
    }
  }

  @Test func aSingleValueIsText() throws {
    #expect(try NumPyArray(contentsOf: Self.file("numpy/code.npy")).singleText == "7")
    #expect(try NumPyArray(contentsOf: Self.file("numpy/names.npy")).singleText == nil)
    let third = try NumPyArray(contentsOf: Self.file("numpy/double.npy")).singleText
    #expect(third.flatMap { Double($0) } == 1.0 / 3)
  }

  @Test(arguments: [
    ("objects", "neither numbers nor strings"), ("records", "neither numbers nor strings"),
    ("complex", "neither numbers nor strings"), ("columns", "column-major"),
  ])
  func otherArraysAreRefused(name: String, reason: String) throws {
    let file = try Self.file("numpy/refused-\(name).npy")
    let error = #expect(throws: SmilestoneError.self) { try NumPyArray(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(file.path) == true)
  }

  /// No prefix of a file, and no file with one byte changed, crashes; a prefix is never accepted.
  @Test func damagedFilesAreRefused() throws {
    for name in ["names", "single", "version-2"] {
      let whole = try Data(contentsOf: Self.file("numpy/\(name).npy"))
      for count in 0..<whole.count {
        #expect(throws: SmilestoneError.self) {
          try NumPyArray(whole.prefix(count), name: "cut.npy")
        }
      }
      #expect(throws: SmilestoneError.self) { try NumPyArray(whole + [0], name: "long.npy") }
      for position in whole.indices {
        var changed = whole
        for byte: UInt8 in [0, 9, 57, 255] {
          changed[position] = byte
          _ = try? NumPyArray(changed, name: "changed.npy")
        }
      }
    }
  }

  @Test(arguments: [
    ("'shape': (9223372036854775807, 9)", "too large"),
    ("'shape': (99999999999999999999,)", "too large"),
    ("'shape': (4611686018427387904,)", "ends early"),
    ("'shape': (3,)", "ends early"), ("'shape': (1,)", "follow"), ("'form': (2,)", "no shape"),
  ])
  func impossibleShapesAreRefused(shape: String, reason: String) throws {
    let header = Array("{'descr': '<f8', 'fortran_order': False, \(shape), }\n".utf8)
    let bytes =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
      + [UInt8](repeating: 0, count: 16)
    let error = #expect(throws: SmilestoneError.self) { try NumPyArray(Data(bytes), name: "x.npy") }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }
}
