import Foundation
import Support
import TestSupport
import Testing
import Torch

@Suite struct SafetensorsTests {
  /// A file of one header and a body.
  private func file(_ header: String, body: Int = 0, claimedLength: UInt64? = nil) -> Data {
    let json = Data(header.utf8)
    let length = claimedLength ?? UInt64(json.count)
    return withUnsafeBytes(of: length.littleEndian) { Data($0) } + json + Data(count: body)
  }

  @Test func tensorsOfEveryTypeRoundTrip() throws {
    let folder = try TemporaryFolder()
    let place = folder.file("all.safetensors")
    let tensors: [String: Tensor] = [
      "floats": try Tensor([1.5, -2, 3] as [Float], shape: [3]),
      "doubles": try Tensor([0.1, 0.2] as [Double], shape: [1, 2]),
      "integers": try Tensor([-7] as [Int64], shape: []),
      "bytes": try Tensor([0, 255] as [UInt8], shape: [2]),
      "halves": try Tensor([0.5, 2] as [Float], shape: [2]).to(.float16),
      "none": try Tensor([] as [Float], shape: [0, 3]),
    ]
    try Safetensors.write(tensors, metadata: ["a": "b"], to: place)
    let content = try Safetensors.read(place)
    #expect(content.metadata == ["a": "b"])
    #expect(Set(content.tensors.keys) == Set(tensors.keys))
    for (name, tensor) in tensors {
      let other = try #require(content.tensors[name])
      #expect(other.shape == tensor.shape && other.elementType == tensor.elementType, "\(name)")
      #expect(try other.doubles() == tensor.doubles(), "\(name)")
    }
  }

  @Test(arguments: [
    ("{", 0, "never closed"), ("[]", 0, "not a JSON object"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "outside the file"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8, "does not fit"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 8, "impossible shape"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 8, "outside the file"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 8, "outside the file"),
    (#"{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}"#, 8, "unsupported type"),
    (#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 8, "has no dtype"),
    (#"{"a":7}"#, 0, "has no dtype"),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,4]}}"#, 8,
      "impossible shape"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#,
      8, "overlap"
    ),
  ])
  func malformedFilesAreRefused(header: String, body: Int, reason: String) throws {
    let error = #expect(throws: SmilestoneError.self) {
      try Safetensors.parse(file(header, body: body), name: "bad.safetensors")
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [UInt64.max, 1 << 62, 101_000_000, 3])
  func wrongHeaderLengthsAreRefused(length: UInt64) {
    #expect(throws: SmilestoneError.self) {
      try Safetensors.parse(file("{}", claimedLength: length), name: "bad.safetensors")
    }
  }

  @Test func mutatedFilesGiveTensorsOrErrors() throws {
    let folder = try TemporaryFolder()
    let place = folder.file("good.safetensors")
    try Safetensors.write(
      ["a": Tensor([1, 2] as [Float], shape: [2]), "b": Tensor([3] as [Int64], shape: [1])],
      to: place)
    let good = try Data(contentsOf: place)
    var generator = SeededGenerator(seed: 5)
    var refused = 0
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0...generator.integer(below: 4) {
        bytes[generator.integer(below: bytes.count)] = UInt8(generator.integer(below: 256))
      }
      if generator.uniform() < 0.3 { bytes = bytes.prefix(generator.integer(below: bytes.count)) }
      do {
        _ = try Safetensors.parse(Data(bytes), name: "mutated")
      } catch {
        #expect(error is SmilestoneError)
        refused += 1
      }
    }
    #expect(refused > 500)
  }
}
