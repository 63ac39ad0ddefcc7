import Datasets
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// YOLO's form: an image and a file of labels for each.
@Suite struct YOLOAdapterTests {
  private let folder: TemporaryFolder
  private let image = RGBImage(
    width: 100, height: 50, pixels: Array(repeating: 90, count: 3 * 100 * 50))

  init() throws { folder = try TemporaryFolder() }

  private func write(_ stem: String, _ labels: String?, in split: String = "train") throws {
    try folder.write("", to: "\(split)/images/\(stem).txt")
    try image.pngData().write(to: folder.file("\(split)/images/\(stem).png"))
    try FileManager.default.removeItem(at: folder.file("\(split)/images/\(stem).txt"))
    if let labels { try folder.write(labels, to: "\(split)/labels/\(stem).txt") }
  }

  private func read(values: [String] = []) throws -> ImportedDataset {
    var options = ImportOptions()
    options.values = try ValueMap(values, vocabulary: .study)
    let adapter = try #require(
      try DatasetAdapters.recognised(in: DatasetPlace(folder.url)) as? YOLOAdapter)
    return try adapter.read(folder.url, options: options)
  }

  @Test func sharesBecomeBoxesInPixels() throws {
    try folder.write(
      "train: ../train/images\nnc: 2\nnames: ['Anger', \"Happy\"]\n", to: "data.yaml")
    try write("1", "1 0.5 0.5 0.4 0.8\n0 0.2 0.5 0.2 0.4 0.97\n")
    try write("2", "1 0.5 0.5 1 1\n", in: "valid")
    let manifest = try read().manifest
    #expect(manifest.records.map(\.emotion) == [.happy, .anger, .happy])
    #expect(manifest.records.map(\.split) == [.train, .train, .validation])
    #expect(manifest.records[0].extra == ["30", "5", "40", "40"])
    #expect(manifest.records[1].extra == ["10", "15", "20", "20"])
  }

  @Test func whatCannotBeUsedIsListed() throws {
    try folder.write("names:\n  0: face\n  1: happy # well\n", to: "data.yaml")
    try write("a", "1 0.5 0.5 0.4 0.8\n")
    try write("b", nil)
    try write("c", "\n")
    try write("d", "0 0.5 0.5 0.4 0.8\n1 0.5 0.5 2 0.8\n1 0.5 0.5 0.01 0.8\n1 0.5\n")
    try folder.write("1 0.5 0.5 0.4 0.8\n", to: "train/labels/e.txt")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.image) == ["train/images/a.png"])
    let listed = Dictionary(grouping: dataset.skipped, by: \.image).mapValues { $0.map(\.reason) }
    #expect(listed["train/images/b.png"] == ["it has no file of labels"])
    #expect(listed["train/images/c.png"] == ["its file of labels names no face"])
    #expect(listed["train/labels/e.txt"] == ["there is no image for it"])
    #expect(
      listed["train/labels/d.txt, line 1"]?[0].hasPrefix("the class “face” is not an emotion")
        == true)
    for line in [2, 4] {
      #expect(
        listed["train/labels/d.txt, line \(line)"] == [
          "it is not a class and four shares from 0 to 1"
        ])
    }
    #expect(listed["train/labels/d.txt, line 3"]?[0].contains("below 8 pixels") == true)
    #expect(try read(values: ["emotion:face=sad"]).manifest.records.count == 2)
  }

  @Test(arguments: [
    "names: [anger,\n  happy]\n", "names:\n- anger\n- happy\nroboflow:\n  names: [x]\n",
    "nc: 2\nnames: {0: anger, 1: happy}\n", "names:\n  0: \"anger\"\n  1: 'happy'\n",
  ])
  func namesAreReadInTheirForms(yaml: String) throws {
    try folder.write(yaml, to: "data.yaml")
    try write("1", "1 0.5 0.5 0.4 0.8\n")
    #expect(try read().manifest.records.map(\.emotion) == [.happy])
  }

  /// As labelImg leaves them.
  @Test func namesAreReadOfAList() throws {
    try folder.write("anger\n\nhappy \n", to: "train/labels/classes.txt")
    try write("1", "1 0.5 0.5 0.4 0.8\n")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(dataset.skipped.isEmpty, "\(dataset.skipped)")
  }

  @Test func aWrapperFolderDoesNoHarm() throws {
    try folder.write("names: [anger, happy]\n", to: "YOLO_format/data.yaml")
    try write("1", "1 0.5 0.5 0.4 0.8\n", in: "YOLO_format/train")
    let records = try read().manifest.records
    #expect(records.map(\.image) == ["YOLO_format/train/images/1.png"])
    #expect(records.map(\.split) == [.train])
  }

  @Test func affectNetsFormIsAffectNets() throws {
    try folder.write("names: [Anger, Happy]\n", to: "data.yaml")
    try write("ffhq_12", "1 0.5 0.5 0.4 0.8\n")
    try write("image0000006", "0 0.5 0.5 0.4 0.8\n")
    let adapter = try DatasetAdapters.recognised(in: DatasetPlace(folder.url))
    #expect(adapter is AffectNetAdapter)
    let records = try #require(adapter).read(folder.url).manifest.records
    #expect(records.map(\.source) == ["FFHQ", "AffectNet"])
    #expect(records.map(\.emotion) == [.happy, .anger])
  }
}

