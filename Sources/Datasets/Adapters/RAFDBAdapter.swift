import Faces
import Foundation
import Imaging
import Support

/// RAF-DB, the Real-world Affective Faces database (Li, Deng & Du 2017, CVPR), its basic emotions:
/// a list of `train_00001.jpg 5` and a file of attributes for each image.
public struct RAFDBAdapter: DatasetAdapter {
  public static let name = "rafdb"
  public static let layout =
    "RAF-DB's folder basic, with EmoLabel/list_patition_label.txt and Image/aligned or "
    + "Image/original, and Annotation/manual for ages, sex and ethnicity; or the images with the "
    + "list beside them."
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
    (try? list(in: place.url)) != nil
  }

  /// Codes 1 to 7.
  private static let emotions: [Emotion] = [
    .surprise, .fear, .disgust, .happy, .sad, .anger, .neutral,
  ]
  private static let listName = "list_patition_label.txt"

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    // The folder's own errors come first.
    var contents = try ImageFolder(folder)
    var root = folder
    for name in ["Image/aligned", "Image/original"] {
      let place = folder.appendingPathComponent(name)
      guard let inside = try? ImageFolder(place), !inside.images.isEmpty else { continue }
      (contents, root) = (inside, place)
      break
    }
    var rows = ImportedRows(
      folder: root, columns: ["age_range"] + FacePlace.columns, options: options)
    rows.leaveOut(contents.unusable)
    guard !contents.images.isEmpty else { return try rows.dataset(layout: Self.layout) }
    let list = try options.labels ?? Self.list(in: folder)
    let attributes = RAFDBAttributes(
      folder.appendingPathComponent("Annotation/manual"), ages: options.ages ?? .study)
    var join = LabelJoin(contents)
    var withoutAttributes = 0
    for (place, words) in try LabelLines(list).lines {
      do {
        guard words.count == 2 else { throw ImageRefusal("it is not an image and a label") }
        guard let code = Int(words[1]), (1...Self.emotions.count).contains(code) else {
          throw ImageRefusal("“\(words[1])” is not a label from 1 to 7")
        }
        let image = try Self.image(words[0], &join)
        var record = FaceRecord(image: image, source: "RAF-DB", split: Self.split(words[0]))
        let hasAttributes = try attributes.describe(
          &record, of: Self.originalName(words[0]),
          isAligned: root.lastPathComponent == "aligned" || Self.isAligned(image))
        if !hasAttributes { withoutAttributes += 1 }
        rows.add(record, label: .emotion(Self.emotions[code - 1]), place: place)
      } catch let refusal as ImageRefusal {
        rows.leaveOut(place, refusal.reason)
      }
    }
    for image in join.unnamed { rows.leaveOut(image, "the list does not name it") }
    if attributes.areThere, withoutAttributes > 0 {
      rows.note("  without attributes in Annotation/manual: \(withoutAttributes)")
    }
    return try rows.dataset(layout: Self.layout)
  }

  private static func list(in folder: URL) throws -> URL {
    for name in ["EmoLabel/\(listName)", listName] {
      let url = folder.appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: url.path) { return url }
    }
    throw SmilestoneError.badInput(
      "\(folder.path) has no \(listName).", remedy: "Name it with --labels. Expected: \(layout)")
  }

  /// `train_00001.jpg` is listed, and its aligned form named `train_00001_aligned.jpg`.
  private static func image(_ listed: String, _ join: inout LabelJoin) throws -> String {
    let result = join.image(named: listed)
    if case .failure = result, let dot = listed.lastIndex(of: "."),
      case .success(let aligned) = join.image(
        named: "\(listed[..<dot])_aligned\(listed[dot...])")
    {
      return aligned
    }
    return try result.get()
  }

  /// Some lists name the aligned images.
  private static func originalName(_ listed: String) -> String {
    listed.replacing("_aligned.", with: ".")
  }

  private static func isAligned(_ image: String) -> Bool { image.contains("_aligned.") }

  private static func split(_ listed: String) -> Split? {
    listed.hasPrefix("train_") ? .train : listed.hasPrefix("test_") ? .test : nil
  }
}
