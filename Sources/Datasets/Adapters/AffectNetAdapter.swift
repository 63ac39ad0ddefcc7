import Faces
import Foundation
import Imaging
import Support

/// AffectNet (Mollahosseini, Hasani & Mahoor 2017, arXiv 1708.03985) in the three forms in which
/// it has been distributed: lists with face boxes and landmarks, NumPy files, and folders.
public struct AffectNetAdapter: DatasetAdapter {
  public static let name = "affectnet"
  public static let layout =
    "training.csv, validation.csv or automatically_annotated.csv beside the images they "
    + "name; or images/N.jpg beside annotations/N_exp.npy; or a folder for each expression, with "
    + "or without a table labels.csv."
  public static let options: Set<ImportOption> = [.labels, .keepOtherLabels]

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
  }

  /// Expression codes 0 to 10, as the data set numbers them.
  static let labels: [SourceLabel] = [
    .emotion(.neutral), .emotion(.happy), .emotion(.sad), .emotion(.surprise), .emotion(.fear),
    .emotion(.disgust), .emotion(.anger), .other("contempt"), .other("none"), .other("uncertain"),
    .other("no-face"),
  ]

  static func label(code: String) throws -> SourceLabel {
    guard let number = Int(code), labels.indices.contains(number) else {
      throw ImageRefusal("“\(code)” is not an expression code from 0 to 10")
    }
    return labels[number]
  }

  /// Valence or arousal, -1 to 1; nil for -2, which stands for none.
  static func affect(_ text: String) throws -> Double? {
    guard let number = Double(text), number == -2 || (-1...1).contains(number) else {
      throw ImageRefusal("“\(text)” is not a valence or arousal from -1 to 1")
    }
    return number == -2 ? nil : number
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let pictures = try ImageFolder(folder)
    if let labels = options.labels {
      let lists = try AffectNetLists.isList(labels)
      return try lists
        ? AffectNetLists(files: [labels]).read(folder, pictures, options)
        : folders(folder, pictures, table: labels, options)
    }
    let lists = AffectNetLists(below: folder)
    if !lists.files.isEmpty { return try lists.read(folder, pictures, options) }
    if AffectNetAnnotations.exist(below: folder) {
      return try AffectNetAnnotations.read(folder, pictures, options)
    }
    return try folders(folder, pictures, table: folder.datasetFiles(["labels.csv"]).first, options)
  }

  // MARK: A folder for each expression

  private func folders(
    _ folder: URL, _ pictures: ImageFolder, table: URL?, _ options: ImportOptions
  ) throws -> ImportedDataset {
    let overriding = try table.map {
      try OverridingTable(Self.labelTable($0), pictures: pictures)
    }
    let columns = overriding?.extraColumns ?? []
    var rows = ImportedRows(folder: folder, columns: columns, options: options)
    rows.leaveOut(pictures.unusable)
    for (place, reason) in overriding?.refused ?? [] { rows.leaveOut(place, reason) }
    for image in pictures.images {
      let row = overriding?.rows[PathKey(image)]
      let described = EmotionFolder.describe(image)
      var (label, split): (SourceLabel?, Split?) = (nil, nil)
      switch described {
      case .success(let (folderLabel, folderSplit)): (label, split) = (folderLabel, folderSplit)
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

  private static func labelTable(_ url: URL) throws -> FaceTable {
    let reader = try CSVReader(contentsOf: url, unnamedColumns: true)
    func title(_ names: [String]) throws -> String? {
      try names.lazy.compactMap { try reader.index(of: $0) }.first.map { reader.header[$0] }
    }
    var columns: [String: String] = [:]
    columns["image"] = try title(["pth", "path"])
    columns["emotion"] = try title(["label", "expression"])
    return try FaceTable(url, columns: columns, unnamedColumns: true)
  }
}
