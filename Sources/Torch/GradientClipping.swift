/// Scales the gradients of `parameters` down so that their Euclidean norm, taken over all of them
/// together, is at most `norm`, as `torch.nn.utils.clip_grad_norm_` does (Pascanu et al. 2013).
public func clipGradients(of parameters: [Parameter], toNorm norm: Double) throws {
  try withoutGradients {
    let gradients = try parameters.compactMap { try $0.value.gradient() }
    guard !gradients.isEmpty else { return }
    let squares = try gradients.map { try ($0 * $0).sum() }
    let total = try Tensor.stacked(squares).sum().item().squareRoot()
    // PyTorch's small number in the divisor.
    let factor = norm / (total + 1e-6)
    guard factor < 1 else { return }
    try Gradients.scaleInPlace.call([.tensors(gradients), .number(factor)])
  }
}

private enum Gradients {
  static let scaleInPlace = Operation("aten::_foreach_mul_", "Scalar")
}
