import Foundation
import Support
import TestSupport
import Testing
import Weights

/// Checkpoints as training programs write them, and files that are none.
@Suite struct CheckpointTests {
  private func tensor() -> PickleBuilder {
    PickleBuilder(pickleProtocol: nil).tensor(elementCount: 1, shape: [1], strides: [1])
  }

  private func read(_ pickle: PickleBuilder) throws -> WeightsFile {
    let file = torchFile(pickle: pickle.opcode(".").bytes, storages: ["0": Data(count: 4)])
    return try WeightsFile(file, name: "checkpoint.pth")
  }

  /// A dictionary of these entries.
  private func table(_ entries: [(String, PickleBuilder)], start: UInt8? = nil) -> PickleBuilder {
    entries.reduce(PickleBuilder(pickleProtocol: start).opcode("}")) { builder, entry in
      builder.text(entry.0).raw(entry.1.bytes).opcode("s")
    }
  }

  private var namespace: PickleBuilder {
    PickleBuilder(pickleProtocol: nil).global("argparse", "Namespace").opcode(")")
      .raw(Data([0x81])).opcode("}").text("lr").integer(1).opcode("s").opcode("b")
  }

  /// A scalar of NumPy: a call with a call among its arguments, bytes and a state.
  private var scalar: PickleBuilder {
    PickleBuilder(pickleProtocol: nil).global("numpy.core.multiarray", "scalar")
      .global("numpy", "dtype").text("f8").raw(Data([0x85])).opcode("R").raw(Data([0x43, 2, 1, 2]))
      .raw(Data([0x86])).opcode("R")
  }

  @Test func objectsBesideTheTableArePassedOver() throws {
    let set = PickleBuilder(pickleProtocol: nil).raw(Data([0x8F])).opcode("(").integer(1)
      .raw(Data([0x90]))
    let frozen = PickleBuilder(pickleProtocol: nil).opcode("(").integer(1).raw(Data([0x91]))
    let file = try read(
      table(
        [
          ("args", namespace), ("best_acc", scalar), ("seen", set), ("classes", frozen),
          ("state_dict", table([("conv.weight", tensor())])),
          ("epoch", PickleBuilder(pickleProtocol: nil).integer(3)),
        ], start: 4))
    #expect(file.wrappingKey == "state_dict")
    #expect(Array(file.tensors.keys) == ["conv.weight"])
    #expect(
      file.others == [
        "args": "argparse.Namespace", "best_acc": "numpy.core.multiarray.scalar", "seen": "a set",
        "classes": "a set", "epoch": "a number",
      ])
  }

  @Test func tablesAtAnyDepthAreFound() throws {
    let file = try read(
      table(
        [
          ("ema", table([("module", table([("a", tensor()), ("b", tensor())]))])),
          ("run", table([("weights", table([("a", tensor())]))])),
        ], start: 2))
    #expect(file.tables.map(\.key) == ["ema.module", "run.weights"])
    #expect(file.using(file.tables[1]).wrappingKey == "run.weights")
  }

  @Test func aNumberAmongTheTensorsDoesNoHarm() throws {
    let file = try read(
      table(
        [("a", tensor()), ("epoch", PickleBuilder(pickleProtocol: nil).integer(3))], start: 2))
    #expect(Array(file.tensors.keys) == ["a"])
    #expect(file.others == ["epoch": "a number"])
  }

  /// Numbers of a kind that is not known are no tensor; the others are read.
  @Test func unknownKindsOfNumbersArePassedOver() throws {
    let odd = PickleBuilder(pickleProtocol: nil).tensor(
      storageType: "Float8Storage", elementCount: 1, shape: [1], strides: [1])
    let file = try read(table([("a", tensor()), ("b", odd)], start: 2))
    #expect(Array(file.tensors.keys) == ["a"])
    #expect(file.others == ["b": "torch.Float8Storage"])
  }

  @Test(arguments: [
    (
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "Git LFS pointer",
      "git lfs pull"
    ),
    ("<!DOCTYPE html><html></html>", "web page", "Download"), ("", "empty file", "again"),
    ("\u{8}\u{7}\u{12}\u{7}pytorch", "ONNX", "state_dict"), ("BZh9", "archive", "Unpack"),
  ])
  func filesOfOtherKindsAreNamed(text: String, what: String, remedy: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try WeightsFile(Data(text.utf8), name: "w.pth")
    }
    #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
    #expect(error?.remedy?.contains(remedy) == true)
  }

  @Test(
    arguments: [
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "HDF5"), ([0x1F, 0x8B, 8, 0], "gzip"),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0], "NumPy"),
    ] as [([UInt8], String)])
  func binaryFilesOfOtherKindsAreNamed(start: [UInt8], what: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try WeightsFile(Data(start), name: "w.pth")
    }
    #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
  }

  /// A safetensors file may begin with any byte, as the length of its header.
  @Test func lengthsThatLookLikeOtherFilesAreLengths() throws {
    let header = Data(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#.utf8)
    let padded = header + Data(repeating: 0x20, count: 0x8B1F - header.count)
    let file = Data([0x1F, 0x8B, 0, 0, 0, 0, 0, 0]) + padded + Data([7])
    #expect(try WeightsFile(file, name: "w.safetensors").bytes(of: "a") == Data([7]))
  }

  @Test func archivesOfOtherKindsAreNamed() {
    for (entry, what) in [("arr_0.npy", "NumPy"), ("ts/code/model.py", "TorchScript")] {
      let zip = ZipBuilder().build([(entry, Data([1]))])
      let error = #expect(throws: SmilestoneError.self) { try WeightsFile(zip, name: "w.pt") }
      #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
    }
  }
}
