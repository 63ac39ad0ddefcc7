import Testing
import Tracking

@Suite struct UsableShareTests {
  /// A minute at five frames a second, of which every so many are usable.
  private func recording(
    _ video: String, _ subject: String?, _ group: String?, each: Int, session: String? = nil
  ) -> RecordedFrames {
    var frames = RecordedFrames(video: video, subject: subject, session: session, ageGroup: group)
    for step in 0..<300 {
      // The first half minute is worse.
      frames.add(at: Double(step) / 5, isUsable: step % (step < 150 ? 2 * each : each) == 0)
    }
    return frames
  }

  @Test func sharesHaveIntervalsOfTheirOwnUnits() throws {
    let shares = try UsableShare.shares(
      of: [
        recording("a.mp4", "01", "toddler", each: 2, session: "1"),
        recording("b.mp4", "01", "younger_child", each: 1, session: "2"),
        recording("c.mp4", "02", "toddler", each: 1), recording("d.mp4", nil, nil, each: 2),
      ], ageGroups: ["toddler", "younger_child", "adult"])
    #expect(
      shares.map { "\($0.scope.rawValue) \($0.name)" } == [
        "all ", "age group toddler", "age group younger_child", "child 01", "child 02",
        "child d.mp4", "session 01, session 1", "session 01, session 2", "session c.mp4",
        "session d.mp4",
      ])
    let all = shares[0]
    #expect((all.children, all.recordings, all.frames) == (3, 4, 1200))
    #expect(abs(try #require(all.share) - 0.5625) < 0.01)
    #expect(try #require(all.lower) < 0.5 && #require(all.upper) > 0.6)
    // One child says nothing of how children vary; its stretches of ten seconds do.
    #expect(shares[2].lower == nil)
    #expect(try #require(shares[3].lower) < #require(shares[3].upper))
    #expect(shares[3].recordings == 2)
  }

  @Test func whereNothingVariesThereIsNoInterval() throws {
    var frames = RecordedFrames(video: "a.mp4")
    for step in 0..<300 { frames.add(at: Double(step) / 5, isUsable: true) }
    let shares = try UsableShare.shares(of: [frames], ageGroups: [])
    #expect(shares.allSatisfy { $0.share == 1 && $0.lower == nil })
    #expect(UsableShare.table(shares).contains("session,a.mp4,1,1,300,300,1.0,,"))
    #expect(
      try UsableShare.shares(of: [RecordedFrames(video: "b.mp4")], ageGroups: [])[0].share == nil)
  }
}
