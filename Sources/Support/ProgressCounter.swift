import Synchronization

/// Counts items that several threads finish, and tells an observer of each count in order.
public final class ProgressCounter: Sendable {
  private let task: String
  private let total: Int
  private let unit: String
  private let observer: any ProgressObserver
  private let completed = Mutex(0)

  public init(task: String, total: Int, unit: String, observer: any ProgressObserver) {
    self.task = task
    self.total = total
    self.unit = unit
    self.observer = observer
  }

  public func advance(by count: Int = 1) {
    completed.withLock { completed in
      completed += count
      observer.update(
        ProgressUpdate(task: task, completed: completed, total: total, unit: unit))
    }
  }
}
