import Analysis
import Faces
import Foundation
import Support
import TestSupport
import Testing

private let header = PredictionTable.columns(.emotions7).joined(separator: ",")
private let goodRow = "a.png,s1,set,test,2.5,toddler,happy,infant,sad,0.1,0,0,0.3,0.1,0.5,0"

@Suite struct PredictionTableTests {
  @Test func columnsAreThoseOfTheDesign() {
    #expect(
      header
        == "image,subject,source,split,age,age_group,emotion,model,predicted,p_anger,p_disgust,"
        + "p_fear,p_happy,p_neutral,p_sad,p_surprise")
  }

  @Test func roundTrips() throws {
    let folder = try TemporaryFolder()
    let third = Float(1) / 3
    let table = PredictionTable(
      rows: [
        PredictionRow(
          image: "a,\"b\".png", subject: "s1", source: "set", split: "test", age: 2.1,
          ageGroup: .toddler, emotion: .happy, model: "infant", predicted: .sad,
          probabilities: [third, third, third, 0, 0, 0, 0]),
        PredictionRow(
          image: "a,\"b\".png", split: "validation", model: "adult", predicted: .anger,
          probabilities: [1, 0, 0, 0, 0, 0, 1e-9]),
      ], vocabulary: .study)
    try table.write(to: folder.file("predictions.csv"))
    #expect(try PredictionTable(contentsOf: folder.file("predictions.csv")) == table)
  }

  @Test func columnsMayStandInAnyOrder() throws {
    let folder = try TemporaryFolder()
    let names = PredictionTable.columns(.emotions7).reversed().joined(separator: ",")
    let fields = goodRow.split(separator: ",", omittingEmptySubsequences: false)
    let file = try folder.write(
      "extra,\(names)\nx,\(fields.reversed().joined(separator: ","))\n", to: "p.csv")
    let plain = try folder.write("\(header)\n\(goodRow)\n", to: "q.csv")
    #expect(try PredictionTable(contentsOf: file).rows == PredictionTable(contentsOf: plain).rows)
  }

  @Test(arguments: [
    (0, "", "column image"), (3, "tset", "column split"), (4, "-1", "column age"),
    (4, "nan", "column age"), (5, "baby", "column age_group"),
    (6, "joy", "column emotion: “joy”"), (7, "", "column model"),
    (8, "", "column predicted"), (8, "smile", "anger, disgust, fear"),
    (9, "1.5", "column p_anger"), (10, "", "column p_disgust"), (11, "inf", "column p_fear"),
    (14, "0.4", "sum to 0.9"),
  ])
  func refusesABadField(column: Int, value: String, reason: String) throws {
    let folder = try TemporaryFolder()
    var fields = goodRow.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    fields[column] = value
    let file = try folder.write("\(header)\n\(fields.joined(separator: ","))\n", to: "p.csv")
    let error = #expect(throws: SmilestoneError.self) { try PredictionTable(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("p.csv, line 2") == true)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func refusesASecondAnswerForOneFace() throws {
    let folder = try TemporaryFolder()
    let other = goodRow.replacing("infant", with: "adult")
    let file = try folder.write("\(header)\n\(goodRow)\n\(other)\n\(goodRow)\n", to: "p.csv")
    let error = #expect(throws: SmilestoneError.self) { try PredictionTable(contentsOf: file) }
    #expect(error?.message.contains("line 4") == true)
    #expect(error?.message.contains("line 2 already") == true)
  }

  @Test func raggedRowsAreLeftOutAndSaid() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("\(header)\nx.png,cut\n\(goodRow)\n", to: "p.csv")
    let table = try PredictionTable(contentsOf: file)
    #expect(table.rows.count == 1)
    #expect(table.readingNotes.count == 1)
    #expect(table.readingNotes[0].contains("p.csv, line 2 is left out: it has 2 fields"))
  }

  @Test func refusesAMissingColumn() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,model\na,b\n", to: "p.csv")
    let error = #expect(throws: SmilestoneError.self) { try PredictionTable(contentsOf: file) }
    #expect(error?.message.contains("subject") == true)
  }
}
