import Foundation
import Support
import Torch

/// The variations of one batch: parameters per image, applied to the whole batch at once.
public struct BatchAugmentation: Equatable {
  /// The part of each image that is kept and stretched to the whole; nil for all of it.
  public var crop: [PixelRectangle?]
  public var isFlipped: [Bool]
  public var rotationInDegrees: [Double]
  /// Shift to the right and down, as shares of the side.
  public var translationX: [Double]
  public var translationY: [Double]
  public var brightness: [Double]
  public var contrast: [Double]
  public var saturation: [Double]
  public var hue: [Double]
  public var isGrey: [Bool]
  public var interpolation = Interpolation.nearest
  public var outside = OutsideImage.black
  /// The part of each image that is hidden; nil for none.
  public var erased: [PixelRectangle?]

  /// Parameters that leave images as they are.
  public init(count: Int) {
    crop = Array(repeating: nil, count: count)
    erased = crop
    isFlipped = Array(repeating: false, count: count)
    rotationInDegrees = Array(repeating: 0, count: count)
    (translationX, translationY) = (rotationInDegrees, rotationInDegrees)
    brightness = Array(repeating: 1, count: count)
    (contrast, saturation) = (brightness, brightness)
    hue = rotationInDegrees
    isGrey = isFlipped
  }

  /// Draws the parameters for `count` images of `size` × `size` pixels.
  public init(
    count: Int, size: Int, settings: AugmentationSettings, using generator: inout SeededGenerator
  ) {
    self.init(count: count)
    interpolation = settings.interpolation
    outside = settings.outside
    for index in 0..<count {
      func symmetric(_ amount: Double) -> Double { generator.uniform(-amount, amount) }
      isFlipped[index] = generator.uniform() < settings.flipProbability
      rotationInDegrees[index] = symmetric(settings.rotationInDegrees)
      translationX[index] = symmetric(settings.translation)
      translationY[index] = symmetric(settings.translation)
      brightness[index] = 1 + symmetric(settings.brightness)
      contrast[index] = 1 + symmetric(settings.contrast)
      saturation[index] = 1 + symmetric(settings.saturation)
      hue[index] = symmetric(settings.hue)
      if settings.smallestCrop < 1 {
        crop[index] = PixelRectangle(
          in: size, share: settings.smallestCrop...1, ratio: 3.0 / 4...4.0 / 3, using: &generator)
      }
      if settings.erasingProbability > 0, generator.uniform() < settings.erasingProbability {
        erased[index] = PixelRectangle(
          in: size, share: 0.02...0.33, ratio: 0.3...3.3, using: &generator)
      }
      if settings.greyProbability > 0 {
        isGrey[index] = generator.uniform() < settings.greyProbability
      }
    }
  }

  /// The variations of some of the batch's images, by their places in it.
  func selected(_ places: [Int]) -> BatchAugmentation {
    func chosen<Element>(_ values: [Element]) -> [Element] { places.map { values[$0] } }
    var result = self
    (result.crop, result.erased) = (chosen(crop), chosen(erased))
    (result.isFlipped, result.isGrey) = (chosen(isFlipped), chosen(isGrey))
    result.rotationInDegrees = chosen(rotationInDegrees)
    (result.translationX, result.translationY) = (chosen(translationX), chosen(translationY))
    (result.brightness, result.contrast) = (chosen(brightness), chosen(contrast))
    (result.saturation, result.hue) = (chosen(saturation), chosen(hue))
    return result
  }

  /// Varies a batch: flip; crop, rotation and shift; brightness, contrast, saturation, hue, grey,
  /// erasing, in this order. Each step equals torchvision's tensor function of that name, but crop,
  /// rotation and shift are read at once, so that an image is interpolated once: a crop's outermost
  /// pixels know their neighbours outside it. What is erased becomes ImageNet's mean colour, which is
  /// 0 after normalisation.
  /// - Parameter images: [N, 3, H, W], values 0 ... 1.
  public func callAsFunction(_ images: Tensor) throws -> Tensor {
    try withoutGradients {
      var x = images
      if isFlipped.contains(true) { x = try flipped(x) }
      if crop.contains(where: { $0 != nil })
        || [rotationInDegrees, translationX, translationY].joined().contains(where: { $0 != 0 })
      {
        x = try moved(x)
      }
      if brightness.contains(where: { $0 != 1 }) {
        x = try (x * factors(brightness, on: x)).clamped(minimum: 0, maximum: 1)
      }
      if contrast.contains(where: { $0 != 1 }) {
        let mean = try Self.grey(x).mean(over: [1, 2, 3], keepingDimensions: true)
        x = try blend(x, mean, factors(contrast, on: x))
      }
      if saturation.contains(where: { $0 != 1 }) {
        x = try blend(x, Self.grey(x), factors(saturation, on: x))
      }
      if hue.contains(where: { $0 != 0 }) {
        x = try ColourCircle.turned(x, by: factors(hue, on: x).reshaped([-1, 1, 1]))
      }
      if isGrey.contains(true) { x = try chosen(isGrey, on: x).select(Self.grey(x), x) }
      if erased.contains(where: { $0 != nil }) { x = try hidden(x) }
      return x
    }
  }

