import Torch

/// ImageNet's mean and standard deviation of red, green and blue from 0 to 1, which networks expect images to
/// be normalised with.
public enum ImageNetColours {
  public static let mean = [0.485, 0.456, 0.406]
  public static let deviation = [0.229, 0.224, 0.225]

  /// Images as a network was trained with that took other numbers.
  /// - Parameters:
  ///   - images: [N, 3, H, W], normalised with ImageNet's mean and deviation.
  ///   - mean: what the network takes from red, green and blue from 0 to 1.
  ///   - deviation: what it divides them by.
  static func renormalised(
    _ images: Tensor, mean: [Double], deviation: [Double]
  ) throws -> Tensor {
    func channels(_ values: [Double]) throws -> Tensor {
      try Tensor(values, shape: [1, 3, 1, 1]).to(images.elementType ?? .float32)
        .to(images.device)
    }
    let factors = zip(Self.deviation, deviation).map { $0 / $1 }
    let summands = zip(Self.mean, zip(mean, deviation)).map { ($0 - $1.0) / $1.1 }
    return try images * channels(factors) + channels(summands)
  }
}
