import CTorch
import Foundation
import Support

/// This process among others that train one model together: c10d's collectives, which every process
/// calls in the same order.
public final class ProcessGroup {
  public let place: ProcessPlace
  /// The machine of each process, by rank.
  public let hosts: [String]
  let pointer: OpaquePointer
  private let store: ProcessStore
  private let watch: PeerWatch

  public var rank: Int { place.rank }
  public var size: Int { place.size }
  /// Whether this is the process that writes.
  public var isFirst: Bool { rank == 0 }
  /// This process's place among those of its machine.
  public var localRank: Int { place.localRank ?? hosts[..<rank].count { $0 == hosts[rank] } }
  /// How many processes this machine has.
  public var localSize: Int { hosts.count { $0 == hosts[rank] } }

  /// Runs `body` together with the other processes. They leave together; where it fails in one of
  /// them, all fail, and say why.
  /// - Parameters:
  ///   - timeoutInSeconds: how long the others are waited for at the start, and after which silence a
  ///     process counts as lost.
  /// - Throws: what `body` throws; `SmilestoneError` that says who is missing or was lost.
  public static func joined<Result>(
    _ place: ProcessPlace, device: Device, timeoutInSeconds: Double,
    _ body: (ProcessGroup) throws -> Result
  ) throws -> Result {
    let group = try ProcessGroup(place, device: device, timeoutInSeconds: timeoutInSeconds)
    do {
      let result = try body(group)
      try group.barrier()
      group.watch.stop()
      return result
    } catch {
      // All stop together where one was asked to.
      if (error as? SmilestoneError)?.code != .stopped { group.watch.announce(error) }
      group.watch.stop()
      throw error
    }
  }

  private init(_ place: ProcessPlace, device: Device, timeoutInSeconds: Double) throws {
    self.place = place
    store = try ProcessStore(place, waitsForAll: true, timeoutInSeconds: timeoutInSeconds)
    let forWatch = try ProcessStore(place, waitsForAll: false, timeoutInSeconds: timeoutInSeconds)
    let hosts = try ProcessGroup.exchangeHosts(place, store, timeoutInSeconds)
    self.hosts = hosts
    watch = PeerWatch(place, store: forWatch, hosts: hosts, timeoutInSeconds: timeoutInSeconds)
    watch.start()
    let localRank = place.localRank ?? hosts[..<place.rank].count { $0 == hosts[place.rank] }
    var joined: OpaquePointer?
    let status = ct_process_group_join(
      store.pointer, device.bridgeValue, Int32(clamping: localRank), Int32(clamping: place.rank),
      Int32(clamping: place.size), &joined)
    guard status == 0, let joined else {
      let reason = String(cString: ct_last_error())
      watch.stop()
      throw SmilestoneError.failed(
        "Process \(place.rank) on \(hosts[place.rank]) could not connect to the others: \(reason)",
        remedy:
          "The machines must reach each other on all ports; GLOO_SOCKET_IFNAME names the network "
          + "interface where there are several.")
    }
    pointer = joined
  }

  deinit { ct_process_group_free(pointer) }

