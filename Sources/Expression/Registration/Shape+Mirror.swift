extension Shape {
  /// How far a shape may be from its own mirror image to count as symmetric, as a share of its size: the mean
  /// shapes of faces are within a hundredth.
  private static let mostAsymmetry = 0.1

  /// For each point of an upright face that which lies on the other side in its place, itself in the middle; nil
  /// where the points do not go in such pairs.
  package var mirrorPartners: [Int]? {
    let places = centred().places
    func distance(_ point: Int, toMirrored other: Int) -> Double {
      let across = places[2 * point] + places[2 * other]
      let down = places[2 * point + 1] - places[2 * other + 1]
      return across * across + down * down
    }
    let points = 0..<places.count / 2
    let partners = points.compactMap { point in
      points.min { distance(point, toMirrored: $0) < distance(point, toMirrored: $1) }
    }
    let asymmetry = points.reduce(0) { $0 + distance($1, toMirrored: partners[$1]) }
    let isSymmetric = asymmetry.squareRoot() <= Self.mostAsymmetry * size
    return isSymmetric && points.allSatisfy { partners[partners[$0]] == $0 } ? partners : nil
  }

  /// The mean of the shape and its mirror image in an image whose sides are 1; the shape where there are no
  /// partners.
  func symmetric(_ partners: [Int]?) -> Shape {
    guard let partners else { return self }
    return Shape(
      partners.enumerated().flatMap { point, partner -> [Double] in
        let (own, other) = (2 * point, 2 * partner)
        return [(places[own] + 1 - places[other]) / 2, (places[own + 1] + places[other + 1]) / 2]
      })
  }
}
