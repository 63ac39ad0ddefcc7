import Foundation
import Support
import Testing

private func rows(_ text: String) throws -> [[String]] {
  var rows: [[String]] = []
  let reader = try CSVReader(Data(text.utf8), name: "test.csv")
  try reader.forEachRow { rows.append($0.fields) }
  return rows
}

@Suite struct CSVTests {
  @Test(arguments: ["\n", "\r\n"])
  func readsQuotesCommasAndLineBreaks(lineEnd: String) throws {
    let text = ["\u{FEFF}a,b", "\"x, \"\"y\"\"\",1", "", "\"two\nlines\",", ""]
      .joined(separator: lineEnd)
    #expect(try rows(text) == [["x, \"y\"", "1"], ["two\nlines", ""]])
  }

  @Test func roundTripsThroughTheWriter() throws {
    var writer = CSVWriter(header: ["a", "b"])
    let values = [["plain", "a,b"], ["quote \"", "line\nbreak"], ["", "é😀"]]
    for row in values { writer.append(row) }
    #expect(try rows(writer.text) == values)
  }

  /// Spreadsheets run cells that begin so.
  @Test(arguments: ["=cmd|' /C calc'!A0.png", "@SUM(1+1).png", "+1.png", "-x", "\t=1", "\r=1"])
  func formulasAreWrittenAsText(field: String) throws {
    var writer = CSVWriter(header: [field])
    writer.append([field])
    for line in writer.text.split(separator: "\n", omittingEmptySubsequences: true) {
      #expect(line.hasPrefix("'") || line.hasPrefix("\"'"), "\(line)")
    }
    #expect(try rows(writer.text) == [[field]])
    #expect(try CSVReader(Data(writer.text.utf8), name: "test.csv").header == [field])
  }

  @Test func apostrophesAndNumbersStayAsTheyAre() throws {
    let values = ["'=1", "''@a", "'tis", "'", "''", "'-", "x=1", "-1.5", "+3", "-1e-7", "-"]
    var writer = CSVWriter(header: ["a", "b"])
    for value in values { writer.append([value, ""]) }
    #expect(try rows(writer.text) == values.map { [$0, ""] })
    for plain in ["\n-1.5,", "\n+3,", "\n'tis,", "\n-1e-7,", "\nx=1,"] {
      #expect(writer.text.contains(plain), "\(plain)")
    }
  }

  @Test func reportsTheLineOfARowInTheFile() throws {
    let reader = try CSVReader(Data("a\n\"1\n2\"\n3\n".utf8), name: "test.csv")
    var lines: [Int] = []
    try reader.forEachRow { lines.append($0.line) }
    #expect(lines == [2, 4])
  }

  @Test(arguments: [
    ("", "is empty"), ("a,a\n1,2\n", "appears twice"), ("a,b\n1\n", "line 2"),
    ("a\n\"open\n", "never closed"), ("a\n\"x\"y\n", "text follows"),
  ])
  func refusesMalformedText(text: String, reason: String) throws {
    let error = #expect(throws: SmilestoneError.self) { try rows(text) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true)
  }

  @Test func refusesTextThatIsNotUTF8() throws {
    let reader = try CSVReader(Data([0x61, 0x0A, 0xFF, 0x0A]), name: "test.csv")
    #expect(throws: SmilestoneError.self) { try reader.forEachRow { _ in } }
  }

  @Test func columnsMayStayUnnamed() throws {
    let reader = try CSVReader(Data(",path,label,,\n0,a.jpg,happy\n".utf8), name: "test.csv")
    #expect(reader.header == ["", "path", "label"])
    #expect(throws: SmilestoneError.self) { try CSVReader(Data("a,a\n".utf8), name: "test.csv") }
  }

  @Test func columnsAreFoundWithoutBlanksAndCase() throws {
    let reader = try CSVReader(
      Data("\u{FEFF} Image ,EMOTION,emotion,Age,AGE\n".utf8), name: "test.csv")
    #expect(try reader.index(of: "image") == 0)
    #expect(try reader.index(of: "emotion") == 2)
    #expect(try reader.index(of: "EMOTION") == 1)
    #expect(try reader.index(of: "sex") == nil)
    let error = #expect(throws: SmilestoneError.self) { try reader.index(of: "age") }
    #expect(error?.message.contains("“Age”, “AGE”") == true)
    #expect(error?.remedy?.contains("exactly “age”") == true)
  }

  @Test(arguments: ["", "path,label\n", "\u{FEFF}path,label\n", " Path,LABEL\n"])
  func aFirstLineOfValuesIsARow(header: String) throws {
    let reader = try CSVReader(
      Data("\(header)a.jpg,a.jpg\nb.jpg,1".utf8), name: "test.csv",
      columnsWithoutHeader: ["path", "label"])
    var lines: [Int] = []
    try reader.forEachRow { lines.append($0.line) }
    #expect(reader.header.map(ColumnNames.key) == ["path", "label"])
    #expect(lines == (header.isEmpty ? [1, 2] : [2, 3]))
    #expect(reader.lineCount == 2)
  }
}
