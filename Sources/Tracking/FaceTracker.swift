import Faces
import Support

/// Follows faces from frame to frame: each track is one face without a cut.
///
/// A face continues the track whose last box it overlaps most and whose colours it has; where boxes do not
/// overlap, as after a quick turn, colours, distance and size decide. A face that was away for two to ten seconds is
/// known again where it was, when its colours are nearly the same. Tracks end at cuts and after ten seconds.
public struct FaceTracker: Sendable, Codable, Equatable {
  private struct Track: Codable, Equatable {
    let number: Int
    var box: FaceBox
    var appearance: FaceAppearance
    var lastSeen: Double
  }

  private var tracks: [Track] = []
  private var last: SceneView?
  /// Tracks are counted from 1 within a video.
  private var count = 0

  /// A face that has not been seen for longer begins a new track.
  public static let memoryInSeconds = 10.0
  /// Until then a face that overlaps the last box, or has its colours, continues the track.
  static let shortAbsenceInSeconds = 2.0
  /// Boxes overlap, as intersection over union, from this on.
  static let overlap = 0.3
  /// Colours without overlapping boxes decide from this likeness on.
  static let likeness = 0.85
  /// After longer absences colours must be as like as this: in synthetic recordings one person's are by 0.99 and
  /// more, two people's by 0.95 at most.
  static let likenessAfterAbsence = 0.97
  /// And the face as near as if it had been away for so long, in seconds.
  private static let reachAfterAbsence = 0.5

  public init() {}

  /// The tracks of a frame's faces, one each.
  /// - Parameters:
  ///   - view: of the whole frame, by which cuts are found.
  ///   - time: of the frame, in seconds; later than the frame before.
  public mutating func tracks(of faces: [FrameFace], in view: SceneView, at time: Double) -> [Int] {
    if let last, view.isAfterCut(from: last) { tracks = [] }
    last = view
    tracks.removeAll { time - $0.lastSeen > Self.memoryInSeconds }
    var numbers = [Int?](repeating: nil, count: faces.count)
    var free = Set(tracks.indices)
    for match in matches(of: faces, at: time)
    where numbers[match.face] == nil && free.remove(match.track) != nil {
      numbers[match.face] = tracks[match.track].number
      tracks[match.track].box = faces[match.face].box
      tracks[match.track].lastSeen = time
      tracks[match.track].appearance.approach(faces[match.face].appearance, by: 0.2)
    }
    return zip(faces, numbers).map { face, number in
      if let number { return number }
      count += 1
      tracks.append(
        Track(number: count, box: face.box, appearance: face.appearance, lastSeen: time))
      return count
    }
  }

  private typealias Match = (face: Int, track: Int, score: Double)

  /// What may belong together, the likeliest first.
  private func matches(of faces: [FrameFace], at time: Double) -> [Match] {
    var matches: [Match] = []
    for (index, face) in faces.enumerated() {
      for (number, track) in tracks.enumerated() {
        let overlap = track.box.intersectionOverUnion(face.box)
        let likeness = track.appearance.likeness(to: face.appearance)
        let absence = time - track.lastSeen
        let isSame =
          absence <= Self.shortAbsenceInSeconds
          ? overlap >= Self.overlap
            || likeness >= Self.likeness && track.box.isReachable(face.box, inSeconds: absence)
          : likeness >= Self.likenessAfterAbsence
            && track.box.isReachable(face.box, inSeconds: Self.reachAfterAbsence)
        guard isSame else { continue }
        matches.append((index, number, overlap + likeness))
      }
    }
    return matches.sorted { ($1.score, $0.track, $0.face) < ($0.score, $1.track, $1.face) }
  }
}

extension FaceBox {
  /// The shared part of two boxes, 0 to 1.
  func intersectionOverUnion(_ other: FaceBox) -> Double {
    let across = min(x + width, other.x + other.width) - max(x, other.x)
    let down = min(y + height, other.y + other.height) - max(y, other.y)
    guard across > 0, down > 0 else { return 0 }
    let shared = across * down
    return shared / (width * height + other.width * other.height - shared)
  }

  /// Whether a face can have come from here to there: its centre moves by two of its sides a second at most,
  /// and half a side at once; its size changes by no more than a half.
  fileprivate func isReachable(_ other: FaceBox, inSeconds time: Double) -> Bool {
    let side = (width + height) / 2
    let ratio = (other.width + other.height) / (width + height)
    let (dx, dy) = (
      other.x + other.width / 2 - x - width / 2, other.y + other.height / 2 - y - height / 2
    )
    return (dx * dx + dy * dy).squareRoot() <= side * (0.5 + 2 * time)
      && (0.67...1.5).contains(ratio)
  }
}
