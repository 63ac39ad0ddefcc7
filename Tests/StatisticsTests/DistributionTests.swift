import Statistics
import Support
import Testing

@Suite struct DistributionTests {
  @Test func cumulativeAgreesWithScipy() throws {
    for item in try Reference.load().distributions {
      let (lower, upper) = try cumulative(item.name, item.parameters, item.x)
      #expect(agree(lower, item.lower), "\(item.name) \(item.parameters) at \(item.x)")
      #expect(agree(upper, item.upper), "\(item.name) \(item.parameters) above \(item.x)")
    }
  }

  @Test func quantilesAgreeWithScipy() throws {
    for item in try Reference.load().quantiles {
      let value = try quantile(item.name, item.parameters, item.probability)
      #expect(agree(value, item.value), "\(item.name) \(item.parameters) \(item.probability)")
    }
  }

  @Test(arguments: [0.0, 1.0, -0.1, 1.1, .nan])
  func normalQuantileRefusesWhatHasNone(probability: Double) {
    let error = #expect(throws: SmilestoneError.self) {
      try NormalDistribution.quantile(probability)
    }
    #expect(error?.message.contains("normal quantile") == true)
  }

  @Test func badParametersAreErrors() {
    #expect(throws: SmilestoneError.self) {
      try StudentTDistribution(degreesOfFreedom: 0).cumulative(1)
    }
    #expect(throws: SmilestoneError.self) {
      try ChiSquaredDistribution(degreesOfFreedom: -1).cumulative(1)
    }
    #expect(throws: SmilestoneError.self) {
      try BinomialDistribution(trials: 3, successProbability: 2).cumulative(1)
    }
    #expect(throws: SmilestoneError.self) {
      try BetaDistribution(alpha: 0, beta: 1).quantile(0.5)
    }
  }

  private func cumulative(
    _ name: String, _ parameters: [Double], _ x: Double
  ) throws -> (Double, Double) {
    func both(_ evaluate: (Tail) throws -> Double) throws -> (Double, Double) {
      (try evaluate(.lower), try evaluate(.upper))
    }
    switch name {
    case "normal":
      return try both { try NormalDistribution.cumulative(x, tail: $0) }
    case "student_t":
      let distribution = StudentTDistribution(degreesOfFreedom: parameters[0])
      return try both { try distribution.cumulative(x, tail: $0) }
    case "chi_squared":
      let distribution = ChiSquaredDistribution(degreesOfFreedom: parameters[0])
      return try both { try distribution.cumulative(x, tail: $0) }
    case "binomial":
      let distribution = BinomialDistribution(
        trials: Int(parameters[0]), successProbability: parameters[1])
      return try both { try distribution.cumulative(Int(x), tail: $0) }
    default:
      let distribution = BetaDistribution(alpha: parameters[0], beta: parameters[1])
      return try both { try distribution.cumulative(x, tail: $0) }
    }
  }

  private func quantile(
    _ name: String, _ parameters: [Double], _ probability: Double
  ) throws -> Double {
    switch name {
    case "normal": try NormalDistribution.quantile(probability)
    case "student_t":
      try StudentTDistribution(degreesOfFreedom: parameters[0]).quantile(probability)
    case "chi_squared":
      try ChiSquaredDistribution(degreesOfFreedom: parameters[0]).quantile(probability)
    default:
      try BetaDistribution(alpha: parameters[0], beta: parameters[1]).quantile(probability)
    }
  }
}
