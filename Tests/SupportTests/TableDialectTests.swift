import Foundation
import Support
import Testing

/// Tables as spreadsheets and people write them.
@Suite struct TableDialectTests {
  private static let expected = ["image", "emotion", "age"]

  private func rows(
    _ data: Data, encoding: TextEncoding? = nil
  ) throws -> (header: [String], rows: [[String]]) {
    let reader = try CSVReader(
      data, name: "test.csv", expected: Self.expected, encoding: encoding)
    var rows: [[String]] = []
    try reader.forEachRow { rows.append($0.fields) }
    return (reader.header, rows)
  }

  @Test(arguments: [
    "image;age\na.jpg;7,5\n", "image\tage\na.jpg\t7,5\n", "image|age\na.jpg|7,5\n",
    "sep=;\nimage;age\na.jpg;7,5\n",
    "SEP=;\r\nimage;age\r\na.jpg;7,5\r\n", "image;age;;\na.jpg;7,5\n;\n",
    "Ratings, of 2024\n\nimage;age\na.jpg;7,5\n", "image,age\na.jpg,\"7,5\"\n,\n",
    "image,age\na.jpg,\"7,5\",,\n,,,\n",
  ])
  func separatorsLinesAboveAndEmptyCellsAreUnderstood(text: String) throws {
    let (header, rows) = try rows(Data(text.utf8))
    #expect(header == ["image", "age"])
    #expect(rows == [["a.jpg", "7,5"]])
  }

  /// The separator is the one between names that are known, not the most frequent mark.
  @Test func separatorsWithinTitlesDoNotCount() throws {
    let commas = try rows(Data("image,votes (a;b;c;d)\nx.jpg,1;2;3;4\n".utf8))
    #expect(commas.header == ["image", "votes (a;b;c;d)"])
    let semicolons = try rows(Data("image;age, in years, about\nx.jpg;7\n".utf8))
    #expect(semicolons.header == ["image", "age, in years, about"])
  }

  @Test func tablesOfUnknownColumnsAreDividedByWhatDividesThem() throws {
    let reader = try CSVReader(Data("a;b\n1;2\n".utf8), name: "test.csv")
    #expect(reader.header == ["a", "b"])
    #expect(reader.allowsDecimalComma)
    #expect(try CSVReader(Data("a;b,c\n".utf8), name: "test.csv").header == ["a;b", "c"])
  }

