import Models
import Support
import TestSupport
import Testing
import Torch
import Training

/// The middle of images, and models that are asked about it.
@Suite struct CentralCropTests {
  private let settings = TrainingSettings.forEasyFaces

  /// Of 10 pixels the middle 8 are stretched to 10, read between their centres.
  @Test func theMiddleIsStretchedToTheWhole() throws {
    let values = formulaValues(name: "middle", count: 100)
    let image = try Tensor(values.map(Float.init), shape: [1, 1, 10, 10])
    func source(_ place: Int) -> (first: Int, share: Double) {
      let position = max((Double(place) + 0.5) * 0.8 - 0.5, 0)
      return (Int(position), position - position.rounded(.down))
    }
    func value(_ row: Int, _ column: Int) -> Double {
      values[(1 + min(row, 7)) * 10 + 1 + min(column, 7)]
    }
    let expected = (0..<100).map { place -> Double in
      let (row, column) = (source(place / 10), source(place % 10))
      func across(_ line: Int) -> Double {
        (1 - column.share) * value(line, column.first) + column.share
          * value(line, column.first + 1)
      }
      return (1 - row.share) * across(row.first) + row.share * across(row.first + 1)
    }
    #expect(largestDifference(try CentralCrop(0.8)(image).doubles(), expected) < 1e-6)
    #expect(try CentralCrop(1)(image).doubles() == image.doubles())
    // Less than half a pixel at each side is none.
    #expect(try CentralCrop(0.92)(image).doubles() == image.doubles())
  }

  /// What lies at the edge then changes no prediction.
  @Test func aModelIsAskedAboutTheMiddle() throws {
    struct Framed: ImageSource {
      let imageSize = 16
      let contentKey: String
      let edge: UInt8

      func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
        for place in 0..<indices.count * 3 * 256 {
          let inside = [place % 16, place / 16 % 16].allSatisfy((2..<14).contains)
          bytes[place] =
            inside ? UInt8(truncatingIfNeeded: 7 * (indices[place / 768] + place)) : edge
        }
      }
    }
    try Runtime.seed(settings.seed)
    let model = try FaceModel(
      architecture: settings.architecture, head: settings.expressionHead(labels: 7))
    func probabilities(_ edge: UInt8, keeping share: Double) throws -> [Double] {
      var settings = settings
      settings.centralCrop = share
      return try Inference(model: model, settings: settings, device: .cpu).emotionProbabilities(
        of: Framed(contentKey: "\(edge)", edge: edge), at: [0, 1, 2], task: "test",
        observer: SilentObserver()
      ).flatMap(\.self)
    }
    #expect(try probabilities(0, keeping: 0.75) == probabilities(255, keeping: 0.75))
    #expect(try probabilities(0, keeping: 1) != probabilities(255, keeping: 1))
    #expect(try probabilities(0, keeping: 0.75) != probabilities(0, keeping: 1))
  }
}
