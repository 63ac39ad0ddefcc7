import Dispatch
import Foundation

/// Applies `body` to 0 ..< count on all cores and returns the results in order.
///
/// Work is handed out in small pieces, so that uneven items spread evenly. The first error (by
/// index) is thrown after all workers have stopped.
/// - Parameter workers: threads at most; nil for one per core.
public func parallelMap<Result: Sendable>(
  count: Int, workers: Int? = nil, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  let workerCount = max(
    1, min(workers ?? ProcessInfo.processInfo.activeProcessorCount, count))
  let results = ResultSlots<Result>(count: count)
  DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
    while let index = results.claim() {
      do {
        results.fill(index, with: .success(try body(index)))
      } catch {
        results.fill(index, with: .failure(error))
      }
    }
  }
  return try results.collect()
}

/// Slots that worker threads fill.
///
/// `@unchecked Sendable`: every access to the mutable state happens under `lock`.
private final class ResultSlots<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var next = 0
  private var failed = false
  private var slots: [Result<Value, any Error>?]

  init(count: Int) {
    slots = Array(repeating: nil, count: count)
  }

  /// The next index to work on; nil when none is left or a worker has failed.
  func claim() -> Int? {
    lock.withLock {
      guard !failed, next < slots.count else { return nil }
      defer { next += 1 }
      return next
    }
  }

  func fill(_ index: Int, with result: Result<Value, any Error>) {
    lock.withLock {
      slots[index] = result
      if case .failure = result { failed = true }
    }
  }

  func collect() throws -> [Value] {
    try lock.withLock {
      for case .failure(let error)? in slots { throw error }
      return try slots.compactMap { try $0?.get() }
    }
  }
}