  @Test func encodingsAreKnownByTheirMarkOrTold() throws {
    let text = "image,emotion\nkäthe.jpg,happy\n"
    let utf16 = try #require(text.data(using: .utf16))
    let big = try #require(text.data(using: .utf16BigEndian))
    let little = try #require(text.data(using: .utf16LittleEndian))
    let utf32 = try #require(text.data(using: .utf32))
    let wide = Data([0xFF, 0xFE, 0, 0]) + (try #require(text.data(using: .utf32LittleEndian)))
    for data in [
      utf16, big, little, Data([0xFE, 0xFF]) + big, Data([0xFF, 0xFE]) + little, utf32, wide,
    ] {
      #expect(try rows(data).rows == [["käthe.jpg", "happy"]])
    }
    let windows = try #require(text.data(using: .windowsCP1252))
    #expect(try rows(windows, encoding: .windows1252).rows == [["käthe.jpg", "happy"]])
    let error = #expect(throws: SmilestoneError.self) { try rows(windows) }
    #expect(error?.remedy?.contains("--encoding windows-1252") == true)
    // A mark is believed before the user.
    let marked = Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
    #expect(try rows(marked, encoding: .windows1252).rows == [["käthe.jpg", "happy"]])
  }

  @Test(arguments: [
    ("PK\u{3}\u{4}..[Content_Types].xml", "Excel workbook (.xlsx)", "CSV UTF-8"),
    (
      "PK\u{3}\u{4}" + String(repeating: " ", count: 9000) + "xl/workbook.xml", "Excel workbook",
      "xlsx2csv"
    ),
    ("PK\u{3}\u{4}..preview.jpg..Index/Document.iwa", "Numbers spreadsheet", "export it as CSV"),
    (
      "PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument",
      "CSV UTF-8"
    ),
    ("PAR1....PAR1", "Parquet", "Unpack"), ("ARROW1", "Arrow", "Unpack"),
    ("$FL2@(#)", "SPSS", "text"),
    ("<!DOCTYPE html><html>", "web page", "Download"), ("{\"image\":\n 1}", "JSON", "CSV"),
    ("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer", "git lfs pull"),
  ])
  func filesOfOtherProgramsAreNamed(start: String, what: String, remedy: String) {
    let error = #expect(throws: SmilestoneError.self) { try rows(Data(start.utf8)) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
    #expect(error?.remedy?.contains(remedy) == true)
  }

  @Test func raggedRowsAreToldAndTheOthersRead() throws {
    let reader = try CSVReader(Data("image,age\na,1\nb\nc,3,4\nd,5\n".utf8), name: "test.csv")
    var images: [String] = []
    var ragged: [Int] = []
    try reader.forEachUsableRow(ragged: { line, _ in ragged.append(line) }) {
      images.append($0.fields[0])
    }
    #expect(images == ["a", "d"])
    #expect(ragged == [3, 4])
  }

  /// As Hugging Face's metadata.jsonl, and as pandas writes records.
  @Test(arguments: [
    "{\"image\": \"a.jpg\", \"age\": 7.5, \"box\": [1, 2]}\n\n{\"image\": \"b, c.jpg\", \"age\": null}\n",
    "[{\"image\": \"a.jpg\", \"age\": 7.5, \"box\": [1, 2]},\n {},\n {\"image\": \"b, c.jpg\"}]",
  ])
  func objectsAreRows(text: String) throws {
    let (header, rows) = try rows(Data(text.utf8))
    #expect(header == ["age", "box", "image"])
    #expect(rows == [["7.5", "[1,2]", "a.jpg"], ["", "", "b, c.jpg"]])
  }

  @Test func objectsKeepTheirLines() throws {
    let reader = try CSVReader(
      Data("{\"image\": 1}\n{\"image\": 2}\n".utf8), name: "test.jsonl", expected: ["image"])
    var lines: [Int] = []
    try reader.forEachRow { lines.append($0.line) }
    #expect(lines == [1, 2])
    let error = #expect(throws: SmilestoneError.self) {
      try CSVReader(Data("{\"image\": 1}\n{\"image\"\n".utf8), name: "test.jsonl")
    }
    #expect(error?.message.contains("test.jsonl, line 2") == true, "\(error?.message ?? "")")
  }

  @Test func titlesThatNobodyAsksForMayStandTwice() throws {
    let (header, rows) = try rows(Data("image,notes,notes.2,notes\na.jpg,x,y,z\n".utf8))
    #expect(header == ["image", "notes", "notes.2", "notes.3"])
    #expect(rows == [["a.jpg", "x", "y", "z"]])
    let error = #expect(throws: SmilestoneError.self) {
      try self.rows(Data("image,age,age\na.jpg,1,2\n".utf8))
    }
    #expect(error?.message.contains("“age” appears twice") == true)
  }

  @Test func blanksThatDoNotBreakAreBlanks() {
    for cell in ["\u{A0}happy\u{A0}", " \u{A0} happy\t", "\u{FEFF}happy\u{200B}", "happy \u{3000}"]
    {
      #expect(Cell.trimmed(cell) == "happy")
    }
    #expect(Cell.trimmed("\u{A0} ") == "")
    #expect(Cell.trimmed("é\u{A0}é ") == "é\u{A0}é")
  }

  @Test func numbersMayHaveADecimalComma() {
    #expect(Cell.number("7,5", allowsComma: true) == 7.5)
    #expect(Cell.number("7,5", allowsComma: false) == nil)
    #expect(Cell.number("1,234,5", allowsComma: true) == nil)
    #expect(Cell.number("inf", allowsComma: true) == nil)
  }
}
