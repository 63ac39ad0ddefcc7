import Support
import Testing
import Training

@Suite struct ScheduleTests {
  struct References: Decodable {
    let oneCycle, cosine, plateau, plateauLosses: [Double]
  }

  let references: References

  init() throws {
    references = try Reference.load("schedules", as: References.self)
  }

  private func settings(_ schedule: LearningRateSchedule) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.learningRate = 1
    settings.schedule = schedule
    settings.epochs = 4
    settings.plateauPatience = 2
    return settings
  }

  private func rates(_ settings: TrainingSettings) -> [Double] {
    (0..<20).map { settings.learningRate(step: $0, stepsPerEpoch: 5, validationErrors: []) }
  }

  @Test func oneCycleAndCosineEqualPyTorchs() {
    #expect(largestDifference(rates(settings(.oneCycle)), references.oneCycle) < 1e-9)
    #expect(largestDifference(rates(settings(.cosine)), references.cosine) < 1e-9)
    #expect(rates(settings(.constant)).allSatisfy { $0 == 1 })
  }

  @Test func plateauEqualsPyTorchs() {
    let settings = settings(.plateau)
    for (epoch, rate) in references.plateau.enumerated() {
      let own = settings.learningRate(
        step: epoch, stepsPerEpoch: 1,
        validationErrors: Array(references.plateauLosses.prefix(epoch)))
      #expect(abs(own - rate) < 1e-12, "epoch \(epoch)")
    }
  }

  @Test func warmUpIsLinearAndComesFirst() {
    var settings = settings(.cosine)
    settings.warmUpEpochs = 1
    let rates = rates(settings)
    for step in 0..<5 { #expect(abs(rates[step] - Double(step + 1) / 6) < 1e-12) }
    #expect(rates[5] == 1)
    #expect(zip(rates[5...], rates[6...]).allSatisfy(>))
  }
}
