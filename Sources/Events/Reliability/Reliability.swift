import Statistics
import Support

/// How well coders agree, a machine among them or not.
public struct Reliability: Sendable {
  public struct Settings: Sendable {
    /// Recordings are compared every so many seconds.
    public var step = 0.1
    /// The codes in their order, for weighted measures; empty where they have none.
    public var order: [String] = []
    /// Whether moments that one of both coders left without a code are passed over, not taken for a code of their
    /// own.
    public var comparesCodedAlone = false
    /// Seconds that onsets (and offsets) of the same event may differ by.
    public var tolerances = [0.1, 0.2, 0.5, 1, 2]
    public var replicates = 2000
    public var seed: UInt64 = 1

    public init() {}
  }

  /// One number with its interval.
  public struct Row: Sendable, Codable, Equatable {
    /// "kappa", "alpha (nominal)", "ICC(2,1) of durations" …
    public let measure: String
    public let coders: [String]
    /// Of one code against all others; nil for all.
    public let code: String?
    public let toleranceInSeconds: Double?
    /// Nil where it is undefined, as where nobody used the code.
    public let value: Double?
    /// The 95 % interval that resamples children; nil for fewer than two.
    public let lower: Double?
    public let upper: Double?
    public let children: Int
    public let recordings: Int
  }

  let settings: Settings
  let recordings: [CodedRecording]
  let coders: [String]
  /// In the order of `Settings.order`, then by name.
  let codes: [String]

  public init(_ recordings: [CodedRecording], settings: Settings) {
    self.settings = settings
    self.recordings = recordings
    coders = Set(recordings.flatMap(\.events.keys)).sorted()
    let used = Set(recordings.flatMap { $0.events.values.joined() }.map(\.code))
    codes = settings.order + used.subtracting(settings.order).sorted()
  }

  /// - Throws: `SmilestoneError.badInput` where no recording was coded by two coders.
  public func rows() throws -> [Row] {
    var rows: [Row] = []
    for (index, first) in coders.enumerated() {
      for second in coders[(index + 1)...] {
        let shared = recordings.filter { $0.events[first] != nil && $0.events[second] != nil }
        guard !shared.isEmpty else { continue }
        rows += try kappas(first, second, shared) + matches(first, second, shared)
      }
    }
    guard !rows.isEmpty else {
      throw SmilestoneError.badInput(
        "No recording was coded by two coders (coders: \(coders.joined(separator: ", "))).",
        remedy:
          "Recordings must have the same names in both files; `smilestone events convert` shows "
          + "them, and --video names one.")
    }
    return try rows + alphas() + correlations()
  }

  /// Estimates statistics of sums over recordings, resampling children.
  /// - Parameters:
  ///   - sums: of one recording each; as many for all.
  ///   - names: what is estimated: measure, code, tolerance.
  func estimates(
    _ recordings: [CodedRecording], _ coders: [String], _ sums: [[Double]],
    _ names: [(measure: String, code: String?, tolerance: Double?)],
    of statistics: ([Double]) -> [Double?]
  ) throws -> [Row] {
    let children = Set(recordings.map(\.child)).sorted()
    var table = ClusterSums(count: children.count, width: sums.first?.count ?? 1)
    for (recording, sums) in zip(recordings, sums) {
      guard let child = children.firstIndex(of: recording.child) else { continue }
      for (column, value) in sums.enumerated() { table[child, column] += value }
    }
    var generator = SeededGenerator(seed: settings.seed)
    let values = statistics(table.totals)
    let intervals = try ClusterBootstrap(
      resampling: table, replicates: settings.replicates, generator: &generator
    ).estimates(of: statistics)
    return names.enumerated().map { index, name in
      Row(
        measure: name.measure, coders: coders, code: name.code,
        toleranceInSeconds: name.tolerance, value: values[index],
        lower: intervals[index]?.lower, upper: intervals[index]?.upper,
        children: children.count, recordings: recordings.count)
    }
  }
}
