import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// What arrives broken gives an error or a listed skip, whatever the data set.
@Suite struct MalformedDatasetTests {
  /// An adapter with a table of labels for `a.jpg` and, listed last, what else is put in.
  enum Kind: CaseIterable, CustomTestStringConvertible {
    case tif, affectNetList, affectNetFolders, fer2013, rafDB, csv

    var testDescription: String { "\(self)" }

    /// A table with a row for an image of this name, and `more` below it.
    func table(_ image: String, more: String = "") -> String {
      switch self {
      case .tif: "image,emotion\n\(image),sad\n\(more)"
      case .affectNetList:
        "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,"
          + "valence,arousal\n\(image),0,0,24,24,,2,0,0\n\(more)"
      case .affectNetFolders: "pth,label\n\(image),sad\n\(more)"
      case .fer2013:
        "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,"
          + "NF\nTraining,\(image),0,0,0,9,0,0,0,0,0,0\n\(more)"
      case .rafDB: "\(image) 5\n\(more)"
      case .csv: "image,emotion\n\(image),sad\n\(more)"
      }
    }

    func read(_ folder: URL, table: URL) throws -> ImportedDataset {
      var options = ImportOptions()
      switch self {
      case .csv:
        options.images = folder
        return try TableAdapter().read(table, options: options)
      default: break
      }
      options.labels = table
      let adapter: any DatasetAdapter =
        switch self {
        case .tif: TIFAdapter()
        case .affectNetList, .affectNetFolders: AffectNetAdapter()
        case .fer2013: FER2013Adapter()
        case .rafDB: RAFDBAdapter()
        case .csv: TableAdapter()
        }
      return try adapter.read(folder, options: options)
    }
  }

