import Testing

@testable import Analysis

@Suite struct WideBinsTests {
  private func bins(_ sizes: [Int]) -> [ObservedAccuracy] {
    sizes.enumerated().map { place, n in
      ObservedAccuracy(age: Double(place), n: n, accuracy: place % 2 == 0 ? 1 : 0)
    }
  }

  @Test func joinsNeighboursUntilTheyHoldEnoughFaces() {
    let joined = WideBins.joining(bins([30, 10, 50, 20, 5]))
    #expect(joined.map(\.n) == [40, 75])
    // The means of their faces.
    #expect(joined[0].age == 0.25 && joined[0].accuracy == 0.75)
    #expect(joined[1].accuracy == 55.0 / 75)
  }

  @Test func fewFacesStayOneBin() {
    #expect(WideBins.joining(bins([3, 4])).map(\.n) == [7])
    #expect(WideBins.joining([]).isEmpty)
  }
}
