import Expression
import Foundation
import Testing

struct HistogramTests {
  private struct Reference: Decodable {
    var facets: [Float]
    var facetsHistograms: [Double]
    var picture: [Float]
    var pictureHistograms: [Double]
  }

  private static func reference() throws -> Reference {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let data = try Data(contentsOf: folder.appendingPathComponent("hog.json"))
    return try JSONDecoder().decode(Reference.self, from: data)
  }

  /// The histograms divided by the length of all of them.
  private func ofUnitLength(_ picture: [Float]) -> [Double] {
    let cells = picture.withUnsafeBufferPointer {
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

  @Test("Of any picture, histograms are scikit-image's fine ones shared out")
  func picture() throws {
    let reference = try Self.reference()
    let own = ofUnitLength(reference.picture)
    #expect(own.count == reference.pictureHistograms.count)
    for (own, expected) in zip(own, reference.pictureHistograms) {
      #expect(abs(own - expected) < 1e-3)
    }
  }

  @Test("A face and its mirror image have the same features")
  func mirror() throws {
    let picture = try Self.reference().picture
    let mirrored: [Float] = picture.indices.map { pixel in
      let column = pixel % 32
      return picture[pixel - column + 31 - column]
    }
    let histograms = HistogramOfGradients(size: 32)
    let features = [picture, mirrored].map { picture in
      picture.withUnsafeBufferPointer { histograms.symmetricFeatures(of: $0) }
    }
    #expect(features[0].count == HistogramOfGradients.featureCount)
    for (one, other) in zip(features[0], features[1]) { #expect(abs(one - other) < 1e-6) }
  }

  @Test("More contrast hardly changes the features, and an even picture has none")
  func contrast() throws {
    let picture = try Self.reference().picture
    let histograms = HistogramOfGradients(size: 32)
    func features(_ picture: [Float]) -> [Double] {
      picture.withUnsafeBufferPointer { histograms.symmetricFeatures(of: $0) }
    }
    // Square roots of four times the grey are twice as large.
    let plain = features(picture.map { $0 / 4 })
    let stronger = features(picture)
    let even = features(picture.map { _ in 90 })
    let changes = zip(plain, stronger).map { abs($0 - $1) }
    #expect((changes.max() ?? 1) < 0.05)
    #expect(even.allSatisfy { $0 == 0 })
  }
}
