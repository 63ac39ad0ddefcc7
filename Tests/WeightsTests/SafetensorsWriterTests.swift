import Foundation
import TestSupport
import Testing
import Weights

@Suite struct SafetensorsWriterTests {
  @Test func everythingThatWasReadCanBeWritten() throws {
    let folder = try TemporaryFolder()
    let source = try WeightsFile(contentsOf: Fixture.url("tensors-zip-2.pth"))
    let entries = source.tensors.map { name, tensor in
      SafetensorsWriter.Entry(
        name: name, elementType: tensor.elementType, shape: tensor.shape,
        bytes: { try source.bytes(of: name) })
    }
    let place = folder.file("copy.safetensors")
    try SafetensorsWriter.write(entries, metadata: ["format": "pt"], to: place)
    let copy = try WeightsFile(contentsOf: place)
    #expect(copy.format == .safetensors)
    #expect(copy.metadata == ["format": "pt"])
    try copy.expectTensors(Fixture.expected("tensors.json"))
  }
}
