import FaceDetection
import Faces
import Foundation
import Imaging
import Support
import Torch

/// MTCNN: three networks that find faces of many sizes, turned to the side too, and five points of each (Zhang et al.
/// 2016, doi 10.1109/LSP.2016.2603342), as the package facenet-pytorch computes it.
///
/// Any number of threads may use one detector.
public struct MTCNNDetector: FaceFinder {
  public static let reference = Reference(
    "article", "zhang2016joint",
    [
      "title": "Joint face detection and alignment using multitask cascaded convolutional networks",
      "author": "Zhang, Kaipeng and Zhang, Zhanpeng and Li, Zhifeng and Qiao, Yu",
      "journal": "IEEE Signal Processing Letters", "volume": "23", "number": "10",
      "pages": "1499--1503", "year": "2016", "doi": "10.1109/LSP.2016.2603342",
    ])

  public let name = "mtcnn"

  private let networks: MTCNNNetworks
  private let smallestFace: Double

  private static let scaleFactor = 0.709
  /// How probable a face must be after each network.
  private static let thresholds: [Float] = [0.6, 0.7, 0.7]
  /// What the first network sees of a face.
  private static let cell = 12

  /// Where set-up puts the weights; nil where they are not there.
  public static var installedWeights: URL? {
    Dependencies.locate("weights/mtcnn", from: Dependencies.searchFolders)
  }

  /// - Parameters:
  ///   - weights: the folder of pnet.pt, rnet.pt and onet.pt.
  ///   - smallestFace: in pixels; smaller ones are not looked for.
  public init(weights: URL, smallestFace: Double = 40) throws {
    networks = try MTCNNNetworks(weights)
    self.smallestFace = smallestFace
  }

  /// With the weights that set-up installs.
  /// - Throws: `SmilestoneError.usage` where they are not there.
  public init(smallestFace: Double = 40) throws {
    guard let folder = Self.installedWeights else {
      throw SmilestoneError.usage(
        "MTCNN's weights are not installed.", remedy: "Run `make setup`, or use the detector dlib.")
    }
    try self.init(weights: folder, smallestFace: smallestFace)
  }

  public func foundFaces(in image: RGBImage) throws -> [FoundFace] {
    try withoutGradients {
      let pixels = try Tensor(image.planes, shape: [1, 3, image.height, image.width]).to(.float32)
      let proposed = try proposals(pixels, image).map(\.squared)
      let refined = try refine(proposed, pixels, image).map(\.squared)
      return try finish(refined, pixels, image)
    }
  }

  // MARK: The three stages

  private func proposals(_ pixels: Tensor, _ image: RGBImage) throws -> [ScoredBox] {
    var found: [(box: ScoredBox, corrections: [Float])] = []
    var scale = Double(Self.cell) / smallestFace
    while Double(min(image.width, image.height)) * scale >= Double(Self.cell) {
      let small = try Self.resized(
        pixels, height: Int(Double(image.height) * scale + 1),
        width: Int(Double(image.width) * scale + 1))
      let cells = try candidates(networks.propose(Self.normalised(small)), scale: Float(scale))
      found += ScoredBox.strongest(cells.map(\.box), limit: 0.5).map { cells[$0] }
      scale *= Self.scaleFactor
    }
    return ScoredBox.strongest(found.map(\.box), limit: 0.7).map { place in
      found[place].box.corrected(found[place].corrections, addingToSides: 0)
    }
  }

  private func candidates(
    _ result: (faces: Tensor, corrections: Tensor), scale: Float
  ) throws -> [(box: ScoredBox, corrections: [Float])] {
    let (height, width) = (result.faces.shape[2], result.faces.shape[3])
    let scores = try result.faces.elements(as: Float.self)
    let corrections = try result.corrections.elements(as: Float.self)
    let count = height * width
    return (0..<count).compactMap { place in
      let score = scores[count + place]
      guard score >= Self.thresholds[0] else { return nil }
      let (x, y) = (Float(place % width), Float(place / width))
      let box = ScoredBox(
        left: ((2 * x + 1) / scale).rounded(.down), top: ((2 * y + 1) / scale).rounded(.down),
        right: ((2 * x + 12) / scale).rounded(.down), bottom: ((2 * y + 12) / scale).rounded(.down),
        score: score)
      return (box, (0..<4).map { corrections[$0 * count + place] })
    }
  }

