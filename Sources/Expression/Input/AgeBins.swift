/// The age bins in which faces are compared: finer where children change.
enum AgeBins {
  /// Upper bounds in years; the last bin takes all above.
  static let bounds =
    [1, 1.7, 2.4, 3] + (7...24).map { Double($0) / 2 } + [13, 14, 15, 16, 17, 25, 35, .infinity]

  static func bin(ofAge age: Double) -> Int {
    bounds.firstIndex { age <= $0 } ?? bounds.count - 1
  }
}
