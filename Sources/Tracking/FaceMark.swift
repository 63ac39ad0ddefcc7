import Faces
import Support

/// Where the face that is studied is in the frame for some time, as a person marked it.
public struct FaceMark: Sendable, Equatable, Codable {
  enum Place: Sendable, Equatable, Codable {
    /// In this half of the frame; of several there the outermost.
    case left, right
    /// In pixels from the upright frame's top left corner; of several faces there the smallest.
    case point(x: Double, y: Double)
  }

  private let onset: Double
  private let offset: Double
  private let place: Place

  /// What a code may be, for messages.
  public static let codesInWords = "left, right, or a point in the face as in 320,180 (pixels)"
  /// A moment marks the frames so near to it, in seconds.
  private static let reachOfMoment = 0.25

  /// - Parameters:
  ///   - code: "left", "right" or "320,180".
  ///   - onset: in seconds, as of the frames.
  ///   - offset: equal to the onset for a moment.
  /// - Returns: nil for another code.
  public init?(code: String, onset: Double, offset: Double) {
    let reach = onset == offset ? Self.reachOfMoment : 0
    self.onset = onset - reach
    self.offset = offset + reach
    switch Cell.trimmed(code).lowercased() {
    case "left": place = .left
    case "right": place = .right
    case let text:
      let numbers = text.split(separator: ",").map { Double(Cell.trimmed(String($0))) }
      guard numbers.count == 2, let x = numbers[0], let y = numbers[1], x.isFinite, y.isFinite
      else { return nil }
      place = .point(x: x, y: y)
    }
  }

  package func holds(at time: Double) -> Bool { (onset...offset).contains(time) }

  /// Which of the faces in a frame is meant; nil for none.
  package func face(among boxes: [FaceBox], frameWidth: Double) -> Int? {
    func middle(_ index: Int) -> Double { boxes[index].x + boxes[index].width / 2 }
    let order = boxes.indices.sorted { middle($0) < middle($1) }
    switch place {
    case .left: return order.first.flatMap { middle($0) <= frameWidth / 2 ? $0 : nil }
    case .right: return order.last.flatMap { middle($0) >= frameWidth / 2 ? $0 : nil }
    case .point(let x, let y):
      return boxes.indices.filter { boxes[$0].holds(x: x, y: y) }
        .min { boxes[$0].width * boxes[$0].height < boxes[$1].width * boxes[$1].height }
    }
  }
}

extension FaceBox {
  fileprivate func holds(x pointX: Double, y pointY: Double) -> Bool {
    (x...(x + width)).contains(pointX) && (y...(y + height)).contains(pointY)
  }
}

/// Which tracks are those of marked faces: those that marks name in more than half of the frames in which
/// a mark holds and the track is seen.
public struct MarkedTracks {
  private let marks: [FaceMark]
  private let frameWidth: Double
  private var seen: [Int: Int] = [:]
  private var named: [Int: Int] = [:]

  /// - Parameter frameWidth: in pixels.
  public init(_ marks: [FaceMark], frameWidth: Int) {
    self.marks = marks
    self.frameWidth = Double(frameWidth)
  }

  /// Takes in the faces of one frame.
  public mutating func add(_ faces: [(track: Int, box: FaceBox)], at time: Double) {
    let holding = marks.filter { $0.holds(at: time) }
    guard !holding.isEmpty else { return }
    for face in faces { seen[face.track, default: 0] += 1 }
    let boxes = faces.map(\.box)
    for index in Set(holding.compactMap { $0.face(among: boxes, frameWidth: frameWidth) }) {
      named[faces[index].track, default: 0] += 1
    }
  }

  public var tracks: Set<Int> {
    Set(named.filter { 2 * $0.value > seen[$0.key, default: 0] }.keys)
  }
}