  private func hidden(_ images: Tensor) throws -> Tensor {
    let (height, width) = (images.shape[2], images.shape[3])
    var mask = [UInt8](repeating: 0, count: erased.count * height * width)
    for (index, rectangle) in erased.enumerated() {
      guard let rectangle else { continue }
      for row in rectangle.top..<(rectangle.top + rectangle.height) {
        let start = (index * height + row) * width + rectangle.left
        for place in start..<(start + rectangle.width) { mask[place] = 1 }
      }
    }
    let isHidden = try Tensor(mask, shape: [erased.count, 1, height, width])
      .to(images.device).equals(1)
    let mean = try Tensor(Normalisation.mean, shape: [1, 3, 1, 1]).to(images.device)
    return try isHidden.select(mean, images)
  }

  private func flipped(_ images: Tensor) throws -> Tensor {
    try chosen(isFlipped, on: images).select(images.flipped(along: [3]), images)
  }

  /// Which images of the batch something happens to: [N, 1, 1, 1].
  private func chosen(_ images: [Bool], on batch: Tensor) throws -> Tensor {
    try Tensor(images.map { $0 ? 1 : 0 } as [UInt8], shape: [images.count, 1, 1, 1])
      .to(batch.device).equals(1)
  }

  /// The crop stretched to the whole, turned about its centre (counter-clockwise) and shifted.
  private func moved(_ images: Tensor) throws -> Tensor {
    let size = Double(images.shape[3])
    let maps = rotationInDegrees.indices.flatMap { index -> [Float] in
      let angle = rotationInDegrees[index] * .pi / 180
      let (cosine, sine) = (cos(angle), sin(angle))
      // The grid asks where each output pixel comes from, in units of half the side.
      let (x, y) = (-2 * translationX[index], -2 * translationY[index])
      let whole = PixelRectangle(top: 0, left: 0, height: images.shape[2], width: images.shape[3])
      let kept = crop[index] ?? whole
      // Crops are of the image before it was mirrored.
      let left = isFlipped[index] ? images.shape[3] - kept.left - kept.width : kept.left
      let (width, height) = (Double(kept.width) / size, Double(kept.height) / size)
      let (centreX, centreY) = (
        2 * Double(left) / size + width - 1, 2 * Double(kept.top) / size + height - 1
      )
      return [
        width * cosine, -width * sine, width * (cosine * x - sine * y) + centreX,
        height * sine, height * cosine, height * (sine * x + cosine * y) + centreY,
      ].map(Float.init)
    }
    let theta = try Tensor(maps, shape: [rotationInDegrees.count, 2, 3]).to(images.device)
    let grid = try Functions.affineGrid(theta, shape: images.shape)
    return try Functions.sample(
      images, at: grid, interpolation: interpolation, reflects: outside == .mirrored)
  }

  private func factors(_ values: [Double], on images: Tensor) throws -> Tensor {
    try Tensor(values.map(Float.init), shape: [values.count, 1, 1, 1]).to(images.device)
  }

  private func blend(_ images: Tensor, _ other: Tensor, _ ratio: Tensor) throws -> Tensor {
    try (images * ratio + other * (1 - ratio)).clamped(minimum: 0, maximum: 1)
  }

  /// Luma of ITU-R BT.601 as torchvision rounds it: [N, 3, H, W] → [N, 1, H, W].
  static func grey(_ images: Tensor) throws -> Tensor {
    let weights = try Tensor([0.2989, 0.587, 0.114] as [Float], shape: [1, 3, 1, 1])
    return try (images * weights.to(images.device)).sum(over: [1], keepingDimensions: true)
  }
}
