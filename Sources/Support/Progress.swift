/// How far a long task has come; the command line draws it, tests collect it.
public struct ProgressUpdate: Sendable, Equatable {
  /// What is being done: "Decoding", "Adult model, epoch 3 of 12".
  public var task: String
  /// Units finished and units in all.
  public var completed: Int
  public var total: Int
  /// What is counted: "images".
  public var unit: String
  /// More to show behind the rate: "loss 1.234, accuracy 0.56".
  public var detail: String

  public init(task: String, completed: Int, total: Int, unit: String, detail: String = "") {
    self.task = task
    self.completed = completed
    self.total = total
    self.unit = unit
    self.detail = detail
  }
}

/// Receives what a long task reports: progress, and lines that stay on the screen.
public protocol ProgressObserver: Sendable {
  func update(_ progress: ProgressUpdate)
  /// A line that is worth keeping: a finished epoch, the number of skipped images.
  func message(_ line: String)
}

/// An observer that shows nothing.
public struct SilentObserver: ProgressObserver {
  public init() {}
  public func update(_ progress: ProgressUpdate) {}
  public func message(_ line: String) {}
}
