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

  /// Whether it is a table, or a folder with one of these names, that has all these columns.
  func hasTable(_ names: [String] = [], columns: [String]) -> Bool {
    let tables = url.isTable ? [url] : url.datasetFiles(names)
    return tables.contains { table in
      guard let reader = try? CSVReader(contentsOf: table, expected: columns) else {
        return false
      }
      return columns.allSatisfy { (try? reader.index(of: $0)) != nil }
    }
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
