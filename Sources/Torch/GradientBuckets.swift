import CTorch

/// The gradients of a model's weights, summed over all processes in buckets while `backward` still
/// computes those of earlier layers.
public final class GradientBuckets {
  private let group: ProcessGroup
  private let pointer: OpaquePointer

  /// Fewer sums wait less for each other, more of them begin earlier; PyTorch's 25 MB.
  private static let capacityInBytes = 25 * 1024 * 1024

  /// - Parameter parameters: are not converted or moved afterwards.
  public init(_ parameters: [Parameter], in group: ProcessGroup) throws {
    var made: OpaquePointer?
    let tensors = parameters.map(\.value)
    try withExtendedLifetime(tensors) {
      try check(
        ct_gradient_buckets_make(
          group.pointer, tensors.map { Optional($0.pointer) }, tensors.count,
          GradientBuckets.capacityInBytes, &made),
        "preparing the sums of gradients")
    }
    guard let made else { throw bridgeFailure("preparing the sums of gradients") }
    self.group = group
    pointer = made
  }

  deinit { ct_gradient_buckets_free(pointer) }

  /// Adds the gradients of this scalar to the weights, those of all processes together.
  /// - Parameter loss: of the whole batch, the same in every process.
  public func backward(_ loss: Tensor) throws {
    try group.checked {
      try loss.backward()
      try check(ct_gradient_buckets_finish(pointer), "summing gradients")
    }
  }
}
