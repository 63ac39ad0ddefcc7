/// A colour: red, green and blue from 0 to 1 (sRGB).
struct Colour: Sendable, Equatable {
  var red: Double
  var green: Double
  var blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  static let black = Colour(0, 0, 0)
  static let white = Colour(1, 1, 1)

  /// This colour moved a share (0 to 1) of the way towards another.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    Colour(
      red + (other.red - red) * share, green + (other.green - green) * share,
      blue + (other.blue - blue) * share)
  }

  /// Each part multiplied, at most 1.
  func scaled(_ red: Double, _ green: Double, _ blue: Double) -> Colour {
    Colour(
      min(1, self.red * red), min(1, self.green * green), min(1, self.blue * blue))
  }

  func scaled(_ factor: Double) -> Colour { scaled(factor, factor, factor) }

  /// The colour at `position` (0 to 1) of a scale with evenly spaced stops.
  static func along(_ stops: [Colour], _ position: Double) -> Colour {
    let place = min(max(position, 0), 1) * Double(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    return stops[lower].mixed(with: stops[lower + 1], place - Double(lower))
  }
}
