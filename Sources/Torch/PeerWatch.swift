import Foundation
import Support
import Synchronization

/// Notices when a process of a group ends, fails or falls silent, and tells all others.
///
/// Each process says every second that it lives, and looks after the next one in rank; whoever misses
/// it writes down who was lost, which all read.
final class PeerWatch: Sendable {
  private struct State {
    /// What ended the training elsewhere.
    var loss: String?
    /// The training here failed, so that silence says more.
    var isSuspicious = false
    var isLeaving = false
    var lastBeatTime = ContinuousClock.now
    var lastSign = ""
    var lastSignTime = ContinuousClock.now
  }

  private let place: ProcessPlace
  private let store: ProcessStore
  private let hosts: [String]
  private let timeoutInSeconds: Double
  private let state = Mutex(State())

  private static let lossKey = "loss"
  private static let beatInSeconds = 0.5
  /// After which time a silent process counts as lost where a connection has broken.
  private static let suspiciousSilenceInSeconds = 5.0
  /// How long the training may take to notice by itself before the process is ended.
  private static let graceInSeconds = 5.0

  init(
    _ place: ProcessPlace, store: ProcessStore, hosts: [String], timeoutInSeconds: Double
  ) {
    self.place = place
    self.store = store
    self.hosts = hosts
    self.timeoutInSeconds = timeoutInSeconds
  }

  func start() {
    Thread.detachNewThread { [self] in
      var beats = 0
      while !state.withLock({ $0.isLeaving }) {
        beats += 1
        beat(beats)
        state.withLock { $0.lastBeatTime = .now }
        Thread.sleep(forTimeInterval: PeerWatch.beatInSeconds)
      }
    }
    // A call to a store whose process stands still never returns.
    Thread.detachNewThread { [self] in
      while !state.withLock({ $0.isLeaving }) {
        Thread.sleep(forTimeInterval: PeerWatch.beatInSeconds)
        let silence = ContinuousClock.now - state.withLock { $0.lastBeatTime }
        if silence > .seconds(timeoutInSeconds) { lost(storeLoss) }
      }
    }
  }

  private var storeLoss: String {
    "\(PeerWatch.name(0, hosts)) was lost (it keeps what the processes say to each other)"
  }

  /// The group ends in good order.
  func stop() { state.withLock { $0.isLeaving = true } }

  /// Tells the others that this process fails.
  func announce(_ error: any Error) {
    // What ended all others stands.
    guard (try? store.text(PeerWatch.lossKey)) == nil else { return }
    try? store.set(
      PeerWatch.lossKey, to: "\(PeerWatch.name(place.rank, hosts)) failed: \(error)")
    // The others read it before the store goes with process 0.
    if place.rank == 0 { Thread.sleep(forTimeInterval: 3 * PeerWatch.beatInSeconds) }
  }

  /// Why working together failed: waits until it is known who was lost.
  /// - Parameter error: what is said where nobody was.
  func explanation(of error: any Error) -> any Error {
    state.withLock { $0.isSuspicious = true }
    let end = ContinuousClock.now + .seconds(2 * PeerWatch.suspiciousSilenceInSeconds)
    while ContinuousClock.now < end {
      if let loss = state.withLock({ $0.loss }) { return PeerWatch.error(loss) }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return error
  }

  // MARK: One beat

  private func beat(_ number: Int) {
    do {
      try store.set("process \(place.rank)", to: "\(number)")
      if let loss = try store.text(PeerWatch.lossKey) { return lost(loss) }
      let next = (place.rank + 1) % place.size
      let sign = try store.text("process \(next)") ?? ""
      if let silence = silence(after: sign) {
        let loss =
          "\(PeerWatch.name(next, hosts)) was lost (no sign of it for \(Int(silence)) s)"
        try store.set(PeerWatch.lossKey, to: loss)
        lost(loss)
      }
    } catch {
      lost(storeLoss)
    }
  }

  /// Seconds for which the next process has said nothing; nil where that is not too long.
  private func silence(after sign: String) -> Double? {
    state.withLock { state in
      guard sign == state.lastSign else {
        (state.lastSign, state.lastSignTime) = (sign, .now)
        return nil
      }
      let seconds = (ContinuousClock.now - state.lastSignTime) / .seconds(1)
      let bound =
        state.isSuspicious
        ? min(PeerWatch.suspiciousSilenceInSeconds, timeoutInSeconds) : timeoutInSeconds
      return seconds > bound ? seconds : nil
    }
  }

  /// The training notices by itself where a connection broke. Where it waits for values that never
  /// come, nothing but the process's end ends it.
  private func lost(_ loss: String) {
    let isNews = state.withLock { state in
      defer { state.loss = state.loss ?? loss }
      return state.loss == nil && !state.isLeaving
    }
    guard isNews else { return }
    Thread.detachNewThread { [self] in
      Thread.sleep(forTimeInterval: PeerWatch.graceInSeconds)
      guard !state.withLock({ $0.isLeaving }) else { return }
      StandardStreams.writeError("smilestone: \(PeerWatch.error(loss))\n")
      _exit(SmilestoneError.Code.failed.rawValue)
    }
  }

  private static func name(_ rank: Int, _ hosts: [String]) -> String {
    "Process \(rank) on \(hosts[rank])"
  }

  private static func error(_ loss: String) -> SmilestoneError {
    .failed(
      "\(loss), so the training has ended here too.",
      remedy: "See what that process has written. The same command continues from the last "
        + "checkpoint, with any number of processes.")
  }
}
