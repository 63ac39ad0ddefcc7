import Models
import TestSupport
import Testing
import Torch

/// Where a model looks, against PyTorch's hooks (Fixtures/make_attention.py).
@Suite struct AttentionTests {
  struct Recording: Decodable {
    let layer: String
    let size: Int
    /// [N, h, w].
    let maps: [[[Double]]]
  }

  @Test func mapsEqualPyTorchs() throws {
    for recording in try fixture("attention") as [Recording] {
      let model = try FaceModel(architecture: .resNet18, head: .linear(outputs: 7))
      let attention = try SaliencyModel(model, imageSize: recording.size)
      try model.store.convert(to: .float64)
      try model.fillByFormula()
      let shape = [recording.maps.count, 3, recording.size, recording.size]
      let images = try Tensor(
        formulaValues(name: "input", count: shape.reduce(1, *)), shape: shape)
      let output = try attention(images)
      let maps = try #require(output.maps)
      let expected = recording.maps.flatMap(\.self).flatMap(\.self)
      #expect(attention.layer == recording.layer)
      #expect(attention.mapShape == Array(maps.shape.dropFirst()))
      let largest = try #require(expected.max())
      #expect(largest > 0)
      for (value, reference) in zip(try maps.doubles(), expected) {
        #expect(abs(value - reference) < 1e-8 * largest)
      }
      let usual = try withoutGradients { try model(images, training: false) }
      #expect(try output.outputs.doubles() == usual.outputs.doubles())
      #expect(try output.features.doubles() == usual.features.doubles())
    }
  }

  @Test(arguments: [
    (Architecture.resNet18, 16, "bn1"), (.resNet50, 224, "layer4"),
    (.efficientNetB0, 64, "features.3"),
  ])
  func choosesTheDeepestPartWithEnoughPlaces(
    architecture: Architecture, size: Int, layer: String
  ) throws {
    let model = try FaceModel(architecture: architecture, head: .expression(dropout: 0, outputs: 7))
    #expect(try SaliencyModel(model, imageSize: size).layer == layer)
  }

  @Test func aTransformerHasFeaturesAndNoMaps() throws {
    let model = try FaceModel(
      architecture: .visionTransformerSmall14, head: .expression(dropout: 0, outputs: 7))
    let attention = try SaliencyModel(model, imageSize: 28)
    let output = try attention(Tensor.zeros([2, 3, 28, 28]))
    #expect(attention.layer == nil && attention.mapShape == nil && output.maps == nil)
    #expect(output.features.shape == [2, 384] && output.outputs.shape == [2, 7])
  }
}
