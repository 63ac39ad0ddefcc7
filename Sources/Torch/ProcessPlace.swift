import Support

/// Where this process stands among those that train one model, as its launcher says: torchrun's
/// variables, else those that Slurm's srun sets.
public struct ProcessPlace: Sendable, Equatable {
  /// 0 ..< size; process 0 writes what is made.
  public var rank: Int
  public var size: Int
  /// The same among the processes of one machine; nil where the launcher does not say.
  public var localRank: Int?
  /// Where process 0 is found by the others.
  public var masterAddress: String
  public var masterPort: UInt16

  public init(
    rank: Int, size: Int, localRank: Int? = nil, masterAddress: String, masterPort: UInt16
  ) {
    self.rank = rank
    self.size = size
    self.localRank = localRank
    self.masterAddress = masterAddress
    self.masterPort = masterPort
  }

  /// - Parameter environment: the process's variables.
  /// - Returns: nil for a process on its own.
  /// - Throws: `SmilestoneError.usage` that names the variable and what it should be.
  public init?(environment: [String: String]) throws {
    let variables = Variables(values: environment.filter { !$0.value.isEmpty })
    if variables.has("RANK") || variables.has("WORLD_SIZE") {
      guard let place = try ProcessPlace(torchrun: variables) else { return nil }
      self = place
    } else if variables.has("SLURM_PROCID"), variables.has("SLURM_STEP_NUM_TASKS") {
      guard let place = try ProcessPlace(slurm: variables) else { return nil }
      self = place
    } else {
      return nil
    }
  }

  private init?(torchrun variables: Variables) throws {
    size = try variables.number("WORLD_SIZE", in: 1...Int(Int32.max))
    rank = try variables.number("RANK", in: 0...(size - 1), because: " (WORLD_SIZE is \(size))")
    guard size > 1 else { return nil }
    localRank = try variables.optionalNumber("LOCAL_RANK", in: 0...(size - 1))
    masterAddress = try variables.text("MASTER_ADDR")
    masterPort = UInt16(try variables.number("MASTER_PORT", in: 1...Int(UInt16.max)))
  }

  private init?(slurm variables: Variables) throws {
    size = try variables.number("SLURM_STEP_NUM_TASKS", in: 1...Int(Int32.max))
    rank = try variables.number("SLURM_PROCID", in: 0...(size - 1))
    guard size > 1 else { return nil }
    localRank = try variables.optionalNumber("SLURM_LOCALID", in: 0...(size - 1))
    masterAddress =
      try variables.optionalText("MASTER_ADDR")
      ?? ProcessPlace.firstHost(of: variables.text("SLURM_STEP_NODELIST"))
    let job = try variables.number("SLURM_JOB_ID", in: 0...Int.max)
    let step = try variables.optionalNumber("SLURM_STEP_ID", in: 0...Int.max) ?? 0
    masterPort = UInt16(
      try variables.optionalNumber("MASTER_PORT", in: 1...Int(UInt16.max))
        // Steps of one node should not meet each other.
        ?? 20_000 + (job % 2_000) * 10 + step % 10)
  }

  /// The environment of a process that this one starts for work of its own.
  public static func removed(from environment: [String: String]) -> [String: String] {
    environment.filter { !["RANK", "WORLD_SIZE", "SLURM_PROCID"].contains($0.key) }
  }

  /// "node" of "node,other"; "node08" of "node[08-11,15]".
  static func firstHost(of list: String) -> String {
    let name = list.prefix { $0 != "[" && $0 != "," }
    guard list.dropFirst(name.count).first == "[" else { return String(name) }
    return String(name + list.dropFirst(name.count + 1).prefix { $0.isNumber })
  }

  /// The launcher's variables, empty ones aside.
  private struct Variables {
    let values: [String: String]

    func has(_ name: String) -> Bool { values[name] != nil }

    func optionalText(_ name: String) -> String? { values[name] }

    func text(_ name: String) throws -> String {
      guard let value = values[name] else { throw complaint("\(name) is not set", name) }
      return value
    }

    func optionalNumber(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
      has(name) ? try number(name, in: range) : nil
    }

    func number(
      _ name: String, in range: ClosedRange<Int>, because reason: String = ""
    ) throws -> Int {
      let value = try text(name)
      guard let number = Int(value), range.contains(number) else {
        throw complaint("\(name) is “\(value)”\(reason)", name)
      }
      return number
    }

    private static let meanings = [
      "RANK": "the process's number, from 0 to WORLD_SIZE - 1",
      "WORLD_SIZE": "how many processes train together",
      "LOCAL_RANK": "the process's number on its machine, from 0",
      "MASTER_ADDR": "the name or address of process 0's machine",
      "MASTER_PORT": "a free port of process 0's machine, 1 to 65535",
    ]

    private func complaint(_ what: String, _ name: String) -> SmilestoneError {
      let meaning = Variables.meanings[name] ?? "what srun sets"
      return .usage(
        "For a training on several processes, \(what).",
        remedy:
          "\(name) is \(meaning): torchrun and srun set it, and without them you do; to train "
          + "in one process, unset RANK and WORLD_SIZE.")
    }
  }
}
