import Events
import Foundation
import TestSupport
import Testing

private func fixture(_ name: String) throws -> URL {
  let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  return folder.appendingPathComponent(name)
}

/// Files as other programs write them: Fixtures/make_event_fixtures.py.
@Suite struct ForeignFileTests {
  private func sorted(_ events: [CodedEvent]) -> [CodedEvent] {
    events.sorted { ($0.coder ?? "", $0.onset) < ($1.coder ?? "", $1.onset) }
  }

  private func expected() throws -> [CodedEvent] {
    sorted(try EventFormat.read(fixture("expected.csv")).events)
  }

  @Test(arguments: ["pympi.eaf", "project.boris", "aggregated.tsv", "sheet.opf"])
  func eventsOfOtherProgramsAreRead(_ name: String) throws {
    let list = try EventFormat.read(fixture(name))
    #expect(list.unusable.isEmpty)
    var events = list.events.filter { $0.variable == "emotion" }
    if name == "sheet.opf" {
      for index in events.indices { events[index].video = "s1.mp4" }
    }
    #expect(sorted(events) == (try expected()))
  }

  @Test func annotationsThatBelongToOthersHaveTheirTimes() throws {
    let sure = try EventFormat.read(fixture("pympi.eaf")).events.filter { $0.variable == "sure" }
    #expect(sure.map(\.code) == ["yes"])
    #expect(sure.map(\.onset) == [1.25])
    #expect(sure.map(\.offset) == [2.5])
  }

  @Test func aDatavyuCellWithoutAnOffsetIsAMoment() throws {
    let notes = try EventFormat.read(fixture("sheet.opf")).events.filter { $0.variable == "notes" }
    #expect(notes.map(\.code) == ["looks up, then down"])
    #expect(notes.allSatisfy { $0.isPoint && $0.onset == 1 })
  }

  @Test func slotsWithoutATimeLieBetweenTheirNeighbours() throws {
    let folder = try TemporaryFolder()
    let place = try folder.write(
      """
      <ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds">
      <MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/a%20b.mp4" TIME_ORIGIN="500"/></HEADER>
      <TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="b"/>
      <TIME_SLOT TIME_SLOT_ID="c" TIME_VALUE="2000"/></TIME_ORDER>
      <TIER TIER_ID="x"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="1" TIME_SLOT_REF1="a"
      TIME_SLOT_REF2="b"><ANNOTATION_VALUE>one</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
      <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="2" ANNOTATION_REF="2"><ANNOTATION_VALUE>two\
      </ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>
      """, to: "slots.eaf")
    let list = try EventFormat.read(place)
    #expect(list.events.map(\.onset) == [1.5])
    #expect(list.events.map(\.offset) == [2])
    #expect(list.events.map(\.video) == ["a b.mp4"])
    #expect(list.unusable.map(\.reason) == ["its times are not known"])
  }

  @Test func statesOfBORISThatNeverEndAreListed() throws {
    let folder = try TemporaryFolder()
    let place = try folder.write(
      "Subject,Behavior,Status,Time,Media file\ninfant,smile,START,1,v/s1.mp4\n"
        + "infant,smile,STOP,2,v/s1.mp4\ninfant,cry,START,3,v/s1.mp4\nNo focal subject,beep,POINT,4,v/s1.mp4\n",
      to: "tabular.csv")
    let list = try EventFormat.read(place)
    #expect(list.events.map(\.code) == ["smile", "beep"])
    #expect(list.events.map(\.subject) == ["infant", nil])
    #expect(list.unusable.map(\.reason) == ["“cry” begins and never ends"])
  }
}