  private let folder: TemporaryFolder
  private let tables: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    tables = try TemporaryFolder()
    // The names and folders say "happy", which every table changes to "sad".
    try folder.write("", to: "happy/A01F5HA.jpg")
  }

  private static let image = "happy/A01F5HA.jpg"

  private func read(_ kind: Kind, _ text: String) throws -> ImportedDataset {
    try kind.read(folder.url, table: tables.write(text, to: "table.csv"))
  }

  private func isSad(_ dataset: ImportedDataset, _ kind: Kind) -> Bool {
    let record = dataset.manifest.records.first { $0.image == Self.image }
    return kind == .fer2013 ? record?.votes?[5] == 9 : record?.emotion == .sad
  }

  @Test(arguments: Kind.allCases) func theTableIsUsed(kind: Kind) throws {
    let dataset = try read(kind, kind.table(Self.image))
    #expect(isSad(dataset, kind))
    #expect(dataset.skipped.isEmpty)
  }

  @Test(arguments: Kind.allCases) func byteOrderMarksAndCRLFAreUnderstood(kind: Kind) throws {
    let text = kind.table(Self.image).replacingOccurrences(of: "\n", with: "\r\n")
    #expect(isSad(try read(kind, "\u{FEFF}" + text), kind))
  }

  @Test(arguments: Kind.allCases) func labelsWithoutAnImageAreListed(kind: Kind) throws {
    let row = kind.table("gone.jpg").split(separator: "\n").last ?? ""
    let dataset = try read(kind, kind.table(Self.image, more: "\(row)\n"))
    #expect(isSad(dataset, kind))
    #expect(dataset.skipped.map(\.stage) == ["label"])
    #expect(dataset.skipped.map(\.reason) == ["there is no image “gone.jpg”"])
  }

  @Test(arguments: Kind.allCases) func imagesWithoutALabelAreListed(kind: Kind) throws {
    try folder.write("", to: "loose.jpg")
    let dataset = try read(kind, kind.table(Self.image))
    #expect(dataset.manifest.records.map(\.image) == [Self.image])
    #expect(dataset.skipped.map(\.image) == ["loose.jpg"])
    #expect(dataset.skipped.map(\.stage) == ["manifest"])
  }

  @Test(arguments: Kind.allCases) func climbingPathsAreListed(kind: Kind) throws {
    let outside = folder.url.deletingLastPathComponent()
    let name = "stray-\(UUID().uuidString).jpg"
    try Data().write(to: outside.appendingPathComponent(name))
    defer { try? FileManager.default.removeItem(at: outside.appendingPathComponent(name)) }
    for path in ["../\(name)", "happy/../../\(name)", "\(outside.path)/\(name)"] {
      let row = kind.table(path).split(separator: "\n").last ?? ""
      let dataset = try read(kind, kind.table(Self.image, more: "\(row)\n"))
      #expect(dataset.manifest.records.map(\.image) == [Self.image])
      #expect(dataset.skipped.map(\.reason) == ["“\(path)” leads out of the data set's folder"])
    }
  }

  @Test(arguments: Kind.allCases) func linkLoopsEnd(kind: Kind) throws {
    try FileManager.default.createSymbolicLink(
      at: folder.file("happy/loop"), withDestinationURL: folder.url)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("happy/self.jpg").path, withDestinationPath: "self.jpg")
    let dataset = try read(kind, kind.table(Self.image))
    #expect(isSad(dataset, kind))
    #expect(dataset.skipped.map(\.reason) == ["the link leads nowhere"])
  }

  @Test(arguments: Kind.allCases) func duplicateRowsAreListed(kind: Kind) throws {
    let row = kind.table(Self.image).split(separator: "\n").last ?? ""
    let dataset = try read(kind, kind.table(Self.image, more: "\(row)\n"))
    #expect(isSad(dataset, kind))
    #expect(dataset.skipped.map(\.stage) == ["label"], "\(dataset.skipped)")
  }

  @Test(arguments: Kind.allCases) func otherEncodingsAreRefused(kind: Kind) throws {
    let row = kind.table("käthe.jpg").split(separator: "\n").last ?? ""
    let text = kind.table(Self.image, more: "\(row)\n")
    let table = tables.file("table.csv")
    try #require(text.data(using: .isoLatin1)).write(to: table)
    let error = #expect(throws: SmilestoneError.self) { try kind.read(folder.url, table: table) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("not UTF-8") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(table.path) == true)
  }

  @Test(arguments: Kind.allCases) func utf16IsRead(kind: Kind) throws {
    let table = tables.file("table.csv")
    try #require(kind.table(Self.image).data(using: .utf16)).write(to: table)
    #expect(isSad(try kind.read(folder.url, table: table), kind))
  }

  @Test(arguments: Kind.allCases.filter { $0 != .rafDB }) func quotedCommasAreText(kind: Kind)
    throws
  {
    try folder.write("", to: "happy/A02F5HA, again.jpg")
    let row = kind.table("\"happy/A02F5HA, again.jpg\"").split(separator: "\n").last ?? ""
    let dataset = try read(kind, kind.table(Self.image, more: "\(row)\n"))
    #expect(dataset.manifest.records.map(\.image) == [Self.image, "happy/A02F5HA, again.jpg"])
    #expect(dataset.skipped.isEmpty, "\(dataset.skipped)")
  }

  @Test(arguments: [Kind.tif, .affectNetFolders, .csv]) func cutRowsAreListed(kind: Kind) throws {
    let dataset = try read(kind, kind.table(Self.image, more: "happy/cut.jpg\n"))
    #expect(isSad(dataset, kind))
    #expect(dataset.skipped.first?.image == "table.csv, line 3")
    #expect(dataset.skipped.first?.reason.contains("fields where the header names") == true)
  }

  @Test(arguments: Kind.allCases.filter { $0 != .rafDB }) func otherSeparatorsAreRead(
    kind: Kind
  ) throws {
    let table = kind.table(Self.image).replacing(",", with: ";")
    #expect(isSad(try read(kind, "\n" + table), kind))
  }

  @Test(arguments: Kind.allCases) func missingPlacesAreNamed(kind: Kind) throws {
    let table = try tables.write(kind.table(Self.image), to: "table.csv")
    let noFolder = #expect(throws: SmilestoneError.self) {
      try kind.read(folder.file("missing"), table: table)
    }
    #expect(noFolder?.code == .badInput)
    #expect(noFolder?.message.contains("missing") == true)
    let noTable = #expect(throws: SmilestoneError.self) {
      try kind.read(folder.url, table: tables.file("none.csv"))
    }
    #expect(noTable?.code == .badInput)
    #expect(noTable?.message.contains("none.csv") == true)
  }

  @Test(arguments: DatasetAdapters.all.map { $0.name })
  func emptyPlacesAreRefused(name: String) throws {
    let adapter = try DatasetAdapters.named(name)
    let empty = try TemporaryFolder()
    try empty.write("", to: "folder/readme.txt")
    try empty.write("", to: "other/images/holiday.jpg")
    var options = ImportOptions()
    // Coded videos are read by what their coders wrote, into a folder of frames.
    if name == EventsAdapter.name {
      try empty.write("onset,offset,code\n0,1,happy\n", to: "events.csv")
      options.labels = empty.file("events.csv")
      options.imageFolder = empty.file("frames")
    }
    for place in ["missing", "folder", "folder/readme.txt", "other"] {
      let error = #expect(throws: SmilestoneError.self) {
        try adapter.read(empty.file(place), options: options)
      }
      #expect(error?.code == .badInput, "\(place)")
      #expect(error?.message.contains(empty.file(place).path) == true, "\(error?.message ?? "")")
      #expect(error?.remedy != nil)
    }
  }

  @Test func unknownKindsAreRefused() {
    let error = #expect(throws: SmilestoneError.self) { try DatasetAdapters.named("celebs") }
    #expect(error?.code == .usage)
    #expect(error?.remedy?.contains("utkface") == true)
  }
}
