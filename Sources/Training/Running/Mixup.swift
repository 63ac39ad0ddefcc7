import Support
import Torch

/// Weighted means of pairs of faces and of their targets (Zhang et al. 2018, "mixup"): each batch
/// is mixed with itself in another order, with one weight drawn from Beta(α, α).
struct Mixup {
  private let partners: Tensor
  private let share: Double

  init(alpha: Double, count: Int, using generator: inout SeededGenerator, device: Device) throws {
    share = generator.symmetricBeta(alpha)
    let order = (0..<count).shuffled(using: &generator).map(Int64.init)
    partners = try Tensor(order, shape: [count]).to(device)
  }

  /// - Parameter batch: [N, …], floating point.
  func callAsFunction(_ batch: Tensor) throws -> Tensor {
    try batch * share + batch.selected(partners) * (1 - share)
  }
}
