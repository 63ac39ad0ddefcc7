import Expression
import Foundation
import Testing

struct HistogramTests {
  private struct Reference: Decodable {
    var facets: [Float]
    var facetsHistograms: [Double]
    var image: [Float]
    var imageHistograms: [Double]
  }

  private static func reference() throws -> Reference {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let data = try Data(contentsOf: folder.appendingPathComponent("hog.json"))
    return try JSONDecoder().decode(Reference.self, from: data)
  }

  /// The histograms divided by the length of all of them.
  private func ofUnitLength(_ image: [Float]) -> [Double] {
    let cells = image.withUnsafeBufferPointer {
      HistogramOfGradients(size: 32).cellHistograms(of: $0)
    }
    let length = cells.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return cells.map { $0 / length }
  }

  @Test("Where gradients have the eight directions, histograms are scikit-image's")
  func facets() throws {
    let reference = try Self.reference()
    let own = ofUnitLength(reference.facets)
    for (own, expected) in zip(own, reference.facetsHistograms) {
      #expect(abs(own - expected) < 1e-6)
    }
  }

  @Test("Of any image, histograms are scikit-image's fine ones shared out")
  func image() throws {
    let reference = try Self.reference()
    let own = ofUnitLength(reference.image)
    #expect(own.count == reference.imageHistograms.count)
    for (own, expected) in zip(own, reference.imageHistograms) {
      #expect(abs(own - expected) < 1e-3)
    }
  }

  @Test("A face and its mirror image have the same features")
  func mirror() throws {
    let image = try Self.reference().image
    let mirrored: [Float] = image.indices.map { pixel in
      let column = pixel % 32
      return image[pixel - column + 31 - column]
    }
    let histograms = HistogramOfGradients(size: 32)
    let features = [image, mirrored].map { image in
      image.withUnsafeBufferPointer { histograms.symmetricFeatures(of: $0) }
    }
    #expect(features[0].count == HistogramOfGradients.featureCount)
    for (one, other) in zip(features[0], features[1]) { #expect(abs(one - other) < 1e-6) }
  }

  @Test("More contrast hardly changes the features, and an even image has none")
  func contrast() throws {
    let image = try Self.reference().image
    let histograms = HistogramOfGradients(size: 32)
    func features(_ image: [Float]) -> [Double] {
      image.withUnsafeBufferPointer { histograms.symmetricFeatures(of: $0) }
    }
    // Square roots of four times the grey are twice as large.
    let plain = features(image.map { $0 / 4 })
    let stronger = features(image)
    let even = features(image.map { _ in 90 })
    let changes = zip(plain, stronger).map { abs($0 - $1) }
    #expect((changes.max() ?? 1) < 0.05)
    #expect(even.allSatisfy { $0 == 0 })
  }
}
