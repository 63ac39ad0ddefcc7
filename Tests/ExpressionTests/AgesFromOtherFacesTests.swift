import Expression
import Support
import Testing

struct AgesFromOtherFacesTests {
  /// Equally likely ages, evenly spread.
  private static func likely(_ middle: Double, _ reach: Double) -> [Double] {
    (0..<41).map { middle + reach * (Double($0) - 20) / 20 }
  }

  /// Subjects of all ages, whose faces' estimates agree, after the ones of interest.
  private static func faces(_ first: [(subject: Int, likely: [Double])]) throws -> ExpressionFaces {
    let others = (0..<40).flatMap { number in
      Array(repeating: (subject: 100 + number, likely: likely(Double(number) + 4, 4)), count: 2)
    }
    let all = first + others
    return try ExpressionFaces(
      size: 32, images: Array(repeating: 0, count: all.count * 1024),
      emotions: all.map { _ in 0 }, emotionNames: ["calm"],
      agesInYears: all.map { $0.likely.isEmpty ? 7 : $0.likely.reduce(0, +) / 41 },
      likelyAgesInYears: all.map(\.likely), subjects: all.map(\.subject))
  }

  private static func spread(_ ages: [Double]) -> Double { (ages.max() ?? 0) - (ages.min() ?? 0) }

  @Test("A face has the age of its subject's other faces, whatever its own estimate")
  func others() throws {
    let faces = try Self.faces([
      (0, Self.likely(5, 2)), (0, Self.likely(5, 2)), (0, Self.likely(14, 3)),
    ])
    let dated = AgesFromOtherFaces(faces, errorCorrelation: 0.4)
    #expect(!dated.differsWithinSubjects)
    #expect(dated.count == 83)
    #expect(abs(dated.faces.agesInYears[2] - 5) < 0.3)
    #expect(dated.faces.agesInYears[0] > 6)
    #expect(dated.faces.likelyAgesInYears[2].count == 41)
    #expect(dated.warnings.isEmpty)
  }

  @Test("Three faces say more than one, unless their errors are the same")
  func more() throws {
    let four = try Self.faces(Array(repeating: (0, Self.likely(9, 5)), count: 4))
    func spread(_ faces: ExpressionFaces, _ correlation: Double) -> Double {
      Self.spread(
        AgesFromOtherFaces(faces, errorCorrelation: correlation).faces.likelyAgesInYears[0])
    }
    let two = try Self.faces(Array(repeating: (0, Self.likely(9, 5)), count: 2))
    #expect(spread(four, 0) < spread(four, 0.4))
    #expect(spread(four, 0.4) < spread(two, 0.4))
    #expect(abs(spread(four, 1) - spread(two, 1)) < 0.3)
    #expect(abs(spread(two, 1) - Self.spread(Self.likely(9, 5))) < 1.5)
  }

  @Test("Known ages stay, and so do those of faces without another")
  func alone() throws {
    let faces = try Self.faces([(0, []), (0, Self.likely(12, 2)), (1, []), (1, [])])
    let dated = AgesFromOtherFaces(faces, errorCorrelation: 0.4)
    #expect(dated.faces.agesInYears.prefix(4) == faces.agesInYears.prefix(4))
    #expect(dated.faces.likelyAgesInYears.prefix(4) == faces.likelyAgesInYears.prefix(4))
    #expect(dated.count == 80)
    #expect(dated.warnings.first?.contains("1 ages were estimated from the image") == true)
  }

  @Test("Subjects who are shown at several ages keep each face's own estimate")
  func severalAges() throws {
    let faces = try Self.faces(
      (0..<30).flatMap { [($0, Self.likely(4, 1)), ($0, Self.likely(25, 4))] })
    let dated = AgesFromOtherFaces(faces, errorCorrelation: 0.4)
    #expect(dated.differsWithinSubjects)
    #expect(dated.count == 0)
    #expect(dated.faces.agesInYears == faces.agesInYears)
    #expect(dated.warnings.first?.contains("several ages") == true)
  }
}
