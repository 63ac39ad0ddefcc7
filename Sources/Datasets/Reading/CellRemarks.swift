import Faces

/// Why cells that may be empty were left so: an odd one costs no face.
struct CellRemarks {
  private(set) var reasons: [String] = []

  mutating func add(_ reason: String) { reasons.append(reason) }

  /// What a cell says; nil, with a remark, where it is refused.
  mutating func optional<Value>(_ read: () throws -> Value?) throws -> Value? {
    do {
      return try read()
    } catch let refusal as UnusableImageError {
      reasons.append(refusal.reason)
      return nil
    }
  }
}
