/// A rectangle that may be a face: corners in pixels, and how probable it is. Numbers have 32 bits, as in the
/// reference, where rounding decides.
struct ScoredBox {
  var left: Float
  var top: Float
  var right: Float
  var bottom: Float
  var score: Float

  var width: Float { right - left }
  var height: Float { bottom - top }

  /// A square around the same middle, as wide as the longer side.
  var squared: ScoredBox {
    let side = max(width, height)
    var box = self
    box.left = left + width * 0.5 - side * 0.5
    box.top = top + height * 0.5 - side * 0.5
    box.right = box.left + side
    box.bottom = box.top + side
    return box
  }

  /// Moved by corrections, in shares of its sides.
  func corrected(_ corrections: some Collection<Float>, addingToSides: Float) -> ScoredBox {
    let shares = Array(corrections)
    let (wide, high) = (width + addingToSides, height + addingToSides)
    var box = self
    box.left = left + shares[0] * wide
    box.top = top + shares[1] * high
    box.right = right + shares[2] * wide
    box.bottom = bottom + shares[3] * high
    return box
  }

  /// How an overlap is measured.
  enum Overlap {
    /// The shared area over both together's.
    case union
    /// The shared area over the smaller one's, whole pixels counted.
    case smaller
  }

  private func overlap(with other: ScoredBox, _ kind: Overlap) -> Float {
    let pixel: Float = kind == .smaller ? 1 : 0
    let across = max(0, min(right, other.right) - max(left, other.left) + pixel)
    let down = max(0, min(bottom, other.bottom) - max(top, other.top) + pixel)
    let shared = across * down
    let own = (width + pixel) * (height + pixel)
    let others = (other.width + pixel) * (other.height + pixel)
    return kind == .smaller ? shared / min(own, others) : shared / (own + others - shared)
  }

  /// Of boxes that overlap by more than a limit the most probable alone.
  /// - Returns: their places, the most probable first.
  static func strongest(
    _ boxes: [ScoredBox], limit: Float, _ kind: Overlap = .union
  ) -> [Int] {
    var open = boxes.indices.sorted { (boxes[$1].score, $0) < (boxes[$0].score, $1) }
    var kept: [Int] = []
    while let best = open.first {
      kept.append(best)
      open = open.dropFirst().filter { boxes[best].overlap(with: boxes[$0], kind) <= limit }
    }
    return kept
  }
}
