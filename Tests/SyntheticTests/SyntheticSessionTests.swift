import Events
import Faces
import Foundation
import Support
import Synthetic
import TestSupport
import Testing
import Video

@Suite struct SyntheticSessionTests {
  private let folder: TemporaryFolder
  private var settings: SessionSettings

  init() throws {
    folder = try TemporaryFolder()
    settings = SessionSettings()
    settings.children = 1
    settings.seconds = 16
    settings.framesPerSecond = 2
  }

  private func rows(_ file: String) throws -> [[String]] {
    var rows: [[String]] = []
    try CSVReader(contentsOf: folder.file(file)).forEachRow { rows.append($0.fields) }
    return rows
  }

  @Test func recordingsAreDrawnWithWhatIsInThem() throws {
    #expect(try SyntheticSessions.draw(settings, into: folder.url) == 2)
    let sessions = try rows("sessions.csv")
    let videos = sessions.map { "sub-01_ses-\($0[2])_age-\($0[3]).mp4" }
    #expect(sessions.map { $0[0] } == videos)
    let ages = sessions.compactMap { Double($0[3]) }
    #expect(ages.count == 2 && ages[1] >= ages[0] + 1)

    let events = try EventFormat.read(folder.file("events.csv")).events
    let first = events.filter { $0.video == sessions[0][0] }
    // One after another, without a gap, until the end.
    #expect(first.first?.onset == 0 && first.last?.offset == 16)
    #expect(zip(first, first.dropFirst()).allSatisfy { $0.offset == $1.onset })
    #expect(Set(first.map(\.coder)) == ["truth"])

    let reader = try VideoReader(contentsOf: folder.file("videos/\(sessions[0][0])"))
    #expect((reader.facts.width, reader.facts.height) == (640, 360))
    #expect(reader.facts.durationInSeconds == 16)
    let places = try rows("frames.csv")
    #expect(places.count == 64)
    // The child leaves the frame for two seconds; a second person is in the second recording alone.
    let absent = places.filter { $0[0] == sessions[0][0] && $0[2].isEmpty }
    #expect((3...5).contains(absent.count))
    #expect(Set(places.filter { !$0[4].isEmpty }.map { $0[0] }) == [videos[1]])
  }

  @Test func theSameSeedDrawsTheSameBytes() throws {
    for name in ["a", "b"] {
      _ = try SyntheticSessions.draw(settings, into: folder.file(name))
    }
    let video = try #require(try rows("a/sessions.csv").last?.first)
    for file in ["events.csv", "frames.csv", "videos/\(video)"] {
      #expect(
        try Data(contentsOf: folder.file("a/\(file)")) == Data(contentsOf: folder.file("b/\(file)"))
      )
    }
  }

  @Test func settingsThatCannotBeAreRefused() {
    var wrong = settings
    wrong.seconds = 1
    #expect(throws: SmilestoneError.self) { try SyntheticSessions.draw(wrong, into: folder.url) }
  }
}
