import Support

extension Sampling {
  /// The faces of one epoch, as places 0 ..< strata.count, in the order in which they are shown.
  /// - Parameter strata: the class of each training face.
  func order(of strata: [Int], using generator: inout SeededGenerator) -> [Int] {
    switch self {
    case .everyFaceOnce: return Array(strata.indices).shuffled(using: &generator)
    case .balanced:
      let classes = Dictionary(grouping: strata.indices, by: { strata[$0] })
        .sorted { $0.key < $1.key }.map(\.value)
      return strata.indices.map { _ in
        let members = classes[generator.integer(below: classes.count)]
        return members[generator.integer(below: members.count)]
      }
    }
  }
}
