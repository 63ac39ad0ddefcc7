import Events
import Faces
import Foundation
import Presentation
import Report
import Support
import TestSupport
import Testing

@Suite struct SessionPageTests {
  private let folder: TemporaryFolder
  private static let places = "face_x,face_y,face_width,face_height"

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(
      """
      video,status,subject,session,age,age_group,duration,frames
      a.mp4,ok,01,1,2,toddler,4,20
      b.mp4,ok,02,1,5,younger_child,4,20
      broken.mp4,no moving images,,,,,,

      """, to: "videos.csv")
    _ = try folder.write("video,code,onset,offset\n", to: "events.csv")
    var rows =
      "video,time,status,age,\(SessionPageTests.places),tiny_emotion,tiny_p_happy,tiny_p_neutral\n"
    for step in 0..<20 {
      let time = Double(step) / 5
      // A parent beside the child, who leaves for two seconds.
      if (5..<15).contains(step) {
        rows += "a.mp4,\(time),no face,,,,,,,,\n"
      } else {
        rows += "a.mp4,\(time),not chosen,30,9,9,50,50,,,\n"
        rows += "a.mp4,\(time),ok,2,5,6,70,80,happy,0.9,0.1\n"
      }
      rows +=
        "b.mp4,\(time),\(step < 5 ? "ok" : "unusable"),5,1,2,60,60,neutral,\(step < 5 ? "0.2,0.8" : ",")\n"
    }
    _ = try folder.write(rows, to: "frames.csv")
  }

  @Test func recordingsAreReadAsTheyWereJudged() throws {
    let sessions = try RecordedSession.read(folder.url)
    #expect(sessions.map(\.video) == ["a.mp4", "b.mp4"])
    #expect(sessions[0].subject == "01")
    #expect(sessions[0].statuses.count == 20)
    #expect(sessions[0].statuses.count { $0.status == .ok } == 10)
    #expect(sessions[0].ageInYears == 2)
    #expect(sessions[0].faces.count == 10)
    #expect(sessions[0].faces[0].box == FaceBox(x: 5, y: 6, width: 70, height: 80))
    let stretches = sessions[0].stretches
    #expect(stretches.map(\.status) == [.ok, .noFace, .ok])
    #expect(abs(stretches[1].start - 1) < 1e-9 && abs(stretches[1].end - 3) < 1e-9)
    #expect(sessions[0].lines.map(\.label) == ["happy", "neutral"])
    // No line crosses the time without a face.
    #expect(
      sessions[0].lines[0].points.map(\.run) == Array(repeating: 0, count: 5)
        + Array(repeating: 1, count: 5))
  }

  @Test func longRecordingsAreThinned() throws {
    var rows = "video,time,status,\(Self.places),tiny_emotion,tiny_p_happy\n"
    for step in 0..<9000 { rows += "a.mp4,\(Double(step) / 5),ok,1,1,60,60,happy,\(step % 2)\n" }
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
    var detection = EventDetection()
    detection.baseline = RestingBaseline(label: "neutral")
    let page = try SessionPage.html(
      sessions, events: events, detection: detection, bundle: standInBundle())
    #expect(page.contains("rises to 0.6, ends where it falls below 0.4"))
    #expect(page.contains("face at rest (neutral) was taken out"))
    #expect(page.contains("2 recordings of 2 children"))
    // 15 of 40 frames; the interval of two children is as wide as it can be.
    #expect(page.contains("37.5% of 40 sampled frames"))
    #expect(page.contains("Anna: cry"))
    // The child of two shows it for one of four seconds.
    #expect(page.contains("25.0%"))
    #expect(page.contains("This page shows no image of anybody."))
    // Groups are called as people call them, not as files do.
    #expect(page.contains("younger child") && !page.contains("younger_child"))
  }

  @Test func everyModelHasABandOfItsOwn() throws {
    let header = "video,time,status,\(Self.places),one_p_happy,other_p_happy\n"
    _ = try folder.write(header + "a.mp4,0,ok,1,1,60,60,0.25,0.5\n", to: "frames.csv")
    let chart = try #require(
      SessionCharts(sessions: RecordedSession.read(folder.url), events: []).charts.first)
    let text = try chart.spec.value(in: .page).text()
    // The second model's 0 lies at 0, the first one's above it.
    #expect(text.contains("\"value\":1.5") && text.contains("\"value\":0.5"))
  }

  @Test func facesAreShownOrCountedAsLeftOut() throws {
    let faces = [JudgedFaces.Image.shown(Data("image".utf8)), .hidden].map { image in
      EventFace(video: "a.mp4", coder: "tiny", code: "happy", time: 1, image: image)
    }
    let page = try SessionPage.html(
      RecordedSession.read(folder.url), events: [], faces: faces, bundle: standInBundle())
    #expect(page.contains("images of faces in this page: 1."))
    #expect(page.contains("children up to three years: 1."))
    #expect(page.components(separatedBy: "class=\"hidden-face\">not shown").count == 2)
  }

  @Test func agreementStandsWithItsCurve() throws {
    let events = ["tiny", "Anna"].flatMap { coder in
      ["a.mp4", "b.mp4"].map { video in
        CodedEvent(
          video: video, coder: coder, variable: "emotion", code: "happy",
          onset: coder == "tiny" ? 0 : 0.4, offset: 2)
      }
    }
    let (recordings, _) = try CodedRecording.recordings(of: EventList(events: events))
    var settings = Reliability.Settings()
    settings.replicates = 100
    let rows = try Reliability(recordings, settings: settings).rows()
    let page = try SessionPage.html(
      RecordedSession.read(folder.url), events: events, agreement: rows, bundle: standInBundle())
    #expect(page.contains("How well coders agree"))
    let section = try #require(AgreementSection(rows))
    #expect(try #require(section.chart).summary.contains("Anna and tiny within 0.5 seconds: 1.00"))
    #expect(AgreementSection([]) == nil)
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
    #expect(error?.message.contains("no folder that `smilestone video` wrote") == true)
  }
}
