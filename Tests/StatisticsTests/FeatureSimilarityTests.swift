import Foundation
import Statistics
import Testing

/// Values of numpy, made by Fixtures/make_similarity_fixtures.py.
private struct SimilarityReference: Decodable {
  let first, second: [[Double]]
  let subjects: [Int]
  let value, lower, upper: Double
}

@Suite struct FeatureSimilarityTests {
  @Test func agreesWithNumpy() throws {
    let cases: [SimilarityReference] = try fixture("similarity")
    for item in cases {
      let estimate = try #require(
        try featureSimilarity(item.first, item.second, subjects: item.subjects))
      #expect(abs(estimate.value - item.value) < 1e-9)
      // The last case has been rounded to four digits, and bounds close to 1 are cut off there.
      #expect(abs(estimate.lower - item.lower) < 1e-7)
      #expect(abs(estimate.upper - item.upper) < 1e-7)
    }
  }

  @Test func isUndefinedForFewFacesAndConstantFeatures() throws {
    let faces = (0..<6).map { [Double($0 * $0), Double($0 % 3)] }
    let subjects = Array(0..<6)
    #expect(try featureSimilarity(faces, faces, subjects: subjects) != nil)
    #expect(
      try featureSimilarity(
        Array(faces.prefix(3)), Array(faces.prefix(3)), subjects: [0, 1, 2]) == nil)
    // Without the larger subject there are three.
    #expect(try featureSimilarity(faces, faces, subjects: [0, 0, 0, 1, 2, 3]) == nil)
    #expect(try featureSimilarity(faces, faces, subjects: Array(repeating: 0, count: 6)) == nil)
    let constant = Array(repeating: [2.0, 1], count: 6)
    #expect(try featureSimilarity(faces, constant, subjects: subjects) == nil)
    #expect(try featureSimilarity([], [], subjects: []) == nil)
  }
}
