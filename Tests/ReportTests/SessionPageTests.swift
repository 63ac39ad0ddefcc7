import Events
import Foundation
import Presentation
import Report
import Support
import TestSupport
import Testing

@Suite struct SessionPageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(
      """
      video,status,subject,session,duration,frames
      a.mp4,ok,01,1,4,20
      b.mp4,ok,02,1,4,20
      broken.mp4,no moving images,,,,

      """, to: "videos.csv")
    var rows = "video,time,status,reason,age,tiny_emotion,tiny_p_happy,tiny_p_neutral\n"
    for step in 0..<20 {
      let time = Double(step) / 5
      // A parent beside the child, who leaves for two seconds.
      if (5..<15).contains(step) {
        rows += "a.mp4,\(time),no face,,,,,\n"
      } else {
        rows += "a.mp4,\(time),not chosen,somebody else's,30,,,\n"
        rows += "a.mp4,\(time),ok,,\(step < 5 ? 1 : 3),happy,0.9,0.1\n"
      }
      rows +=
        "b.mp4,\(time),\(step < 5 ? "ok" : "unusable"),,2,neutral,\(step < 5 ? "0.2,0.8" : ",")\n"
    }
    _ = try folder.write(rows, to: "frames.csv")
  }

  @Test func recordingsAreReadAsTheyWereJudged() throws {
    let sessions = try RecordedSession.read(folder.url)
    #expect(sessions.map(\.video) == ["a.mp4", "b.mp4"])
    #expect(sessions[0].subject == "01")
    #expect(sessions[0].statuses.count == 20)
    #expect(sessions[0].usableShare == 0.5)
    #expect(sessions[1].usableShare == 0.25)
    #expect(sessions[0].ageInYears == 2)
    let stretches = sessions[0].stretches
    #expect(stretches.map(\.status) == ["ok", "no face", "ok"])
    #expect(abs(stretches[1].start - 1) < 1e-9 && abs(stretches[1].end - 3) < 1e-9)
    #expect(sessions[0].lines.map(\.label) == ["happy", "neutral"])
    // No line crosses the time without a face.
    #expect(
      sessions[0].lines[0].points.map(\.run) == Array(repeating: 0, count: 5)
        + Array(repeating: 1, count: 5))
  }

  @Test func longRecordingsAreThinned() throws {
    var rows = "video,time,status,reason,tiny_emotion,tiny_p_happy\n"
    for step in 0..<9000 { rows += "a.mp4,\(Double(step) / 5),ok,,happy,\(step % 2)\n" }
    _ = try folder.write(rows, to: "frames.csv")
    let points = try #require(RecordedSession.read(folder.url).first?.lines.first?.points)
    #expect((300...400).contains(points.count))
    #expect(points.dropLast().allSatisfy { abs($0.probability - 0.5) < 0.05 })
  }

  @Test func eventsStandWithTheirRecordingAndCoder() throws {
    let sessions = try RecordedSession.read(folder.url)
    let events = [
      CodedEvent(
        video: "a.mp4", coder: "tiny", variable: "emotion", code: "happy", onset: 0, offset: 1),
      CodedEvent(
        video: "a", coder: "Anna", variable: "emotion", code: "cry", onset: 0.5, offset: 2),
      CodedEvent(
        video: "other.mp4", coder: "Anna", variable: "emotion", code: "cry", onset: 0, offset: 9),
    ]
    let charts = SessionCharts(sessions: sessions, events: events).charts
    #expect(charts[0].table.rows.count == 2)
    #expect(charts[1].table.rows.isEmpty)
    #expect(charts[0].summary.contains("Anna: cry from 0.5 to 2.0 seconds"))
    let page = try SessionPage.html(
      sessions, events: events, bundle: standInBundle())
    #expect(page.contains("2 recordings of 2 children"))
    // 15 of 40 frames; the interval of two children is as wide as it can be.
    #expect(page.contains("37.5% of 40 sampled frames"))
    #expect(page.contains("Anna: cry, s"))
  }

  @Test func whatCodersWriteIsText() throws {
    let events = [
      CodedEvent(
        video: "a.mp4", coder: "</script><script>alert(1)</script>", variable: "emotion",
        code: "<b>",
        onset: 0, offset: 1)
    ]
    let page = try SessionPage.html(
      RecordedSession.read(folder.url), events: events, bundle: standInBundle())
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("<b>,"))
  }

  @Test func aFolderOfSomethingElseIsNamed() throws {
    let empty = try TemporaryFolder()
    let error = #expect(throws: SmilestoneError.self) { try RecordedSession.read(empty.url) }
    #expect(error?.message.contains("videos.csv") == true)
  }
}