  private static func exchangeHosts(
    _ place: ProcessPlace, _ store: ProcessStore, _ timeoutInSeconds: Double
  ) throws -> [String] {
    try store.set("host \(place.rank)", to: ProcessInfo.processInfo.hostName)
    let end = ContinuousClock.now + .seconds(timeoutInSeconds)
    return try (0..<place.size).map { rank in
      while true {
        if let host = try store.text("host \(rank)") { return host }
        guard ContinuousClock.now < end else {
          throw SmilestoneError.failed(
            "Of the \(place.size) processes, number \(rank) has not come within "
              + "\(Int(timeoutInSeconds)) s.",
            remedy: "Start WORLD_SIZE processes, each with a RANK of its own.")
        }
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
  }

  // MARK: Collectives

  /// The sum of the processes' tensors, in every process.
  public func sum(_ tensor: Tensor) throws -> Tensor {
    let result = try withoutGradients { try tensor.contiguous().copied() }
    try checked { try check(ct_process_group_sum(pointer, result.pointer), "summing") }
    return result
  }

  /// The first process's tensor, in every process; all have the same shape and type.
  public func broadcast(_ tensor: Tensor) throws -> Tensor {
    let result = try withoutGradients { try tensor.detached().contiguous().copied() }
    try checked { try check(ct_process_group_broadcast(pointer, result.pointer), "broadcasting") }
    return result
  }

  /// Puts the first process's values into a model's parameters.
  public func broadcast(_ store: ParameterStore) throws {
    for parameter in store.parameters { try parameter.assign(broadcast(parameter.value)) }
  }

  /// Each process's number, by rank.
  public func gathered(_ number: Double) throws -> [Double] {
    var own = [Double](repeating: 0, count: size)
    own[rank] = number
    return try sum(Tensor(own, shape: [size])).doubles()
  }

  /// This process's part of so many pieces: about as many as each other's, in the order of ranks.
  public func share(of count: Int) -> Range<Int> {
    (rank * count / size)..<((rank + 1) * count / size)
  }

  /// The rows of all processes, in every process.
  /// - Parameters:
  ///   - own: this process's, all of one length, which is the same everywhere.
  ///   - start: where they stand among all.
  ///   - count: of all rows.
  public func gathered(_ own: [[Double]], from start: Int, of count: Int) throws -> [[Double]] {
    let width = try Int(gathered(Double(own.first?.count ?? 0)).max() ?? 0)
    guard width > 0 else { return [] }
    var all = [Double](repeating: 0, count: count * width)
    for (row, numbers) in own.enumerated() {
      all.replaceSubrange(((start + row) * width)..<((start + row + 1) * width), with: numbers)
    }
    all = try sum(Tensor(all, shape: [count, width])).doubles()
    return (0..<count).map { Array(all[($0 * width)..<(($0 + 1) * width)]) }
  }

  /// Waits until all processes are here.
  public func barrier() throws { _ = try gathered(0) }

  /// Runs `body` where it may fill a folder that several processes read: in the first process, then
  /// in the first of each other machine, then in the rest.
  public func firstsBeforeOthers<Result>(_ body: () throws -> Result) throws -> Result {
    let turn = isFirst ? 0 : localRank == 0 ? 1 : 2
    for _ in 0..<turn { try barrier() }
    let result = try body()
    for _ in turn..<2 { try barrier() }
    return result
  }

  /// - Parameters:
  ///   - text: must be the same in every process.
  ///   - what: what it describes, for the message.
  /// - Throws: `SmilestoneError.badInput` in all processes, which names those that differ from the
  ///   first.
  public func requireAgreement(_ text: String, on what: String) throws {
    let digest = try ContentHash.sha256(ofStrings: [text])
    // Twelve hexadecimal digits are a whole number that a double holds.
    let values = try gathered(Double(UInt64(digest.prefix(12), radix: 16) ?? 0))
    let others = values.indices.filter { values[$0] != values[0] }
    guard others.isEmpty else {
      let names = others.map { "\($0) on \(hosts[$0])" }.joined(separator: ", ")
      throw SmilestoneError.badInput(
        "\(what) of process \(names) differ from those of process 0 on \(hosts[0]).",
        remedy:
          "Give every process the same command, and let it see the same files: a folder that all "
          + "machines share, or equal copies at the same place.")
    }
  }

  /// Runs a call that fails where another process is gone.
  /// - Throws: `SmilestoneError` that says who was lost.
  func checked<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch { throw watch.explanation(of: error) }
  }
}

extension ProcessGroup? {
  /// The same where there may be no other process.
  public func firstsBeforeOthers<Result>(_ body: () throws -> Result) throws -> Result {
    try self?.firstsBeforeOthers(body) ?? body()
  }
}
