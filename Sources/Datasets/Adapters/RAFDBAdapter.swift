import Faces
import Foundation
import Imaging
import Support

/// RAF-DB, the Real-world Affective Faces database (Li, Deng & Du 2017, CVPR), its basic emotions:
/// a list of `train_00001.jpg 5` and a file of attributes for each image; or folders 1 to 7, as copies
/// on Kaggle have them.
public struct RAFDBAdapter: DatasetAdapter {
  public static let name = "rafdb"
  public static let layout =
    "RAF-DB's folder basic, with EmoLabel/list_patition_label.txt and Image/aligned or "
    + "Image/original, and Annotation/manual for ages, sex and ethnicity; or the images with the "
    + "list beside them; or folders 1 to 7 in train and test, with or without a list (image,label)."
  public static let options: Set<ImportOption> = [.labels]

  public static let citations = [
    DatasetCitation(
      "RAF-DB",
      Reference(
        "inproceedings", "li2017reliable",
        [
          "title": "Reliable crowdsourcing and deep locality-preserving learning for expression "
            + "recognition in the wild",
          "author": "Li, Shan and Deng, Weihong and Du, JunPing", "booktitle": "CVPR",
          "year": "2017",
          "doi": "10.1109/CVPR.2017.277",
        ]))
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    !lists(in: base(of: place.url)).isEmpty
      || place.images.contains(where: isNamed)
        && place.hasTable(kaggleLists, columns: ["image", "label"])
      || place.images.contains { code(ofFolderOf: $0) != nil && isNamed($0) }
  }

  /// Codes 1 to 7.
  private static let emotions: [Emotion] = [
    .surprise, .fear, .disgust, .happy, .sad, .anger, .neutral,
  ]
  /// The first is the archive's own spelling.
  private static let listNames = ["list_patition_label.txt", "list_partition_label.txt"]
  private static let kaggleLists = ["train_labels.csv", "test_labels.csv"]

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    // The folder's own errors come first.
    var contents = try ImageFolder(folder)
    var root = folder
    let folder = Self.base(of: folder)
    for name in ["Image/aligned", "Image/original"] {
      let place = folder.appendingPathComponent(name)
      guard let inside = try? ImageFolder(place), !inside.images.isEmpty else { continue }
      (contents, root) = (inside, place)
      break
    }
    var rows = ImportedRows(
      folder: root, columns: ["age_range"] + FacePlace.columns, options: options)
    let own = Self.lists(in: folder)
    let lists =
      options.labels.map { [$0] }
      ?? (own.isEmpty
        ? folder.datasetFiles(Self.kaggleLists, levels: DatasetPlace.wrapperLevels) : own)
    let annotations = folder.appendingPathComponent("Annotation/manual")
    rows.leaveOut(contents, reading: lists) { "/\($0)".contains("/Annotation/manual/") }
    guard !contents.images.isEmpty else { return try rows.dataset(layout: Self.layout) }
    guard !lists.isEmpty || contents.images.contains(where: { Self.code(ofFolderOf: $0) != nil })
    else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no \(Self.listNames[0]).",
        remedy: "Name it with --labels. Expected: \(Self.layout)")
    }
    let attributes = RAFDBAttributes(annotations, ages: options.ages ?? .study)
    var join = LabelJoin(contents, allowsMissingEnding: true)
    var withoutAttributes = 0
    let isAligned = root.lastPathComponent == "aligned"
    func add(_ image: String, _ code: Int, _ place: RowPlace?) throws {
      var record = FaceRecord(image: image, source: "RAF-DB", split: Self.split(image))
      var remarks = CellRemarks()
      let hasAttributes = try remarks.optional {
        try attributes.describe(
          &record, of: Self.originalStem(image), isAligned: isAligned || Self.isAligned(image))
      }
      if hasAttributes != true { withoutAttributes += 1 }
      rows.add(record, label: .emotion(Self.emotions[code - 1]), place: place)
      rows.remark(remarks.reasons, of: image)
    }
    for line in try lists.flatMap({ try RAFDBList($0).lines }) {
      do {
        try add(Self.image(line.image, &join), line.code(upTo: Self.emotions.count), line.place)
      } catch let refusal as UnusableImageError {
        rows.leaveOut(line.place, refusal.reason)
      }
    }
    for image in join.unnamed {
      guard let code = Self.code(ofFolderOf: image) else {
        rows.leaveOut(
          image, lists.isEmpty ? "it is in no folder from 1 to 7" : "the list does not name it")
        continue
      }
      do {
        try add(image, code, nil)
      } catch let refusal as UnusableImageError {
        rows.leaveOut(image, refusal.reason)
      }
    }
    if attributes.areThere, withoutAttributes > 0 {
      rows.note("  without attributes in Annotation/manual: \(withoutAttributes)")
    }
    return try rows.dataset(layout: Self.layout)
  }

  private static func lists(in folder: URL) -> [URL] {
    let files =
      folder.appendingPathComponent("EmoLabel").datasetFiles(listNames)
      + folder.datasetFiles(listNames)
    return Array(files.prefix(1))
  }

  /// The folder with a list; archives are often unpacked into others.
  private static func base(of folder: URL) -> URL {
    folder.folders(levels: DatasetPlace.wrapperLevels).first { !lists(in: $0).isEmpty } ?? folder
  }

  /// `train_00001.jpg` is listed, and its aligned form named `train_00001_aligned.jpg`; some lists have
  /// folders before it that are not there, or no ending.
  private static func image(_ listed: String, _ join: inout LabelJoin) throws -> String {
    let first = join.image(named: listed)
    if case .success(let image) = first { return image }
    guard !listed.contains("..") else { return try first.get() }
    let name = listed.split(separator: "/").last.map(String.init) ?? listed
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    for other in [name, "\(name[..<dot])_aligned\(name[dot...])"] {
      if case .success(let image) = join.image(named: other) { return image }
    }
    return try first.get()
  }

  /// “train_00001” of an image, aligned or not.
  private static func originalStem(_ image: String) -> String {
    let name = image.split(separator: "/").last ?? image[...]
    return String(name.prefix { $0 != "." }).replacing("_aligned", with: "")
  }

  private static func isAligned(_ image: String) -> Bool { image.contains("_aligned.") }

  private static func isNamed(_ image: String) -> Bool {
    (image.split(separator: "/").last ?? "").starts(with: /(?:train|test)_[0-9]+/)
  }

  private static func split(_ image: String) -> Split? {
    let name = image.split(separator: "/").last ?? ""
    return name.hasPrefix("train_")
      ? .train : name.hasPrefix("test_") ? .test : try? EmotionFolder.split(of: image)
  }

  /// The label that the folder directly above an image is named after; nil where it is no such number.
  private static func code(ofFolderOf image: String) -> Int? {
    guard let folder = image.split(separator: "/").dropLast().last, let code = Int(folder),
      (1...emotions.count).contains(code)
    else { return nil }
    return code
  }
}
