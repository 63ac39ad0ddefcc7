import Foundation
import Support
import Testing
import Torch
import Training

@Suite struct AugmentationTests {
  struct References: Decodable {
    struct Case: Decodable {
      let name: String
      let parameter: Parameter?
      let output: [Double]
    }
    let image: [Int]
    let cases: [Case]
  }

  /// A number, or a rectangle: top, left, height, width.
  enum Parameter: Decodable {
    case number(Double)
    case rectangle(PixelRectangle)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        let sides = try container.decode([Int].self)
        self = .rectangle(
          PixelRectangle(top: sides[0], left: sides[1], height: sides[2], width: sides[3]))
      }
    }

    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var rectangle: PixelRectangle? {
      if case .rectangle(let rectangle) = self { rectangle } else { nil }
    }
  }

  /// Within 2/255 of torchvision's tensor functions for the same parameters.
  @Test func operationsEqualTorchvisions() throws {
    let references = try Reference.load("augmentations", as: References.self)
    let shape = [1] + references.image
    let image = try Reference.tensor("image", shape: shape, scale: 0.5, type: .float32) + 0.5
    for reference in references.cases {
      var augmentation = BatchAugmentation(count: 1)
      let parameter = reference.parameter?.number ?? 0
      switch reference.name {
      case "crop":
        augmentation.crop = [reference.parameter?.rectangle]
        augmentation.interpolation = .bilinear
      case "erase": augmentation.erased = [reference.parameter?.rectangle]
      case "flip": augmentation.isFlipped = [true]
      case "move":
        augmentation.crop = [reference.parameter?.rectangle]
        augmentation.isFlipped = [true]
        augmentation.rotationInDegrees = [10]
        augmentation.translationX = [0.05]
        augmentation.translationY = [-0.1]
        augmentation.outside = .mirrored
        augmentation.interpolation = .bilinear
      case "rotate-nearest": augmentation.rotationInDegrees = [parameter]
      case "rotate-bilinear":
        augmentation.rotationInDegrees = [parameter]
        augmentation.interpolation = .bilinear
      case "brightness": augmentation.brightness = [parameter]
      case "contrast": augmentation.contrast = [parameter]
      case "saturation": augmentation.saturation = [parameter]
      case "hue": augmentation.hue = [parameter]
      case "grey": augmentation.isGrey = [true]
      default: Issue.record("unknown case \(reference.name)")
      }
      var output = try augmentation(image).doubles()
      if reference.name == "crop", let crop = reference.parameter?.rectangle {
        // torchvision's crop does not know its outermost pixels' neighbours.
        for place in output.indices
        where !isInside(place % 12, crop.width) || !isInside(place / 12 % 12, crop.height) {
          output[place] = reference.output[place]
        }
      }
      let difference = largestDifference(output, reference.output)
      #expect(difference <= 2.0 / 255, "\(reference.name) \(parameter): \(difference)")
    }
  }

  /// Whether one of 12 places lies between the centres of the outermost pixels of a crop that is
  /// stretched to 12.
  private func isInside(_ place: Int, _ cropSide: Int) -> Bool {
    let source = (Double(place) + 0.5) * Double(cropSide) / 12 - 0.5
    return (0...Double(cropSide - 1)).contains(source)
  }

  @Test func shiftMovesToTheRightAndDown() throws {
    var pixels = [Float](repeating: 0, count: 3 * 8 * 8)
    pixels[3 * 8 + 2] = 1
    let image = try Tensor(pixels, shape: [1, 3, 8, 8])
    var augmentation = BatchAugmentation(count: 1)
    augmentation.translationX = [0.25]
    augmentation.translationY = [0.125]
    let moved = try augmentation(image).doubles()
    #expect(moved.firstIndex(of: 1) == 4 * 8 + 4)
  }

  /// Each image of a batch is varied by its own parameters.
  @Test func imagesAreIndependent() throws {
    let image =
      try Reference.tensor("image", shape: [1, 3, 12, 12], scale: 0.5, type: .float32)
      + 0.5
    let batch = try Tensor.concatenated([image, image, image])
    var generator = SeededGenerator(seed: 4)
    var together = BatchAugmentation(count: 3, size: 12, settings: .study, using: &generator)
    together.isGrey[1] = true
    let all = try together(batch).doubles()
    for index in 0..<3 {
      var alone = BatchAugmentation(count: 1)
      alone.isFlipped = [together.isFlipped[index]]
      alone.rotationInDegrees = [together.rotationInDegrees[index]]
      alone.brightness = [together.brightness[index]]
      alone.contrast = [together.contrast[index]]
      alone.saturation = [together.saturation[index]]
      alone.hue = [together.hue[index]]
      alone.isGrey = [together.isGrey[index]]
      let own = Array(all[(index * 432)..<((index + 1) * 432)])
      #expect(largestDifference(try alone(image).doubles(), own) < 1e-6)
    }
  }

  @Test func drawsStayInTheirRanges() throws {
    var generator = SeededGenerator(seed: 1)
    let drawn = BatchAugmentation(count: 4000, size: 12, settings: .study, using: &generator)
    #expect(drawn.rotationInDegrees.allSatisfy { abs($0) <= 15 })
    #expect(drawn.brightness.allSatisfy { (0.5...1.5).contains($0) })
    #expect(drawn.hue.allSatisfy { abs($0) <= 0.1 })
    #expect(abs(Double(drawn.isFlipped.count { $0 }) / 4000 - 0.5) < 0.03)
    var strong = AugmentationSettings.none
    strong.smallestCrop = 0.3
    strong.erasingProbability = 0.25
    strong.greyProbability = 0.2
    let cut = BatchAugmentation(count: 4000, size: 40, settings: strong, using: &generator)
    for crop in cut.crop {
      let crop = try #require(crop)
      #expect((0.27...1).contains(Double(crop.height * crop.width) / 1600))
      #expect((0.7...1.42).contains(Double(crop.width) / Double(crop.height)))
      #expect(crop.top + crop.height <= 40 && crop.left + crop.width <= 40)
    }
    #expect(abs(Double(cut.erased.count { $0 != nil }) / 4000 - 0.25) < 0.03)
    #expect(abs(Double(cut.isGrey.count { $0 }) / 4000 - 0.2) < 0.03)
    let untouched = BatchAugmentation(count: 5, size: 12, settings: .none, using: &generator)
    #expect(untouched == BatchAugmentation(count: 5))
  }
}
