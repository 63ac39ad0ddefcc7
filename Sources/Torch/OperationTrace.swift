/// The operations that ran while something was computed, in order: what a model is, written down by
/// running it once.
public final class OperationTrace {
  /// One call of an operation.
  public struct Step {
    /// Without its overload: "aten::conv2d".
    public let name: String
    public let arguments: [Value]
    public let named: [String: Value]
    public let results: [Tensor]
  }

  public private(set) var steps: [Step] = []

  /// Runs `body` and records what it calls on this thread; traces do not nest.
  public static func recording<Result>(
    _ body: () throws -> Result
  ) rethrows -> (result: Result, trace: OperationTrace) {
    let trace = OperationTrace()
    let result = try $current.withValue(Recorder(trace: trace)) { try body() }
    return (result, trace)
  }

  static func record(
    _ name: String, _ arguments: [Value], _ named: [String: Value], _ results: [Tensor]
  ) {
    guard let trace = current?.trace else { return }
    trace.steps.append(Step(name: name, arguments: arguments, named: named, results: results))
  }

  @TaskLocal private static var current: Recorder?

  /// `@unchecked Sendable`: a task's value, which only the thread that records reads and writes, as
  /// `body` is not asynchronous.
  private struct Recorder: @unchecked Sendable {
    let trace: OperationTrace
  }
}

extension Tensor {
  /// The same for two tensors where one is a copy of the other, as long as either lives.
  public var identity: ObjectIdentifier { ObjectIdentifier(handle) }
}
