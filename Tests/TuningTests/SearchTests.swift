import Support
import Testing
import Tuning

@Suite struct SearchTests {
  private func search(
    _ dimensions: [String], _ strategy: Search.Strategy = .grid, trials: Int = 9, epochs: Int = 9
  ) throws -> Search {
    Search(
      dimensions: try dimensions.map { try SearchDimension($0) }, strategy: strategy,
      trials: trials, epochs: epochs, seed: 1)
  }

  @Test func readsChoicesAndRanges() throws {
    #expect(
      try SearchDimension("learningRate=1e-4,0.001").values
        == .choices([.number(1e-4), .number(0.001)]))
    #expect(
      try SearchDimension("frozenLayers=[],[\"layer1\",\"layer2\"]").values
        == .choices([.array([]), .array([.string("layer1"), .string("layer2")])]))
    #expect(try SearchDimension("schedule=constant").values == .choices([.string("constant")]))
    #expect(
      try SearchDimension("dropout=0..0.7").values
        == .range(lower: 0, upper: 0.7, scale: .linear))
    #expect(
      try SearchDimension("weightDecay=log:1e-6..1e-2").values
        == .range(lower: 1e-6, upper: 1e-2, scale: .logarithmic))
    #expect(
      try SearchDimension("batchSize=whole:16..64").values
        == .range(lower: 16, upper: 64, scale: .whole))
  }

  @Test(arguments: [
    "learningRate", "learningRate=", "learningRate=1,,2", "dropout=0.1,0.1", "dropout=0.7..0",
    "dropout=0..high", "weightDecay=log:0..1", "batchSize=whole:1.5..3", "dropout=log:0.1",
  ])
  func refusesWhatDoesNotFit(text: String) {
    #expect { try SearchDimension(text) } throws: { error in
      "\(error)".contains(text)
    }
  }

  @Test func aGridHasAllCombinations() throws {
    let candidates = try search(["dropout=0,0.5", "learningRate=1,2,3"]).candidates()
    #expect(candidates.count == 6)
    #expect(candidates[0].assignments == ["dropout=0", "learningRate=1"])
    #expect(candidates[5].assignments == ["dropout=0.5", "learningRate=3"])
    #expect(candidates.map(\.number) == Array(1...6))
  }

  @Test func aGridRefusesRangesRepetitionsAndTooMany() throws {
    #expect(throws: SmilestoneError.self) { try search(["dropout=0..1"]).candidates() }
    #expect(throws: SmilestoneError.self) {
      try search(["dropout=0", "dropout=1"]).candidates()
    }
    let many = (1...101).map(String.init).joined(separator: ",")
    #expect(throws: SmilestoneError.self) {
      try search(["dropout=\(many)", "momentum=\(many)"]).candidates()
    }
  }

  @Test func randomTrialsStayInRangeAndMoreBeginWithTheSame() throws {
    let dimensions = ["learningRate=log:1e-5..1e-1", "batchSize=whole:16..18"]
    let many = try search(dimensions, .random, trials: 300).candidates()
    let few = try search(dimensions, .random, trials: 20).candidates()
    #expect(many.prefix(20).map(\.assignments) == few.map(\.assignments))
    let rates = many.compactMap { Double($0.values[0].text) }
    #expect(rates.count == 300 && rates.allSatisfy { (1e-5...1e-1).contains($0) })
    // Half of a logarithmic range lies below its geometric mean.
    #expect((120...180).contains(rates.count { $0 < 1e-3 }))
    #expect(Set(many.map { $0.values[1].text }) == ["16", "17", "18"])
  }

  @Test func randomTrialsDoNotRepeatThemselves() throws {
    let candidates = try search(["dropout=0,0.5", "momentum=0,1"], .random, trials: 50)
      .candidates()
    #expect(Set(candidates.map(\.assignments)).count == candidates.count)
    #expect(candidates.count == 4)
  }

  @Test func halvingKeepsAThirdForThreeTimesTheEpochs() throws {
    let rungs = try search(["dropout=0..1"], .halving, trials: 27, epochs: 27).rungs(of: 27)
    #expect(rungs.map(\.candidates) == [27, 9, 3, 1])
    #expect(rungs.map(\.epochs) == [1, 3, 9, 27])
    let short = try search(["dropout=0..1"], .halving, epochs: 8).rungs(of: 27)
    #expect(short.map(\.candidates) == [27, 9])
    #expect(short.map(\.epochs) == [2, 8])
    #expect(try search(["dropout=0,1"]).rungs(of: 2) == [Rung(candidates: 2, epochs: 9)])
  }

  /// Φ⁻¹(9.625 / 10.25) = 1.5466; Blom's approximation to the exact 1.5388 for ten.
  @Test func theBestOfManyFlatters() throws {
    #expect(try SelectionOptimism.bound(count: 1, standardError: 0.02) == 0)
    #expect(abs(try SelectionOptimism.bound(count: 10, standardError: 1) - 1.5466) < 1e-4)
  }
}