  private func refine(
    _ boxes: [ScoredBox], _ pixels: Tensor, _ image: RGBImage
  ) throws -> [ScoredBox] {
    let (boxes, cut) = try cutOut(boxes, size: 24, pixels, image)
    guard let cut else { return [] }
    let result = try networks.refine(cut)
    let scores = try result.faces.elements(as: Float.self)
    let corrections = try result.corrections.elements(as: Float.self)
    let passed = boxes.indices.filter { scores[2 * $0 + 1] > Self.thresholds[1] }
    let scored = passed.map { place in
      var box = boxes[place]
      box.score = scores[2 * place + 1]
      return box
    }
    return ScoredBox.strongest(scored, limit: 0.7).map { place in
      scored[place].corrected(corrections[(4 * passed[place])...].prefix(4), addingToSides: 1)
    }
  }

  private func finish(
    _ boxes: [ScoredBox], _ pixels: Tensor, _ image: RGBImage
  ) throws -> [FoundFace] {
    let (boxes, cut) = try cutOut(boxes, size: 48, pixels, image)
    guard let cut else { return [] }
    let result = try networks.finish(cut)
    let scores = try result.faces.elements(as: Float.self)
    let corrections = try result.corrections.elements(as: Float.self)
    let points = try result.points.elements(as: Float.self)
    let passed = boxes.indices.filter { scores[2 * $0 + 1] > Self.thresholds[2] }
    let found = passed.map { place in
      var box = boxes[place].corrected(corrections[(4 * place)...].prefix(4), addingToSides: 1)
      box.score = scores[2 * place + 1]
      return box
    }
    return ScoredBox.strongest(found, limit: 0.7, .smaller).map { index in
      let (box, before) = (found[index], boxes[passed[index]])
      func point(_ number: Int) -> (x: Double, y: Double) {
        let start = 10 * passed[index] + number
        return (
          Double((before.width + 1) * points[start] + before.left - 1),
          Double((before.height + 1) * points[start + 5] + before.top - 1)
        )
      }
      let (left, right) = (point(0), point(1))
      let eyes = EyePair(leftX: left.x, leftY: left.y, rightX: right.x, rightY: right.y)
      return FoundFace(
        FacePlace(
          box: FaceBox(
            x: Double(box.left), y: Double(box.top), width: Double(box.width),
            height: Double(box.height)),
          eyes: eyes),
        confidence: Double(box.score),
        points: FacePoints(
          eyes: eyes, nose: point(2), mouthLeft: point(3), mouthRight: point(4)))
    }
  }

  // MARK: Pixels

  /// The boxes that meet the image, and what they show, [N, 3, size, size]; nil for none.
  private func cutOut(
    _ boxes: [ScoredBox], size: Int, _ pixels: Tensor, _ image: RGBImage
  ) throws -> (boxes: [ScoredBox], cut: Tensor?) {
    var (kept, cuts) = ([ScoredBox](), [Tensor]())
    for box in boxes {
      // Pixels are counted from 1.
      let (left, top) = (max(Int(box.left), 1), max(Int(box.top), 1))
      let (right, bottom) = (min(Int(box.right), image.width), min(Int(box.bottom), image.height))
      guard right > left - 1, bottom > top - 1 else { continue }
      let part = try pixels.narrowed(along: 2, from: top - 1, count: bottom - top + 1)
        .narrowed(along: 3, from: left - 1, count: right - left + 1)
      kept.append(box)
      cuts.append(try Self.resized(part, height: size, width: size))
    }
    guard !cuts.isEmpty else { return ([], nil) }
    return (kept, try Self.normalised(Tensor.concatenated(cuts)))
  }

  private static let averagePool = Operation("aten::adaptive_avg_pool2d")

  /// The mean of the pixels that fall into each new one.
  private static func resized(_ images: Tensor, height: Int, width: Int) throws -> Tensor {
    try averagePool(.tensor(images), .integers([height, width]))
  }

  private static func normalised(_ images: Tensor) throws -> Tensor {
    try (images + -127.5) * 0.0078125
  }
}

extension MTCNNDetector {
  /// What to cite for a manifest's faces: nothing where this detector found none of them.
  public static func references(for manifest: Manifest) -> [Reference] {
    let detectors = manifest.values(ofExtraColumn: Manifest.faceDetectorColumn) ?? []
    return detectors.contains("mtcnn") ? [reference] : []
  }
}
