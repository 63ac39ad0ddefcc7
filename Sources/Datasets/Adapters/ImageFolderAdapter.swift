import Faces
import Foundation
import Imaging
import Support

/// Hugging Face's “ImageFolder”: images, in folders of splits or not, with a table `metadata.csv` in each
/// folder or one for all, whose column `file_name` names them.
public struct ImageFolderAdapter: DatasetAdapter {
  public static let name = "imagefolder"
  public static let layout =
    "metadata.csv (file_name, and any of label or emotion, age, gender, subject …) beside the images, or in "
    + "train, validation and test, as Hugging Face's ImageFolder has it; --value says what codes mean."
  public static let options: Set<ImportOption> = [
    .column, .value, .pattern, .encoding, .keepOtherLabels, .emotionFromVotes, .dropAgesFrom,
  ]

  public static let citations: [DatasetCitation] = []

  /// Those that are no text are named as what they are.
  private static let tables = ["metadata.csv", "metadata.jsonl", "metadata.parquet"]

  /// What its tables call a manifest's columns.
  private static let titles: [String: [String]] = [
    "image": ["file_name", "image", "file"], "emotion": ["emotion", "label", "expression"],
    "sex": ["sex", "gender"], "ethnicity": ["ethnicity", "race"],
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    !place.url.isTable
      && tables(in: place.url).contains { table in
        guard table.url.pathExtension.lowercased() == "csv" else { return true }
        let reader = try? CSVReader(contentsOf: table.url, expected: ["file_name"])
        return (try? reader?.index(of: "file_name")) != nil
      }
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    let tables = Self.tables(in: folder)
    guard let first = tables.first else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no metadata.csv.", remedy: "Expected: \(Self.layout)")
    }
    let source = folder.standardizedFileURL.lastPathComponent
    var faces = try TableFaces(
      columnsOf: Self.table(first.url, options), contents: contents, folder: folder,
      options: options,
      readsFolders: true)
    for (url, base) in tables {
      try faces.take(Self.table(url, options), below: base) { $0.source = $0.source ?? source }
    }
    return try faces.dataset(layout: Self.layout)
  }

  private static func table(_ url: URL, _ options: ImportOptions) throws -> FaceTable {
    let reader = try CSVReader(
      contentsOf: url, expected: ["file_name"], encoding: options.encoding)
    var columns = options.columns
    for (target, names) in titles where columns[target] == nil {
      guard let position = try names.lazy.compactMap(reader.index).first else { continue }
      columns[target] = reader.header[position]
    }
    return try FaceTable(
      url, columns: columns, values: options.values, encoding: options.encoding,
      vocabulary: options.vocabulary, ages: options.ages)
  }

  /// The tables in the folder and up to two levels below it, with the paths of their folders: "train/".
  private static func tables(in folder: URL) -> [(url: URL, base: String)] {
    func below(_ base: String, levels: Int) -> [(url: URL, base: String)] {
      let place = base.isEmpty ? folder : folder.appendingPathComponent(base)
      let own = place.datasetFiles(tables).prefix(1).map { ($0, base) }
      guard levels > 0 else { return own }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      return own
        + names.filter { !$0.hasPrefix(".") }.sorted().flatMap {
          name -> [(url: URL, base: String)] in
          let inside = place.appendingPathComponent(name)
          return FileManager.default.fileExists(atPath: inside.path + "/.")
            ? below("\(base)\(name)/", levels: levels - 1) : []
        }
    }
    return below("", levels: 2)
  }
}
