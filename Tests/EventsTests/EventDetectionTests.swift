import Events
import Testing

@Suite struct EventDetectionTests {
  private func samples(_ values: [Double], step: Double = 0.2) -> [(
    time: Double, probability: Double
  )] {
    values.enumerated().map { (Double($0.offset) * step, $0.element) }
  }

  @Test func anEventBeginsAndEndsWhereThresholdsAreCrossed() {
    var detection = EventDetection()
    detection.windowInSeconds = 0
    detection.leastDuration = 0
    let found = detection.intervals(of: samples([0, 0, 1, 1, 0.5, 0.5, 0, 0]))
    #expect(found.count == 1)
    // Up through 0.6 between 0.2 and 0.4 s; down through 0.4 between 1.0 and 1.2 s.
    #expect(abs(found[0].lowerBound - 0.32) < 1e-9)
    #expect(abs(found[0].upperBound - 1.04) < 1e-9)
  }

  @Test func wobblingBetweenTheThresholdsEndsNothing() {
    var detection = EventDetection()
    detection.windowInSeconds = 0
    #expect(detection.intervals(of: samples([1, 0.5, 0.7, 0.45, 0.9, 0.41, 1])).count == 1)
    #expect(detection.intervals(of: samples([0.5, 0.59, 0.55, 0.5])).isEmpty)
  }

  @Test func shortEventsAreDroppedAndGapsEndEvents() {
    var detection = EventDetection()
    detection.windowInSeconds = 0
    #expect(detection.intervals(of: samples([0, 1, 0, 0, 0])).isEmpty)
    let gap = [(time: 0.0, probability: 1.0), (0.5, 1), (3, 1), (3.5, 1)]
    #expect(detection.intervals(of: gap) == [0...0.5, 3...3.5])
  }

  @Test func theMeanOfTheWindowIsTaken() {
    var detection = EventDetection()
    detection.windowInSeconds = 0.4
    detection.leastDuration = 0
    // One sample of five is an outlier: the means of three are 2/3 there.
    #expect(detection.intervals(of: samples([1, 1, 0, 1, 1])) == [0...0.8])
  }

  @Test func thresholdsThatContradictEachOtherAreTold() {
    var detection = EventDetection()
    #expect(detection.problem == nil)
    detection.offset = 0.7
    #expect(detection.problem != nil)
    (detection.onset, detection.offset) = (0.4, 0.3)
    #expect(detection.problem != nil)
  }
}
