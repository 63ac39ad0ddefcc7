import Statistics
import Support

/// The sampled frames of one recording, and which of them could be used, by stretches of ten seconds.
public struct RecordedFrames: Sendable {
  struct Counts: Sendable {
    var frames = 0
    var usable = 0

    static func + (_ left: Counts, _ right: Counts) -> Counts {
      Counts(frames: left.frames + right.frames, usable: left.usable + right.usable)
    }
  }

  /// The recording's file name.
  public let video: String
  /// Who is recorded; nil where it is not known.
  public let subject: String?
  public let session: String?
  /// How old the child is; nil where it is not known.
  public var ageGroup: String?
  private(set) var stretches: [Int: Counts] = [:]

  static let stretchInSeconds = 10.0

  public init(
    video: String, subject: String? = nil, session: String? = nil, ageGroup: String? = nil
  ) {
    self.video = video
    self.subject = subject
    self.session = session
    self.ageGroup = ageGroup
  }

  /// Takes in a sampled frame.
  /// - Parameter isUsable: whether the face that is studied was judged.
  public mutating func add(at time: Double, isUsable: Bool) {
    let stretch = Int((time / Self.stretchInSeconds).rounded(.down))
    stretches[stretch, default: Counts()].frames += 1
    stretches[stretch, default: Counts()].usable += isUsable ? 1 : 0
  }

  var child: String { subject ?? video }
  var sessionName: String { session.map { "\(child), session \($0)" } ?? video }
  var total: Counts { stretches.values.reduce(Counts(), +) }
}

/// Which share of sampled frames could be used: of all recordings, of an age group, a child or a session.
public struct UsableShare: Sendable, Equatable {
  public enum Scope: String, Sendable {
    case all
    case ageGroup = "age group"
    case child
    case session
  }

  public let scope: Scope
  /// Of the age group, child or session; "" for all.
  public let name: String
  public let children: Int
  public let recordings: Int
  public let frames: Int
  public let usableFrames: Int
  /// nil without frames.
  public let share: Double?
  /// The 95 % interval (BCa bootstrap, 2,000 resamples): of all and of an age group children are resampled,
  /// of a child or session stretches of ten seconds. nil for fewer than two of them, and where they are all alike,
  /// which says nothing of how others vary.
  public let lower: Double?
  public let upper: Double?

  /// All recordings', those of age groups in their order, then those of children and sessions by name.
  /// - Parameter ageGroups: youngest first.
  public static func shares(
    of recordings: [RecordedFrames], ageGroups: [String]
  ) throws -> [UsableShare] {
    func rows(
      _ scope: Scope, _ names: [String], _ name: (RecordedFrames) -> String?
    ) throws -> [UsableShare] {
      let groups = Dictionary(grouping: recordings, by: name)
      return try names.compactMap { key in
        try groups[key].map { try UsableShare(scope, key, $0) }
      }
    }
    return try rows(.all, [""]) { _ in "" } + rows(.ageGroup, ageGroups) { $0.ageGroup }
      + rows(.child, Set(recordings.map(\.child)).sorted()) { $0.child }
      + rows(.session, Set(recordings.map(\.sessionName)).sorted()) { $0.sessionName }
  }

  private init(_ scope: Scope, _ name: String, _ recordings: [RecordedFrames]) throws {
    self.scope = scope
    self.name = name
    let byChild = Dictionary(grouping: recordings, by: \.child)
    children = byChild.count
    self.recordings = recordings.count
    let total = recordings.reduce(RecordedFrames.Counts()) { $0 + $1.total }
    frames = total.frames
    usableFrames = total.usable
    share = frames == 0 ? nil : Double(total.usable) / Double(frames)
    let units: [RecordedFrames.Counts] =
      switch scope {
      case .all, .ageGroup:
        byChild.sorted { $0.key < $1.key }.map { child in
          child.value.reduce(RecordedFrames.Counts()) { $0 + $1.total }
        }
      case .child, .session:
        recordings.sorted { $0.video < $1.video }.flatMap { recording in
          recording.stretches.sorted { $0.key < $1.key }.map(\.value)
        }
      }
    let interval = try UsableShare.interval(units)
    lower = interval?.lower
    upper = interval?.upper
  }

  private static func interval(_ units: [RecordedFrames.Counts]) throws -> Estimate? {
    var sums = ClusterSums(count: units.count, width: 2)
    for (unit, counts) in units.enumerated() {
      sums[unit, 0] = Double(counts.usable)
      sums[unit, 1] = Double(counts.frames)
    }
    var generator = SeededGenerator(seed: 1, stream: "usable frames")
    let estimate = try ClusterBootstrap(resampling: sums, generator: &generator).estimate {
      $0[1] > 0 ? $0[0] / $0[1] : nil
    }
    return estimate.flatMap { $0.lower < $0.upper ? $0 : nil }
  }

  static let columns = [
    ColumnDescription("of", "`all`, `age group`, `child`, `session`", "what the row is about"),
    ColumnDescription("name", "text", "of the age group, child or session"),
    ColumnDescription("children", "number", "how many"),
    ColumnDescription("recordings", "number", "how many"),
    ColumnDescription("frames", "number", "sampled frames"),
    ColumnDescription("usable_frames", "number", "those in which the studied face was judged"),
    ColumnDescription("usable_share", "0 to 1", "their share"),
    ColumnDescription("lower", "0 to 1", "of its 95% interval; empty where there is none"),
    ColumnDescription("upper", "0 to 1", "likewise"),
  ]

  /// `usable.csv`.
  public static func table(_ shares: [UsableShare]) -> String {
    var writer = CSVWriter(header: columns.map(\.name))
    for row in shares {
      writer.append(
        [
          row.scope.rawValue, row.name, "\(row.children)", "\(row.recordings)", "\(row.frames)",
          "\(row.usableFrames)",
        ]
          + [row.share, row.lower, row.upper].map { share in
            share.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? ""
          })
    }
    return writer.text
  }
}
