import Events
import Support
import Testing

@Suite struct ReliabilityTests {
  private func event(
    _ video: String, _ coder: String, _ code: String, _ onset: Double, _ offset: Double,
    subject: String? = nil
  ) -> CodedEvent {
    CodedEvent(
      video: video, subject: subject, coder: coder, variable: "emotion", code: code, onset: onset,
      offset: offset)
  }

  private func rows(
    _ events: [CodedEvent], _ change: (inout Reliability.Settings) -> Void = { _ in }
  ) throws -> [Reliability.Row] {
    var settings = Reliability.Settings()
    settings.replicates = 200
    change(&settings)
    let (recordings, _) = try CodedRecording.recordings(of: EventList(events: events))
    return try Reliability(recordings, settings: settings).rows()
  }

  private func value(
    _ rows: [Reliability.Row], _ measure: String, _ code: String? = nil, tolerance: Double? = nil
  ) -> Double? {
    rows.first {
      $0.measure == measure && $0.code == code && $0.toleranceInSeconds == tolerance
    }?.value
  }

  /// Two children, two coders; of ten seconds each the coders differ in one.
  private var events: [CodedEvent] {
    [
      event("a.mp4", "anna", "happy", 0, 5), event("a.mp4", "anna", "sad", 5, 10),
      event("a.mp4", "ben", "happy", 0, 6), event("a.mp4", "ben", "sad", 6, 10),
      event("b.mp4", "anna", "happy", 0, 4), event("b.mp4", "anna", "sad", 4, 10),
      event("b.avi", "ben", "happy", 0.3, 4), event("b.avi", "ben", "sad", 4, 10),
    ]
  }

  @Test func kappaOfMomentsIsThatOfTheTable() throws {
    let rows = try rows(events)
    // 200 moments: happy–happy 50 + 37, sad–sad 40 + 60, sad–happy 10, happy–none 3.
    let byChance: Double = (90 * 97 + 110 * 100) / 40_000
    let expected = (187.0 / 200 - byChance) / (1 - byChance)
    let kappa = try #require(value(rows, "kappa"))
    #expect(abs(kappa - expected) < 1e-9)
    let row = try #require(rows.first)
    #expect(row.coders == ["anna", "ben"])
    #expect((row.children, row.recordings) == (2, 2))
    #expect(try #require(row.lower) <= kappa)
    #expect(try #require(row.upper) >= kappa)
    let alone = try self.rows(events) { $0.comparesCodedAlone = true }
    #expect((value(alone, "kappa") ?? 0) > kappa)
  }

  @Test func eventsAreTheSameWithinATolerance() throws {
    let rows = try rows(events)
    // Onsets differ by 0, 1, 0.3 and 0 s; offsets by 1, 0, 0 and 0 s.
    #expect(value(rows, "F1 of onsets", tolerance: 0.2) == 0.5)
    #expect(value(rows, "F1 of onsets", tolerance: 0.5) == 0.75)
    #expect(value(rows, "F1 of onsets", tolerance: 1) == 1)
    #expect(value(rows, "F1 of onsets and offsets", tolerance: 0.5) == 0.5)
    #expect(value(rows, "F1 of onsets", "sad", tolerance: 0.5) == 0.5)
  }

  @Test func pairsAreAsManyAsPossible() throws {
    // The first event of one coder fits both of the other's; the second fits the first alone.
    let events = [
      event("a", "anna", "happy", 1, 1.1), event("a", "anna", "happy", 1.2, 1.3),
      event("a", "ben", "happy", 0.75, 0.8), event("a", "ben", "happy", 1.25, 1.4),
    ]
    #expect(
      value(try rows(events) { $0.tolerances = [0.25] }, "F1 of onsets", tolerance: 0.25) == 1)
  }

  @Test func anOrderAddsWeightedMeasures() throws {
    let rows = try rows(events) { $0.order = ["sad", "happy"] }
    #expect(value(rows, "weighted kappa (linear)") != nil)
    #expect(value(rows, "alpha (ordinal)") != nil)
    #expect(value(try self.rows(events), "alpha (ordinal)") == nil)
  }

  @Test func durationsAndCountsOfTheSameCodesAgree() throws {
    var same = events.filter { $0.coder == "anna" }
    same += same.map { event in
      var copy = event
      copy.coder = "machine"
      return copy
    }
    let rows = try rows(same)
    #expect(value(rows, "ICC(2,1) of durations", "happy") == 1)
    #expect(value(rows, "kappa") == 1)
    #expect(value(rows, "alpha (nominal)") == 1)
  }

  @Test func childrenWithSeveralRecordingsAreOne() throws {
    let named = events.map { event in
      var event = event
      event.subject = "01"
      return event
    }
    let row = try #require(try rows(named).first)
    #expect((row.children, row.recordings) == (1, 2))
    // One child says nothing of how children vary.
    #expect(row.value != nil && row.lower == nil)
  }

  @Test func whatIsNotClearIsAsked() throws {
    #expect(throws: SmilestoneError.self) { try rows(events.filter { $0.coder == "anna" }) }
    var two = events
    two[0].variable = "gaze"
    let error = #expect(throws: SmilestoneError.self) { try rows(two) }
    #expect(error?.remedy?.contains("--variable") == true)
  }
}
