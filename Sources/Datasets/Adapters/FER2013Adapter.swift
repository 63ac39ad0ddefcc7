import Faces
import Foundation
import Imaging
import Support

/// FER2013 (Goodfellow et al. 2013, arXiv 1307.0414) as its CSV file or as folders, with FERPlus's
/// votes where they are given.
public struct FER2013Adapter: DatasetAdapter {
  public static let name = "fer2013"
  public static let layout =
    "fer2013.csv (emotion, pixels, Usage) or the contest's train.csv (without Usage), or the folder "
    + "that holds it; or a folder for "
    + "each emotion, also inside train and test; or FERPlus's FER2013Train, FER2013Valid and "
    + "FER2013Test. --labels names FERPlus's fer2013new.csv, which is also found beside the rest."
  public static let options: Set<ImportOption> = [.labels, .keepOtherLabels, .emotionFromVotes]

  public static let citations = [
    DatasetCitation(
      "FER2013",
      Reference(
        "inproceedings", "goodfellow2013challenges",
        [
          "title":
            "Challenges in representation learning: a report on three machine learning contests",
          "author": "Goodfellow, Ian J. and others", "booktitle": "ICONIP", "year": "2013",
          "doi": "10.1007/978-3-642-42051-1_16",
        ])),
    DatasetCitation(
      "FER2013",
      Reference(
        "inproceedings", "barsoum2016training",
        [
          "title":
            "Training deep networks for facial expression recognition with crowd-sourced label "
            + "distribution",
          "author": "Barsoum, Emad and Zhang, Cha and Canton Ferrer, Cristian and Zhang, Zhengyou",
          "booktitle": "ICMI", "year": "2016", "doi": "10.1145/2993148.2993165",
        ]),
      concernsVotes: true),
  ]

  /// What the table is called.
  private static let tables = ["fer2013.csv", "icml_face_data.csv", "train.csv"]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    place.hasTable(Self.tables, columns: ["emotion", "pixels"])
      || !place.url.datasetFiles(
        ["FER2013Train", "FER2013Valid", "FER2013Test"], levels: DatasetPlace.wrapperLevels
      ).isEmpty
  }

  public func read(_ place: URL, options: ImportOptions) throws -> ImportedDataset {
    if place.isTable {
      let votes = try Self.votes(options, beside: place.deletingLastPathComponent())
      return try FER2013Table(place).read(
        votes: votes, options: options, layout: Self.layout)
    }
    let votes = try Self.votes(options, beside: place)
    if let table = place.datasetFiles(Self.tables, levels: DatasetPlace.wrapperLevels).first {
      var beside = ImportedRows(folder: place, options: options)
      let contents = try ImageFolder(place)
      for image in Self.images(contents, besides: options.imageFolder) {
        beside.leaveOut(image, "the table \(table.lastPathComponent) is read instead")
      }
      beside.leaveOut(contents, reading: [table] + Self.votesTable(beside: place))
      var dataset = try FER2013Table(table).read(
        votes: votes, options: options, layout: Self.layout)
      dataset.skipped += beside.skipped
      return dataset
    }
    return try readFolders(place, votes: votes, options: options)
  }

  /// The images in a folder that do not lie where a table's own are written.
  private static func images(_ contents: ImageFolder, besides written: URL?) -> [String] {
    let root = URL(fileURLWithPath: contents.path).standardizedFileURL.path
    let own = written.map { $0.standardizedFileURL.path + "/" }
    return contents.images.filter { image in
      !(own.map { "\(root)/\(image)".hasPrefix($0) } ?? false)
    }
  }

  private static func votesTable(beside folder: URL) -> [URL] {
    folder.datasetFiles(["fer2013new.csv"], levels: DatasetPlace.wrapperLevels)
  }

  private static func votes(_ options: ImportOptions, beside folder: URL) throws -> FERPlusVotes? {
    let table = options.labels ?? votesTable(beside: folder).first
    guard let table else {
      try options.requireVotes(
        false, remedy: "Name FERPlus's fer2013new.csv with --labels, or put it beside the rest.")
      return nil
    }
    let votes = try FERPlusVotes(contentsOf: table)
    try options.requireVotes(
      votes.rows.contains { $0.votes != nil }, remedy: "\(table.path) holds none.")
    return votes
  }

  /// Votes join images by FERPlus's names; images without an emotion's folder have their raters'
  /// first choice.
  private func readFolders(
    _ folder: URL, votes: FERPlusVotes?, options: ImportOptions
  ) throws -> ImportedDataset {
    let labels = options.vocabulary.labels
    let contents = try ImageFolder(folder)
    var rows = ImportedRows(folder: folder, columns: FERPlusVotes.columns, options: options)
    rows.leaveOut(contents, reading: Self.votesTable(beside: folder))
    var join = LabelJoin(contents)
    var votesOfImage: [PathKey: RaterVotes] = [:]
    var joined: Set<PathKey> = []
    for (place, reason) in votes?.refused ?? [] { rows.leaveOut(place, reason) }
    for row in votes?.rows ?? [] {
      guard let name = row.image else { continue }
      switch join.image(named: name) {
      case .success(let image):
        let key = PathKey(image)
        if joined.insert(key).inserted {
          votesOfImage[key] = row.votes
        } else {
          // Which votes are right cannot be known where they differ.
          if votesOfImage[key] != row.votes { votesOfImage[key] = nil }
          rows.leaveOut(row.place, "it names \(image) again")
        }
      case .failure(let refusal): rows.leaveOut(row.place, refusal.reason)
      }
    }
    for image in contents.images {
      let votes = votesOfImage[PathKey(image)]
      let described = EmotionFolder.describe(image, labels: labels)
      do {
        var record = FaceRecord(
          image: image, source: "FER2013", votes: votes?.made(into: labels).votes,
          split: try EmotionFolder.split(of: image))
        record.extra = FERPlusVotes.cells(votes)
        let label = try? described.get().label
        if let settled = try FERPlusVotes.label(label, votes: votes, options: options) {
          rows.add(record, label: settled)
        } else {
          _ = try described.get()
        }
      } catch let refusal as UnusableImageError {
        rows.leaveOut(image, refusal.reason)
      }
    }
    return try rows.dataset(layout: Self.layout)
  }
}
