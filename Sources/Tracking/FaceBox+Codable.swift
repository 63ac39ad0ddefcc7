import Faces

/// As four numbers: x, y, width, height.
extension FaceBox: Codable {
  public init(from decoder: any Decoder) throws {
    var numbers = try decoder.unkeyedContainer()
    self.init(
      x: try numbers.decode(Double.self), y: try numbers.decode(Double.self),
      width: try numbers.decode(Double.self), height: try numbers.decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var numbers = encoder.unkeyedContainer()
    for number in [x, y, width, height] { try numbers.encode(number) }
  }
}

/// As four numbers: x and y of the left eye, then of the right.
extension EyePair: Codable {
  public init(from decoder: any Decoder) throws {
    var numbers = try decoder.unkeyedContainer()
    self.init(
      leftX: try numbers.decode(Double.self), leftY: try numbers.decode(Double.self),
      rightX: try numbers.decode(Double.self), rightY: try numbers.decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var numbers = encoder.unkeyedContainer()
    for number in [leftX, leftY, rightX, rightY] { try numbers.encode(number) }
  }
}
