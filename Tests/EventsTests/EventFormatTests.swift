import Events
import Foundation
import Support
import TestSupport
import Testing

/// Two coders, two subjects, a point event, and letters that formats have to escape.
let coded = [
  CodedEvent(
    video: "s1.mp4", subject: "infant", coder: "anna", variable: "emotion", code: "happy",
    onset: 1.25, offset: 2.5),
  CodedEvent(
    video: "s1.mp4", subject: "infant", coder: "anna", variable: "emotion", code: "neutral",
    onset: 2.5, offset: 3661.004),
  CodedEvent(
    video: "s1.mp4", subject: "infant", coder: "ben", variable: "emotion", code: "happy",
    onset: 1.5, offset: 2.75),
  CodedEvent(
    video: "s1.mp4", subject: "mother", coder: "anna", variable: "gaze",
    code: "to infant, & <away>",
    onset: 0, offset: 0.5),
  CodedEvent(
    video: "s1.mp4", subject: "mother", coder: "anna", variable: "gesture", code: "point",
    onset: 0.75, offset: 0.75),
]

@Suite struct EventFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sorted(_ events: [CodedEvent]) -> [CodedEvent] {
    events.sorted { ($0.onset, $0.code, $0.coder ?? "") < ($1.onset, $1.code, $1.coder ?? "") }
  }

  @Test(arguments: [
    ("videos/s1.mp4", "s1"), ("s1", "s1"), ("sub-01_age-1.25", "sub-01_age-1.25"),
    ("sub-01_age-1.25.mp4", "sub-01_age-1.25"), ("C:\\videos\\s1.MOV", "s1"),
  ])
  func recordingsAreKnownByTheirNames(_ video: String, _ name: String) {
    #expect(
      CodedEvent(video: video, code: "happy", onset: 0, offset: 1).recording == name)
  }

  @Test func namesSayWhoIsRecordedAndHowOld() {
    let name = RecordingName("sub-01_ses-2_age-1.25_video.mp4")
    #expect((name.subject, name.session, name.ageInYears) == ("01", "2", 1.25))
    #expect(RecordingName("sub-01_age-old.mp4").ageInYears == nil)
    #expect(RecordingName("age-500.mp4").ageInYears == nil)
  }

  @Test(arguments: EventFormat.allCases)
  func whatIsWrittenIsReadAgain(_ format: EventFormat) throws {
    let files = try format.write(coded, to: folder.url)
    #expect(files.count == 1 || !format.hasFilePerVideo)
    var events = try EventFormat.read(files)
    #expect(events.unusable.isEmpty)
    if format == .datavyu {
      // A spreadsheet does not name its recording, but is called after it.
      #expect(events.events.allSatisfy { $0.video == "s1" })
      for index in events.events.indices { events.events[index].video = "s1.mp4" }
    }
    #expect(sorted(events.events) == sorted(coded))
  }

  @Test(arguments: EventFormat.allCases)
  func theSameEventsAreTheSameBytes(_ format: EventFormat) throws {
    let first = folder.file("a/x.\(format == .elan ? "eaf" : format == .datavyu ? "opf" : "tsv")")
    let second = folder.file("b/\(first.lastPathComponent)")
    try format.write(coded, to: first)
    try format.write(coded.reversed(), to: second)
    #expect(try Data(contentsOf: first) == Data(contentsOf: second))
  }

  @Test func filesForEachRecording() throws {
    var events = coded
    events[0].video = "s2.mp4"
    let files = try EventFormat.elan.write(events, to: folder.file("eaf"))
    #expect(files.map(\.lastPathComponent) == ["s1.eaf", "s2.eaf"])
    let error = #expect(throws: SmilestoneError.self) {
      try EventFormat.elan.write(events, to: folder.file("all.eaf"))
    }
    #expect(error?.message.contains("one recording") == true)
    #expect(sorted(try EventFormat.read([folder.file("eaf")]).events) == sorted(events))
  }

  @Test func overlappingCodesOfOneCoderAreListed() {
    var events = coded
    events[1].onset = 2
    let list = EventList(events: events).withoutOverlaps()
    #expect(list.events.count == 4)
    #expect(
      list.unusable.map(\.reason) == ["it overlaps “happy” at 1.25 s of the same coder"])
  }

  @Test func rowsThatCannotBeUsedAreListed() throws {
    let table = try folder.write(
      "code,onset,offset\nhappy,1,2\nsad,3,2\n,4,5\nfear,x,6\nanger,-1,2\nhappy,7\n",
      to: "events.csv")
    let list = try EventFormat.read(table)
    #expect(list.events.map(\.code) == ["happy"])
    #expect(
      list.unusable.map(\.reason) == [
        "it ends before it begins", "it has no code", "“x” is no time in seconds",
        "it begins before the recording", "2 fields where the header names 3",
      ])
    #expect(list.unusable[0].place == "events.csv, line 3")
  }

  @Test(arguments: ["eaf", "boris", "opf", "csv", "doc"])
  func damagedFilesAreRefused(_ ending: String) throws {
    let place = try folder.write("<ANNOTATION_DOCUMENT><TIER", to: "damaged.\(ending)")
    let error = #expect(throws: SmilestoneError.self) { try EventFormat.read(place) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("damaged.\(ending)") == true)
    #expect(error?.remedy != nil)
  }

  @Test func namesAsBIDSHasThem() {
    let name = RecordingName("sub-01_ses-6mo_task-play_video.mp4")
    #expect((name.subject, name.session) == ("01", "6mo"))
    #expect(RecordingName("clip.mp4").subject == nil)
  }
}
