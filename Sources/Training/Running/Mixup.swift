import Support
import Torch

/// Weighted means of pairs of faces and of their targets (Zhang et al. 2018, "mixup"): each batch
/// is mixed with itself in another order, with one weight drawn from Beta(α, α).
struct Mixup {
  /// Whom each face is mixed with.
  let partners: [Int]
  private let share: Double

  init(alpha: Double, count: Int, using generator: inout SeededGenerator) {
    share = generator.symmetricBeta(alpha)
    partners = (0..<count).shuffled(using: &generator)
  }

  /// - Parameter batch: [N, …], floating point.
  func callAsFunction(_ batch: Tensor) throws -> Tensor {
    let order = try Tensor(partners.map(Int64.init), shape: [partners.count]).to(batch.device)
    return try mixed(batch, batch.selected(order))
  }

  /// - Parameter others: the partner of each of the faces.
  func mixed(_ faces: Tensor, _ others: Tensor) throws -> Tensor {
    try faces * share + others * (1 - share)
  }
}
