import CTorch

/// The part of a batch that this process computes while others compute the rest.
///
/// Where the parts of a batch depend on each other, in batch normalisation, or are drawn at random
/// together, as in dropout, `Functions` asks for the current shard, so that all processes together
/// compute what one would.
public struct BatchShard {
  let group: ProcessGroup
  /// Faces of the whole batch.
  public let batchCount: Int
  /// Those of this process.
  public let rows: Range<Int>

  /// - Parameter batchCount: at least as many as there are processes.
  public init(of batchCount: Int, in group: ProcessGroup) {
    precondition(batchCount >= group.size, "a process without a face")
    self.group = group
    self.batchCount = batchCount
    rows = group.share(of: batchCount)
  }

  /// Runs `body`, whose tensors hold this process's rows alone.
  public func computing<Result>(_ body: () throws -> Result) throws -> Result {
    try BatchShard.$holder.withValue(Holder(shard: self)) { try group.checked(body) }
  }

  /// The whole batch's rows, in every process. What is computed of them must be the same in all of
  /// them: each then takes the gradient of its own rows.
  public func gathered(_ own: Tensor) throws -> Tensor {
    var result: OpaquePointer?
    try group.checked {
      try check(
        ct_process_group_gather(
          group.pointer, own.pointer, Int64(rows.lowerBound), Int64(batchCount), &result),
        "gathering rows")
    }
    guard let result else { throw bridgeFailure("gathering rows") }
    return Tensor(owning: result)
  }

  static var current: BatchShard? { holder?.shard }

  /// This process's rows of what was drawn for the whole batch.
  func own(_ whole: Tensor) throws -> Tensor {
    try whole.narrowed(along: 0, from: rows.lowerBound, count: rows.count)
  }

  /// The shape of the whole batch.
  func wholeShape(_ own: [Int]) -> [Int] { [batchCount] + own.dropFirst() }

  func normalised(
    _ input: Tensor, weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor,
    momentum: Double, epsilon: Double
  ) throws -> Tensor {
    var result: OpaquePointer?
    try check(
      ct_process_group_normalise(
        group.pointer, input.pointer, weight.pointer, bias.pointer, runningMean.pointer,
        runningVariance.pointer, momentum, epsilon, &result),
      "normalising a batch of several processes \(input.shape)")
    guard let result else { throw bridgeFailure("normalising a batch of several processes") }
    return Tensor(owning: result)
  }

  @TaskLocal private static var holder: Holder?

  /// `@unchecked Sendable`: a task's value, which only the thread that computes reads, as `body` is not
  /// asynchronous.
  private struct Holder: @unchecked Sendable {
    let shard: BatchShard
  }
}
