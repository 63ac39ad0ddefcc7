import Torch

/// The middle of an image, stretched to the whole: what a trained model is asked about.
///
/// Random crops enlarge the faces that a network learns from; asked about whole images it would see all
/// faces smaller than it knows them (Touvron et al. 2019, "Fixing the train-test resolution discrepancy").
public struct CentralCrop: Sendable {
  /// The share of the side that is kept, above 0, at most 1.
  let share: Double

  public init(_ share: Double) { self.share = share }

  /// - Parameter images: [N, C, S, S]; as many pixels are left out at all four sides.
  public func callAsFunction(_ images: Tensor) throws -> Tensor {
    let side = images.shape[3]
    let margin = Int((Double(side) * (1 - share) / 2).rounded())
    guard margin > 0 else { return images }
    let kept = side - 2 * margin
    return try Functions.resize(
      images.narrowed(along: 2, from: margin, count: kept)
        .narrowed(along: 3, from: margin, count: kept), height: side, width: side)
  }
}
