import Foundation
import Support
import TestSupport
import Testing
import Weights

/// State dicts that Python saved (Fixtures/make_fixtures.py).
@Suite struct TorchFileTests {
  @Test(arguments: [
    ("tensors-zip-2.pth", WeightsFile.Format.torchZip), ("tensors-zip-4.pth", .torchZip),
    ("tensors-legacy-2.pth", .torchLegacy), ("tensors-legacy-4.pth", .torchLegacy),
  ])
  func everyTypeAndLayoutIsRead(file: String, format: WeightsFile.Format) throws {
    let weights = try WeightsFile(contentsOf: Fixture.url(file))
    #expect(weights.format == format)
    #expect(weights.wrappingKey == nil)
    try weights.expectTensors(Fixture.expected("tensors.json"))
  }

  @Test(arguments: [("checkpoint.pth", "state_dict"), ("checkpoint-legacy.pth", "model")])
  func checkpointsAreUnwrapped(file: String, key: String) throws {
    let weights = try WeightsFile(contentsOf: Fixture.url(file))
    #expect(weights.wrappingKey == key)
    try weights.expectTensors(Fixture.expected("network.json"))
  }

  @Test(arguments: [
    ("refused-module.pth", "torch.nn.modules.container.Sequential"),
    ("refused-plain-pickle.pth", "magic number"),
  ])
  func whatIsNoStateDictIsRefused(file: String, reason: String) throws {
    let place = try Fixture.url(file)
    let error = #expect(throws: SmilestoneError.self) { try WeightsFile(contentsOf: place) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(place.path) == true)
  }

  /// Files that people take for weights.
  @Test(arguments: [
    ([0x80, 4, 0x95, 0, 0, 0] + Array("numpy._core.multiarray".utf8), "a pickle of NumPy arrays"),
    (Array("(dp0\nV1\ncnumpy.core.multiarray\n".utf8), "a pickle of NumPy arrays"),
    (Array("GGUF\u{3}...........".utf8), "a GGUF file"),
    (Array("MATLAB 5.0 MAT-file".utf8), "a MATLAB file"),
    ([4, 0, 0, 0, 1, 0, 0, 0, 3, 0], "a file of Lua Torch"), (Array("%PDF-1.5....".utf8), "a PDF"),
    ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0], "an image"),
    (Array("These are weights.".utf8), "a text"),
    ([0x0A, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "neither a PyTorch file nor a safetensors file"),
  ])
  func otherFilesAreNamed(bytes: [UInt8], what: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try WeightsFile(Data(bytes), name: "w.pth")
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("w.pth is \(what)") == true, "\(error?.message ?? "")")
    #expect(error?.remedy != nil)
  }

  /// What is no tensor is passed over and named; nothing is run.
  @Test(arguments: ["refused-command.pth", "refused-command-legacy.pth"])
  func otherObjectsArePassedOver(file: String) throws {
    let weights = try WeightsFile(contentsOf: Fixture.url(file))
    #expect(Array(weights.tensors.keys) == ["a"])
    #expect(weights.others == ["b": "posix.system"])
  }

  /// Cut anywhere, a file is refused or, where only the last bytes are of no account, the same.
  @Test(arguments: ["tensors-zip-2.pth", "tensors-legacy-2.pth", "checkpoint.pth"])
  func truncatedFilesAreRefused(file: String) throws {
    let whole = try Data(contentsOf: Fixture.url(file))
    for length in 0..<whole.count {
      let error = #expect(throws: SmilestoneError.self, "\(length)") {
        try WeightsFile(whole.prefix(length), name: "cut")
      }
      #expect(error?.code == .badInput)
    }
  }

  @Test func bigEndianFilesAreTurned() throws {
    let storage = Data([0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0])
    let pickle = PickleBuilder.table { $0.tensor(elementCount: 2, shape: [2], strides: [1]) }
    let file = torchFile(pickle: pickle, storages: ["0": storage], byteOrder: "big")
    let bytes = try WeightsFile(file, name: "big").bytes(of: "a")
    let values = bytes.withUnsafeBytes {
      [$0.loadUnaligned(as: Float.self), $0.loadUnaligned(fromByteOffset: 4, as: Float.self)]
    }
    #expect(values == [1, -2])
  }

  @Test func zip64DirectoriesAreRead() throws {
    var zip = ZipBuilder()
    zip.usesZip64 = true
    let pickle = PickleBuilder.table { $0.tensor(elementCount: 1, shape: [1], strides: [1]) }
    let file = torchFile(pickle: pickle, storages: ["0": Data([1, 2, 3, 4])], zip: zip)
    #expect(try WeightsFile(file, name: "wide").bytes(of: "a") == Data([1, 2, 3, 4]))
  }

  @Test func brokenDirectoriesAreRefused() throws {
    let pickle = PickleBuilder.table { $0.tensor(elementCount: 1, shape: [1], strides: [1]) }
    func expectRefusal(_ reason: String, _ change: (inout ZipBuilder) -> Void) {
      var zip = ZipBuilder()
      change(&zip)
      let file = torchFile(pickle: pickle, storages: ["0": Data(count: 4)], zip: zip)
      let error = #expect(throws: SmilestoneError.self) { try WeightsFile(file, name: "bad") }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
    expectRefusal("compressed") { $0.method = 8 }
    expectRefusal("encrypted") { $0.flags = 1 }
    expectRefusal("ends too early") { $0.sizeError = 1 << 20 }
    expectRefusal("lies outside the file") { $0.placeError = 1 << 20 }
    expectRefusal("has no header") { $0.placeError = 2 }
    let empty = ZipBuilder().build([("archive/data.pkl", pickle), ("archive/data.pkl", pickle)])
    #expect(throws: SmilestoneError.self) { try WeightsFile(empty, name: "twice") }
    let program = ZipBuilder().build([
      ("archive/data.pkl", pickle), ("archive/constants.pkl", pickle),
    ])
    let error = #expect(throws: SmilestoneError.self) { try WeightsFile(program, name: "program") }
    #expect(error?.message.contains("TorchScript") == true)
  }
}
