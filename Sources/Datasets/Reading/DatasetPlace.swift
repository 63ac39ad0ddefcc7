import Foundation
import Imaging
import Support

/// A folder or table in which a data set may lie, as adapters look at it to recognise theirs.
public struct DatasetPlace: Sendable {
  public let url: URL
  /// Paths of images below the folder, the first thousand; none of a table.
  public let images: [String]

  private static let imageCount = 1000

  /// - Throws: `SmilestoneError` (bad input) when the folder is missing or cannot be listed.
  public init(_ url: URL) throws {
    self.url = url
    images = url.isTable ? [] : Array(try ImageFolder(url).images.prefix(Self.imageCount))
  }

  /// How many levels of folders around a data set are looked through for its tables.
  static let wrapperLevels = 2

  /// Whether it is a table, or a folder with one of these names, that has all these columns; the folder may
  /// lie in others.
  func hasTable(_ names: [String] = [], columns: [String]) -> Bool {
    let tables = url.isTable ? [url] : url.datasetFiles(names, levels: Self.wrapperLevels)
    return tables.contains { table in
      guard let reader = try? CSVReader(contentsOf: table, expected: columns) else {
        return false
      }
      return columns.allSatisfy { (try? reader.index(of: $0)) != nil }
    }
  }
}

extension DatasetPlace {
  /// What can be done where nothing is recognised and images lie in folders whose names are numbers; nil
  /// where they do not.
  public var numberedFoldersInWords: String? {
    let folders = Set(
      images.compactMap { $0.split(separator: "/").dropLast().last.map(String.init) })
    guard !folders.isEmpty, folders.allSatisfy({ Int($0) != nil }) else { return nil }
    let first = folders.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
    return
      "Its images lie in folders called \(first.prefix(3).joined(separator: ", "))"
      + "\(first.count > 3 ? ", …" : ""): where these stand for labels, `smilestone manifest \(url.path) "
      + "--dataset folders --value emotion:\(first[0])=happy …` says what they mean; where they are persons, "
      + "--dataset names with a --pattern does."
  }
}

extension URL {
  /// Whether this is a table rather than a folder: a regular file, or the name of a CSV file.
  public var isTable: Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists ? !isFolder.boolValue : pathExtension.lowercased() == "csv"
  }
}
