import Faces
import Foundation
import Imaging
import Support

/// AffectNet (Mollahosseini, Hasani & Mahoor 2017, arXiv 1708.03985) in the forms in which it has
/// been distributed: lists with face boxes and landmarks, NumPy files, folders, and YOLO's.
public struct AffectNetAdapter: DatasetAdapter {
  public static let name = "affectnet"
  public static let layout = AffectNetCodes.layout
  public static let options: Set<ImportOption> = [
    .labels, .value, .encoding, .keepOtherLabels,
  ]

  public static let citations = [
    DatasetCitation(
      "AffectNet",
      Reference(
        "article", "mollahosseini2017affectnet",
        [
          "title":
            "{AffectNet}: a database for facial expression, valence, and arousal computing in the wild",
          "author": "Mollahosseini, Ali and Hasani, Behzad and Mahoor, Mohammad H.",
          "journal": "IEEE Transactions on Affective Computing", "volume": "10", "pages": "18--31",
          "year": "2019", "doi": "10.1109/TAFFC.2017.2740923",
        ])),
    DatasetCitation(
      "FFHQ",
      Reference(
        "inproceedings", "karras2019style",
        [
          "title": "A style-based generator architecture for generative adversarial networks",
          "author": "Karras, Tero and Laine, Samuli and Aila, Timo", "booktitle": "CVPR",
          "year": "2019", "doi": "10.1109/CVPR.2019.00453",
        ])),
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    let lists = AffectNetLists(below: place.url).files
    return lists.contains { (try? AffectNetLists.isList($0)) == true }
      || AffectNetAnnotations.exist(below: place.url)
      || place.hasTable(["labels.csv"], columns: ["pth", "label"])
      || YOLOFaces.areThere(in: place) && place.images.contains(where: hasOwnName)
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    if let labels = options.labels {
      let lists = try AffectNetLists.isList(labels)
      return try lists
        ? AffectNetLists(files: [labels]).read(folder, contents, options)
        : folders(folder, contents, table: labels, options)
    }
    let lists = AffectNetLists(below: folder)
    if !lists.files.isEmpty { return try lists.read(folder, contents, options) }
    if AffectNetAnnotations.exist(below: folder) {
      return try AffectNetAnnotations.read(folder, contents, options)
    }
    if YOLOFaces.areThere(in: try DatasetPlace(folder)) {
      return try YOLOFaces(in: folder, options: options)
        .read(contents, layout: Self.layout, source: Self.source)
    }
    let table = folder.datasetFiles(["labels.csv"], levels: DatasetPlace.wrapperLevels).first
    return try folders(folder, contents, table: table, options)
  }

  /// “image0000006.jpg” or “ffhq_2508.png”, as its images are called.
  private static func hasOwnName(_ path: String) -> Bool {
    (path.split(separator: "/").last ?? "").starts(with: /(?:image|ffhq_)[0-9]+/)
  }

  // MARK: A folder for each expression

  private func folders(
    _ folder: URL, _ contents: ImageFolder, table: URL?, _ options: ImportOptions
  ) throws -> ImportedDataset {
    let overriding = try table.map {
      try OverridingTable(Self.labelTable($0, options), contents: contents)
    }
    let columns = overriding?.extraColumns ?? []
    var rows = ImportedRows(folder: folder, columns: columns, options: options)
    rows.leaveOut(contents, reading: table.map { [$0] } ?? [])
    rows.list(overriding)
    for image in contents.images {
      let row = overriding?.rows[PathKey(image)]
      var (label, split): (SourceLabel?, Split?) = (nil, nil)
      switch EmotionFolder.describe(image, options.values, labels: options.vocabulary.labels) {
      case .success(let said): (label, split) = (said.label, said.split)
      case .failure(let refusal):
        guard row?.label != nil else {
          rows.leaveOut(image, refusal.reason)
          continue
        }
        split = try? EmotionFolder.split(of: image)
      }
      var record = FaceRecord(image: image, source: Self.source(of: image), split: split)
      row?.override(&record, label: &label)
      record.extra = row?.record.extra ?? Array(repeating: "", count: columns.count)
      rows.add(record, label: label)
    }
    return try rows.dataset(layout: Self.layout)
  }

  /// Images named `ffhq_…` come from the Flickr-Faces-HQ collection (Karras, Laine & Aila 2019).
  private static func source(of image: String) -> String {
    let name = image.split(separator: "/").last ?? ""
    return name.hasPrefix("ffhq_") ? "FFHQ" : "AffectNet"
  }

  private static func labelTable(_ url: URL, _ options: ImportOptions) throws -> FaceTable {
    let reader = try CSVReader(
      contentsOf: url, expected: ["pth", "label"], encoding: options.encoding)
    func title(_ names: [String]) throws -> String? {
      try names.lazy.compactMap { try reader.index(of: $0) }.first.map { reader.header[$0] }
    }
    var columns: [String: String] = [:]
    columns["image"] = try title(["pth", "path", "file_name", "image"])
    columns["emotion"] = try title(["label", "expression"])
    return try FaceTable(
      url, columns: columns, values: options.values, encoding: options.encoding,
      vocabulary: options.vocabulary, ages: options.ages ?? .study)
  }
}