/// Hugging Face's form: images with tables metadata.csv.
@Suite struct ImageFolderAdapterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(values: [String] = []) throws -> ImportedDataset {
    var options = ImportOptions()
    options.values = try ValueMap(values, vocabulary: .study)
    let adapter = try #require(
      try DatasetAdapters.recognised(in: DatasetPlace(folder.url)) as? ImageFolderAdapter)
    return try adapter.read(folder.url, options: options)
  }

  @Test func tablesMayBeLinesOfJSON() throws {
    for path in ["train/1.jpg", "train/2.jpg"] { try folder.write("", to: path) }
    try folder.write(
      "{\"file_name\": \"1.jpg\", \"label\": \"joy\"}\n{\"file_name\": \"2.jpg\", \"label\": 3}\n",
      to: "train/metadata.jsonl")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    // The row is refused; that no row names its image would be wrong.
    #expect(dataset.skipped.map(\.image) == ["metadata.jsonl, line 2"])
    #expect(try read(values: ["emotion:3=sad"]).manifest.records.map(\.emotion) == [.happy, .sad])
  }

  @Test func eachSplitHasATable() throws {
    for path in ["train/1.jpg", "train/2.jpg", "test/1.jpg", "test/9.jpg"] {
      try folder.write("", to: path)
    }
    try folder.write(
      "file_name,label,gender,age\n1.jpg,happy,F,4\n2.jpg,3,M,5\n", to: "train/metadata.csv")
    try folder.write("label,file_name\nsad,1.jpg\n", to: "test/metadata.csv")
    let dataset = try read(values: ["emotion:3=fear"])
    let records = dataset.manifest.records
    #expect(Set(records.map(\.image)) == ["train/1.jpg", "train/2.jpg", "test/1.jpg"])
    let first = try #require(records.first { $0.image == "train/1.jpg" })
    #expect(first.emotion == .happy && first.sex == .female && first.ageInYears == 4)
    #expect(first.split == .train)
    #expect(first.source == folder.url.lastPathComponent)
    #expect(records.first { $0.image == "train/2.jpg" }?.emotion == .fear)
    #expect(records.first { $0.image == "test/1.jpg" }?.emotion == .sad)
    #expect(dataset.skipped.map(\.image) == ["test/9.jpg"])
  }

  @Test func foldersSayWhatTheTableDoesNot() throws {
    for path in ["images/train/happy/1.jpg", "images/test/sad/2.jpg"] {
      try folder.write("", to: path)
    }
    try folder.write(
      "file_name,age\nimages/train/happy/1.jpg,3\nimages/test/sad/2.jpg,30\n", to: "metadata.csv")
    let records = try read().manifest.records
    #expect(records.map(\.emotion) == [.happy, .sad])
    #expect(records.map(\.split) == [.train, .test])
  }

  @Test(arguments: [
    ("metadata.jsonl", "{\"file_name\":\n \"1.jpg\"}\n", "is JSON"),
    ("metadata.parquet", "PAR1....", "is a Parquet file"),
  ])
  func otherTablesAreNamed(name: String, text: String, message: String) throws {
    try folder.write("", to: "1.jpg")
    try folder.write(text, to: name)
    let error = #expect(throws: SmilestoneError.self) { try read() }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(error?.remedy != nil)
  }
}
