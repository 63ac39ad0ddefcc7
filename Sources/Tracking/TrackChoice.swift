/// Whose face is studied where a video shows several people.
public enum TrackChoice: String, Sendable, CaseIterable, Codable {
  /// The one with the least median age; nobody where only older people are in the frame.
  case youngest
  /// The one whose box is largest, by its track's median.
  case largest
  /// The one that is nearest to the middle of the frame, by its track's median.
  case central
  /// The one that a person marked (`FaceMark`).
  case marked
  /// Everybody.
  case all

  /// A track whose median age is more than this above the youngest's is another person's.
  public static let ageToleranceInYears = 6.0
  /// Tracks of fewer faces do not say who is youngest, where there is a longer one.
  public static let leastFaces = 5
}

/// What is known of the faces of one track.
public struct TrackSummary: Sendable, Equatable {
  public let faces: Int
  /// Medians: of the box's area as a share of the frame, of the centre's distance from the frame's as a share
  /// of its diagonal, and of the estimated ages; nil where there are none.
  public let area: Double
  public let distance: Double
  public let ageInYears: Double?
  /// Whether a person marked it.
  public let isMarked: Bool

  public init(
    areas: [Double], distances: [Double], agesInYears: [Double], isMarked: Bool = false
  ) {
    self.isMarked = isMarked
    faces = areas.count
    area = median(areas) ?? 0
    distance = median(distances) ?? 0
    ageInYears = median(agesInYears)
  }
}

/// The middle one; the mean of both where there are two.
func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

extension TrackChoice {
  /// Of the tracks in one frame, the one that is studied; nil where none is. Not for `all`.
  /// - Parameter summaries: of all tracks of the video, by their number.
  public func chosen(among tracks: [Int], of summaries: [Int: TrackSummary]) -> Int? {
    let known = tracks.compactMap { track in summaries[track].map { (track, $0) } }
    switch self {
    case .all: return tracks.first
    case .largest: return TrackChoice.largest(of: known)
    case .marked: return TrackChoice.largest(of: known.filter(\.1.isMarked))
    case .central: return known.min { ($0.1.distance, $0.0) < ($1.1.distance, $1.0) }?.0
    case .youngest:
      let limit = TrackChoice.oldest(of: summaries)
      return known.filter { ($0.1.ageInYears ?? .infinity) <= limit }
        .min { ($0.1.ageInYears ?? .infinity, $0.0) < ($1.1.ageInYears ?? .infinity, $1.0) }?.0
    }
  }

  private static func largest(of tracks: [(Int, TrackSummary)]) -> Int? {
    tracks.max { ($0.1.area, $1.0) < ($1.1.area, $0.0) }?.0
  }

  /// Up to which age a track may be the youngest person's.
  private static func oldest(of summaries: [Int: TrackSummary]) -> Double {
    let long = summaries.values.filter { $0.faces >= leastFaces }
    let ages = (long.isEmpty ? Array(summaries.values) : long).compactMap(\.ageInYears)
    return (ages.min() ?? -.infinity) + ageToleranceInYears
  }
}
