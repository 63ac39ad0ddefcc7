import Support
import Torch

extension ProcessGroup {
  /// Refuses batches in which a process would have no face.
  /// - Parameter batches: all of about one size.
  func requireDivisible(_ batches: [Range<Int>], title: String) throws {
    guard let least = batches.map(\.count).min(), least < size else { return }
    throw SmilestoneError.usage(
      "\(title): a batch of \(counted(least, "face")) cannot be divided among \(size) processes.",
      remedy: "Start fewer processes, or make batches larger (--set batchSize=…).")
  }

  /// Whether a process was asked to stop; then all are.
  func interruptsAll() throws -> Bool {
    guard let signal = try gathered(Double(Interruption.signalNumber)).max(), signal > 0 else {
      return false
    }
    Interruption.request(by: Int32(signal))
    return true
  }
}
